package dev.wsdoctor.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wsdoctor.app.Samples;
import dev.wsdoctor.diagnosis.Answer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MainTest extends StagedMain {
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

  /// Lines that are broken by hand and then by the width leave single words behind.
  @Test
  void helpIsBrokenOnceOnly() {
    for (String name : Commands.NAMES) {
      out.reset();
      run(Samples.healthy(), name, "--help");
      List<String> lines = out.toString(StandardCharsets.UTF_8).lines().toList();
      for (int i = 1; i + 1 < lines.size(); i++) {
        boolean goesOn = lines.get(i + 1).matches("[A-Za-z(].*");
        boolean isShort = lines.get(i).matches("[a-z][^ ]*( [^ ]+)?");
        assertThat(isShort && goesOn).as("%s: %s", name, lines.get(i)).isFalse();
      }
    }
  }

  /// NO_COLOR and TERM say how it looks, not whether somebody looks on.
  @Test
  void topGoesOnAtATerminalWithoutColour() {
    for (Map<String, String> variables :
        List.of(Map.of("NO_COLOR", "1", "TERM", "xterm"), Map.of("TERM", "dumb"))) {
      out.reset();
      Map<String, String> all = new HashMap<>(variables);
      all.put("WSDOCTOR_TERMINAL", "1");
      Environment environment =
          new Environment(new ByteArrayInputStream(new byte[0]), out, err, all);
      main(Samples.healthy()).run(List.of("top", "--times", "2", "--interval", "1"), environment);

      String shown = out.toString(StandardCharsets.UTF_8);
      assertThat(shown.split("connections? with a backend", -1)).hasSize(3);
      assertThat(shown.contains("\u001b[2J")).isEqualTo(!"dumb".equals(all.get("TERM")));
    }
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
  void topKeepsToTheColumnsThatTheShellTellsOf() {
    Environment narrow =
        new Environment(new ByteArrayInputStream(new byte[0]), out, err, Map.of("COLUMNS", "70"));
    assertThat(main(Samples.healthy()).run(List.of("top", "--once"), narrow)).isZero();
    assertThat(out.toString(StandardCharsets.UTF_8).lines())
        .isNotEmpty()
        .allMatch(line -> line.length() <= 70);
  }

  @Test
  void topOfAProcessThatIsNoNginxIsRefused() {
    String pid = String.valueOf(ProcessHandle.current().pid());
    int code = new Main(Engine.real()).run(List.of("top", "--pid", pid), environment(out));
    assertThat(code).isEqualTo(ExitCode.UNUSABLE);
    assertThat(out.size()).isZero();
    assertThat(err.toString(StandardCharsets.UTF_8))
        .isEqualTo(
            "wsdoctor: expected the master process of an nginx but no nginx has %s; leave --pid out to see all\n"
                .formatted(pid));
  }

  @Test
  void aDemonstrationOnAGatewayThatIsNotThereIsRefused() {
    assertThat(run(Samples.broken(), "demo", "--engine", "gateway")).isEqualTo(2);
    assertThat(err.toString(StandardCharsets.UTF_8))
        .contains("there is no gateway here; ./wsdoctor brings it and knows where");
  }
}
