package dev.wsdoctor.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wsdoctor.app.Samples;
import dev.wsdoctor.diagnosis.CheckRequest;
import dev.wsdoctor.diagnosis.ConfigurationSource;
import dev.wsdoctor.directive.NginxVersion;
import dev.wsdoctor.http.Field;
import dev.wsdoctor.symptom.Symptoms;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What becomes of the arguments.
class MainArgumentsTest extends StagedMain {
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
          check localhost eighty              | expected a port between 1 and 65535 but found 'eighty'
          localhost eighty                    | expected a port between 1 and 65535 but found 'eighty'
          check localhost:8080/ws             | in front of 'localhost:8080/ws': write ws://localhost:8080/ws
          check ws://user:secret@h/           | found a user before it in 'ws://[hidden]@h/'
          check ws://h/ -c x\u0094.conf --baseline \u0094 | there is no baseline at \\x94
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

  @ParameterizedTest
  @ValueSource(strings = {" ", "ws://h/ ", " ws://h/"})
  void anEmptyWordIsNoFolder(String typed) {
    List<String> words = new ArrayList<>(List.of("check"));
    words.addAll(List.of(typed.split(" ", -1)));
    assertThat(main(Samples.healthy()).run(words, environment(out))).isEqualTo(2);

    assertThat(err.toString(StandardCharsets.UTF_8)).contains("found an empty word");
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
}
