package dev.wsdoctor.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wsdoctor.app.Samples;
import dev.wsdoctor.app.TrafficSamples;
import dev.wsdoctor.conf.Edit;
import dev.wsdoctor.conf.Patch;
import dev.wsdoctor.conf.SourceFile;
import dev.wsdoctor.diagnosis.Answer;
import dev.wsdoctor.diagnosis.CheckRequest;
import dev.wsdoctor.diagnosis.ConfigurationSource;
import dev.wsdoctor.diagnosis.Mend;
import dev.wsdoctor.diagnosis.Report;
import dev.wsdoctor.directive.NginxVersion;
import dev.wsdoctor.http.Field;
import dev.wsdoctor.sandbox.ProgramSearch;
import dev.wsdoctor.symptom.Symptoms;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MainTest {
  @TempDir private Path folder;

  private final List<CheckRequest> asked = new ArrayList<>();
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @Test
  void aBrokenSocketIsPrintedAndExitsWithOne() {
    assertThat(run(Samples.broken(), "check", "ws://127.0.0.1:8080/ws")).isEqualTo(1);
    assertThat(out.toString(StandardCharsets.UTF_8)).startsWith("BROKEN  ws://127.0.0.1:8080/ws\n");
    assertThat(err.size()).isZero();
  }

  @Test
  void aHealthySocketExitsWithZero() {
    assertThat(run(Samples.healthy(), "check", "ws://127.0.0.1:8080/ws")).isZero();
  }

  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          ws://example.com/ws,              ws://example.com/ws
          wss://example.com:8443/a?b=c,     wss://example.com:8443/a?b=c
          example.com,                      wss://example.com/
          example.com 443 /ws,              wss://example.com/ws
          example.com 80,                   ws://example.com/
          example.com 8080 chat,            ws://example.com:8080/chat
          localhost 8080,                   ws://localhost:8080/
          localhost:8080,                   ws://localhost:8080/
          backend 9000 /,                   ws://backend:9000/
          ::1 9000 /x,                      ws://[::1]:9000/x
          """)
  void anAddressIsUnderstoodWithAndWithoutTheCommand(String typed, String url) {
    run(Samples.healthy(), typed.split(" ", -1));
    run(Samples.healthy(), ("check " + typed).split(" ", -1));

    assertThat(asked).extracting(request -> request.target().toString()).containsExactly(url, url);
  }

  @Test
  void everyOptionArrivesInTheRequest() {
    run(
        Samples.healthy(),
        "check",
        "ws://h/",
        "-c",
        "/etc/nginx/nginx.conf",
        "--backend",
        "ws://b:1/",
        "-H",
        "Origin: http://h",
        "-H",
        "X-Name:caf\u00e9",
        "--nginx",
        "/opt/nginx",
        "--nginx-version",
        "nginx/1.22.1",
        "--offline",
        "--sandbox");

    CheckRequest request = asked.getFirst();
    assertThat(request.configuration())
        .isEqualTo(new ConfigurationSource.File(Path.of("/etc/nginx/nginx.conf")));
    assertThat(request.backend()).hasToString("Optional[ws://b:1/]");
    assertThat(request.extraFields().lines())
        .containsExactly(new Field("Origin", "http://h"), new Field("X-Name", "caf\u00c3\u00a9"));
    assertThat(request.nginxBinary()).contains(Path.of("/opt/nginx"));
    assertThat(request.nginxVersion()).contains(new NginxVersion(1, 22, 1));
    assertThat(request.offline()).isTrue();
    assertThat(request.sandbox()).isTrue();
  }

  @Test
  void whatTheClientSawArrivesInTheRequest() throws IOException {
    Path log = Files.writeString(folder.resolve("error.log"), "");
    run(
        Samples.healthy(),
        "check",
        "ws://h/",
        "--status",
        "009",
        "--close-code",
        "1006",
        "--after",
        "1m30s",
        "--error-line",
        "no live upstreams",
        "--error-line",
        "caf\u00e9",
        "--error-log",
        log.toString(),
        "--access-log",
        log.toString());

    assertThat(asked.getFirst().symptoms())
        .isEqualTo(
            new Symptoms(
                Optional.of(9),
                Optional.of(1006),
                Optional.of(Duration.ofSeconds(90)),
                List.of("no live upstreams", "caf\u00c3\u00a9"),
                List.of(log),
                List.of(log)));
  }

  @Test
  void explainWantsEitherAUrlOrAll() {
    assertThat(run(Samples.healthy(), "explain", "--all", "-c", "nginx.conf")).isZero();
    assertThat(out.toString(StandardCharsets.UTF_8)).startsWith("Every location");
    assertThat(run(Samples.healthy(), "explain")).isEqualTo(2);
    assertThat(run(Samples.healthy(), "explain", "--all", "ws://h/")).isEqualTo(2);
    assertThat(err.toString(StandardCharsets.UTF_8)).contains("expected either a URL or --all");
  }

  @Test
  void withoutOptionsTheInstalledNginxIsAsked() {
    run(Samples.healthy(), "check", "ws://h/");

    assertThat(asked.getFirst().configuration()).isEqualTo(new ConfigurationSource.Installed());
    assertThat(asked.getFirst().offline()).isFalse();
  }

  @Test
  void aDashReadsTheDumpFromStandardInputByteForByte() {
    Environment environment =
        new Environment(
            new ByteArrayInputStream(new byte[] {'#', (byte) 0xc3, (byte) 0xa9, (byte) 0xff}),
            out,
            err,
            Map.of());

    main(Samples.healthy()).run(List.of("check", "ws://h/", "-c", "-"), environment);

    assertThat(asked.getFirst().configuration())
        .isEqualTo(new ConfigurationSource.Dump("#\u00c3\u00a9\u00ff"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          check                               | expected a URL, a configuration file or a folder
          check ftp://h/                      | but found 'ftp://' in 'ftp://h/'
          check ws:///x                       | expected a host after 'ws://'
          check ws://h:99999/                 | expected a port between 1 and 65535
          check ws://h/ 80                    | expected one URL but found '80' after it
          check h 80 / more                   | expected HOST [PORT [PATH]] but found 'more'
          check ws://h/ ftp://x/              | but found 'ftp://' in 'ftp://x/'
          check x.conf ftp://x/               | but found 'ftp://' in 'ftp://x/'
          check ws://h/ --fail-on bad         | expected one of error, warning, note, never
          check ws://h/ --only no-cause       | there is no cause 'no-cause'
          check ws://h/ --except token-in-ur  | did you mean 'token-in-url'?
          check ws://h/ --baseline no.json    | there is no baseline at no.json
          check ws://h/ --baseline pom.xml    | pom.xml is no baseline
          check ws://h/ --baseline .          | cannot read the baseline
          check ws://h/ --baseline a --write-baseline b | expected either --baseline or
          check nginx.conf --backend ws://b/  | --backend goes with a URL
          check nginx.conf --status 403       | go with a URL: name one
          check . --error-log error.log       | go with a URL: name one
          check ws://h/ --ofline              | did you mean --offline?
          check ws://h/ --format xml          | expected text or json or sarif or junit or html or github but found 'xml'
          check ws://h/ -H nonsense           | expected 'Name: value' but found 'nonsense'
          check ws://h/ --nginx-version new   | expected a release such as 1.22.1 but found 'new'
          check ws://h/ --backend 9000        | expected a URL such as ws://example.com/ws
          check ws://h/ --status 77           | expected a status of three digits, such as 403
          check ws://h/ --close-code 99       | expected a close code between 1000 and 4999
          check ws://h/ --after soon          | expected a time such as 60s or 5m but found 'soon'
          check ws://h/ --error-log /no/log   | there is no log /no/log; check the path
          check ws://h/ --access-log /tmp     | /tmp is a folder; give a log file in it
          check ws://h/ -c                    | Missing required parameter for option '--config'
          explain ws://h/ --write             | Unknown option: '--write'
          fix ws://h/ -c - --write            | there is no file to write
          fix ws://h/ --reload                | there is nothing to reload without --write
          fix ws://h/ --write --reload --offline | --offline touches no live hop
          undo 20200101-000000                | there is no such repair to undo
          finish                              | no such repair is unfinished
          chekc                               | did you mean 'wsdoctor check'?
          expl ws://h/                        | did you mean 'wsdoctor explain'?
          nonsense                            | the commands are check, explain, fix,
          init grafna                         | did you mean 'grafana'?
          init no-such-thing                  | no application 'no-such-thing'; 'wsdoctor init' lists
          init grafana                        | --domain example.com --backend http://127.0.0.1:3000
          init grafana --domain a.example     | expected --domain NAME and --backend URL
          init grafana --domain a;b --backend http://h/ | expected a name such as example.com
          init grafana --domain a --backend http://h/x  | without a path, but found 'http://h/x'
          init grafana --domain a --backend ws://h/     | expected an address such as
          init grafana --domain a --backend http://h/ --backend https://h/ | that all speak TLS
          init grafana --domain a --backend http://h/ --tls-key f | --tls-certificate and --tls-key
          init grafana --http-port 70000      | expected a port between 1 and 65535
          why no-such-cause                   | there is no cause 'no-such-cause'
          why ../secret                       | there is no cause '../secret'
          """)
  void wrongUseGetsASentenceAndExitCodeTwo(String typed, String sentence) {
    assertThat(run(Samples.healthy(), typed.split(" ", -1))).isEqualTo(2);

    assertThat(err.toString(StandardCharsets.UTF_8))
        .startsWith("wsdoctor: ")
        .contains(sentence)
        .doesNotContain("\tat ");
    assertThat(out.size()).isZero();
  }

  @Test
  void noArgumentsShowTheHelpAndExitWithTwo() {
    assertThat(run(Samples.healthy())).isEqualTo(2);
    assertThat(err.toString(StandardCharsets.UTF_8)).contains("First steps");
  }

  @ParameterizedTest
  @CsvSource({
    "--help",
    "-h",
    "help",
    "help check",
    "check --help",
    "fix -h",
    "why -h",
    "demo -h",
    "gateway -h"
  })
  void helpIsAResult(String typed) {
    assertThat(run(Samples.healthy(), typed.split(" ", -1))).isZero();
    assertThat(out.toString(StandardCharsets.UTF_8)).contains("wsdoctor").contains("Usage");
    assertThat(err.size()).isZero();
  }

  @Test
  void helpFitsATerminal() {
    run(Samples.healthy(), "--help");
    Commands.NAMES.forEach(name -> run(Samples.healthy(), name, "--help"));

    assertThat(out.toString(StandardCharsets.UTF_8).lines()).allMatch(line -> line.length() <= 80);
  }

  @Test
  void initListsTheApplications() {
    assertThat(run(Samples.healthy(), "init")).isZero();
    assertThat(out.toString(StandardCharsets.UTF_8).lines()).contains("grafana", "generic");
  }

  @Test
  void initPrintsAConfiguration() {
    String line = "init grafana --domain g.example --backend http://127.0.0.1:3000";
    assertThat(run(Samples.healthy(), (line + " --nginx-version 1.28.0").split(" ", -1))).isZero();
    assertThat(out.toString(StandardCharsets.UTF_8))
        .startsWith("# Grafana at http://g.example, for nginx 1.28.0.\n")
        .contains("proxy_pass http://127.0.0.1:3000;")
        .endsWith("}\n");
    assertThat(err.size()).isZero();
  }

  @Test
  void whyListsEveryCauseThatHasAPageAndPrintsEachOfThem() {
    run(Samples.healthy(), "why");
    List<String> ids =
        out.toString(StandardCharsets.UTF_8).lines().filter(line -> !line.startsWith(" ")).toList();

    assertThat(ids).contains("upgrade-headers-missing", "read-timeout-zero").isSorted();
    assertThat(ids).allMatch(id -> run(Samples.healthy(), "why", id) == 0);
  }

  @Test
  void whyKnowsWhatWasMeant() {
    run(Samples.healthy(), "why", "upgrade-header-missing");

    assertThat(err.toString(StandardCharsets.UTF_8))
        .contains("did you mean 'upgrade-headers-missing'?");
  }

  @Test
  void everyCommandOfTheHelpExistsAndEveryCommandIsInTheHelp() {
    run(Samples.healthy(), "--help");
    String help = out.toString(StandardCharsets.UTF_8);

    assertThat(Commands.NAMES).allMatch(name -> help.contains("\n  wsdoctor " + name + " "));
    assertThat(Commands.NAMES).allMatch(name -> run(Samples.healthy(), name, "--help") == 0);
  }

  @Test
  void whatTheEngineCannotUseIsSaidWithExitCodeTwo() {
    Main main = new Main(engine(new Answer.Unusable<>("no such file: x.conf")));

    assertThat(main.run(List.of("check", "ws://h/"), environment(out))).isEqualTo(2);
    assertThat(err).hasToString("wsdoctor: no such file: x.conf\n");
  }

  @Test
  void anInternalErrorIsOneSentenceWithoutAStackTrace() {
    Main main = new Main(buggy());

    assertThat(main.run(List.of("check", "ws://h/"), environment(out))).isEqualTo(3);
    assertThat(err.toString(StandardCharsets.UTF_8))
        .contains("internal error")
        .contains("WSDOCTOR_DEBUG=1")
        .doesNotContain("\tat ");
  }

  @Test
  void theStackTraceIsThereForWhoAsks() {
    Environment environment =
        new Environment(
            new ByteArrayInputStream(new byte[0]), out, err, Map.of("WSDOCTOR_DEBUG", "1"));

    new Main(buggy()).run(List.of("check", "ws://h/"), environment);

    assertThat(err.toString(StandardCharsets.UTF_8)).contains("\tat ");
  }

  @Test
  void aReaderThatHasGoneIsNoTrouble() {
    main(Samples.broken()).run(List.of("check", "ws://h/"), environment(failing("Broken pipe")));

    assertThat(err.size()).isZero();
  }

  @Test
  void aFullDiskIsSaid() {
    int code =
        main(Samples.broken())
            .run(List.of("check", "ws://h/"), environment(failing("No space left on device")));

    assertThat(code).isEqualTo(2);
    assertThat(err).hasToString("wsdoctor: cannot write the result: No space left on device\n");
  }

  @Test
  void colourIsForTerminalsThatWantIt() {
    Map<Map<String, String>, Boolean> cases =
        Map.of(
            Map.of(), false,
            Map.of("WSDOCTOR_TERMINAL", "1"), true,
            Map.of("WSDOCTOR_TERMINAL", "1", "NO_COLOR", "1"), false,
            Map.of("WSDOCTOR_TERMINAL", "1", "NO_COLOR", ""), true,
            Map.of("WSDOCTOR_TERMINAL", "1", "TERM", "dumb"), false);

    cases.forEach(
        (variables, colour) ->
            assertThat(
                    new Environment(new ByteArrayInputStream(new byte[0]), out, err, variables)
                        .hasColour())
                .as("%s", variables)
                .isEqualTo(colour));
  }

  @Test
  void gatewayTakesNginxsOptionsAndSpeaksItsWords() throws IOException {
    Path file = Files.writeString(folder.resolve("nginx.conf"), "events {}\nhttp { bogus; }\n");
    assertThat(run(Samples.healthy(), "gateway", "-tq", "-c" + file)).isEqualTo(1);
    assertThat(err.toString(StandardCharsets.UTF_8))
        .isEqualTo(
            """
            nginx: [emerg] unknown directive "bogus" in %s:2
            nginx: configuration file %s test failed
            """
                .formatted(file, file));

    Files.writeString(file, "events {}\nhttp { sendfile on; }\n");
    assertThat(run(Samples.healthy(), "gateway", "-c", file.toString(), "--report")).isZero();
    assertThat(out.toString(StandardCharsets.UTF_8))
        .startsWith(file + ": this gateway can run it\n")
        .contains("  " + file + ":2: sendfile (");
  }

  @Test
  void fixPrintsADiffAndWritesNothingUntilTold() throws IOException {
    Path file =
        Files.write(folder.resolve("nginx.conf"), new byte[] {'a', '\n', (byte) 0xfc, '\n'});
    Main main = mending(file);

    assertThat(main.run(List.of("fix", "ws://h/"), environment(out))).isZero();
    assertThat(out.toString(StandardCharsets.ISO_8859_1))
        .isEqualTo("--- %s\n+++ %s\n@@ -1,2 +1,3 @@\n+b;\n a\n \u00fc\n".formatted(file, file));
    assertThat(file).hasBinaryContent(new byte[] {'a', '\n', (byte) 0xfc, '\n'});

    assertThat(main.run(List.of("fix", "ws://h/", "--write"), environment(out))).isZero();
    assertThat(file).hasBinaryContent(new byte[] {'b', ';', '\n', 'a', '\n', (byte) 0xfc, '\n'});
    assertThat(err.toString(StandardCharsets.UTF_8)).contains("wrote " + file);
  }

  @Test
  void topShowsTheConnectionsAsOftenAsAsked() {
    assertThat(run(Samples.healthy(), "top", "--once")).isEqualTo(ExitCode.HEALTHY);
    assertThat(out.toString(StandardCharsets.UTF_8)).containsOnlyOnce("203.0.113.9:51234");
    out.reset();
    assertThat(run(Samples.healthy(), "top", "--times", "2", "--interval", "1"))
        .isEqualTo(ExitCode.HEALTHY);
    assertThat(out.toString(StandardCharsets.UTF_8).split("203.0.113.9:51234", -1)).hasSize(3);
  }

  @Test
  void severalConfigurationsAreTheWayOfOneUrl() {
    int code = run(Samples.broken(), "check", "ws://x/ws", "-c", "front.conf", "-c", "inner.conf");
    assertThat(code).isEqualTo(ExitCode.BROKEN);
    assertThat(asked.getFirst().configuration())
        .isEqualTo(new ConfigurationSource.File(Path.of("front.conf")));
    assertThat(out.toString(StandardCharsets.UTF_8)).contains("BROKEN").contains("2 ");
  }

  @Test
  void severalConfigurationsGoWithOneUrlOnly() {
    assertThat(run(Samples.healthy(), "check", "-c", "a.conf", "-c", "b.conf"))
        .isEqualTo(ExitCode.UNUSABLE);
    assertThat(err.toString(StandardCharsets.UTF_8)).contains("name one URL");
    assertThat(run(Samples.healthy(), "check", "ws://x/", "-c", "a.conf", "-c", "-"))
        .isEqualTo(ExitCode.UNUSABLE);
    assertThat(err.toString(StandardCharsets.UTF_8)).contains("the first configuration only");
  }

  @ParameterizedTest
  @ValueSource(strings = {"--rows=0", "--interval=x", "--pid=-1", "--format=html"})
  void topRefusesWhatIsNoNumberOrNoFormatOfIts(String option) {
    assertThat(run(Samples.healthy(), "top", option)).isEqualTo(ExitCode.UNUSABLE);
    assertThat(err.toString(StandardCharsets.UTF_8)).contains("expected", "found");
  }

  @Test
  void aDemonstrationOnAGatewayThatIsNotThereIsRefused() {
    assertThat(run(Samples.broken(), "demo", "--engine", "gateway")).isEqualTo(2);
    assertThat(err.toString(StandardCharsets.UTF_8))
        .contains("there is no gateway here; ./wsdoctor brings it and knows where");
  }

  private int run(Report report, String... arguments) {
    return main(report).run(Arrays.asList(arguments), environment(out));
  }

  private Main main(Report report) {
    return new Main(engine(new Answer.Given<>(report)));
  }

  private Engine engine(Answer<Report> answer) {
    return new Engine(
        request -> {
          asked.add(request);
          return answer;
        },
        (request, behind) -> {
          asked.add(request);
          return answer.map(report -> Collections.nCopies(behind.size() + 1, report));
        },
        _ -> new Answer.Given<>(Samples.redirect()),
        _ -> new Answer.Given<>(Samples.survey()),
        _ -> new Answer.Given<>(Samples.mend()),
        _ -> new Answer.Given<>(_ -> TrafficSamples.busy()),
        _ -> new Answer.Given<>(Samples.inspection()),
        _ -> new Answer.Unusable<>("no logs here"),
        (_, _) -> new Answer.Unusable<>("nothing to measure here"),
        new ProgramSearch(false, List.of(), Optional.empty()));
  }

  private static Main mending(Path file) throws IOException {
    SourceFile source = SourceFile.of(file.toString(), Files.readAllBytes(file));
    Patch patch = Patch.of(source, List.of(Edit.insert(source, 0, "b;\n")));
    return new Main(
        new Engine(
            _ -> new Answer.Given<>(Samples.broken()),
            (_, _) -> new Answer.Unusable<>("no way here"),
            _ -> new Answer.Given<>(Samples.redirect()),
            _ -> new Answer.Given<>(Samples.survey()),
            _ ->
                new Answer.Given<>(
                    new Mend(
                        List.of(patch),
                        List.of(Samples.headersMissing()),
                        List.of(),
                        Optional.empty())),
            _ -> new Answer.Given<>(_ -> TrafficSamples.busy()),
            _ -> new Answer.Given<>(Samples.inspection()),
            _ -> new Answer.Unusable<>("no logs here"),
            (_, _) -> new Answer.Unusable<>("nothing to measure here"),
            new ProgramSearch(false, List.of(), Optional.empty())));
  }

  private Environment environment(OutputStream to) {
    return new Environment(
        new ByteArrayInputStream(new byte[0]),
        to,
        err,
        Map.of("XDG_STATE_HOME", folder.toString()));
  }

  private static Engine buggy() {
    return new Engine(
        _ -> {
          throw new IllegalStateException("a bug");
        },
        (_, _) -> new Answer.Unusable<>("no way here"),
        _ -> new Answer.Given<>(Samples.redirect()),
        _ -> new Answer.Given<>(Samples.survey()),
        _ -> new Answer.Given<>(Samples.mend()),
        _ -> new Answer.Given<>(_ -> TrafficSamples.busy()),
        _ -> new Answer.Given<>(Samples.inspection()),
        _ -> new Answer.Unusable<>("no logs here"),
        (_, _) -> new Answer.Unusable<>("nothing to measure here"),
        new ProgramSearch(false, List.of(), Optional.empty()));
  }

  private static OutputStream failing(String message) {
    return new OutputStream() {
      @Override
      public void write(int b) throws IOException {
        throw new IOException(message);
      }
    };
  }
}
