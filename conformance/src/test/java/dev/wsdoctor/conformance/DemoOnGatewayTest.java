package dev.wsdoctor.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wsdoctor.app.cli.Engine;
import dev.wsdoctor.app.cli.Environment;
import dev.wsdoctor.app.cli.Main;
import dev.wsdoctor.app.demo.Scenario;
import dev.wsdoctor.app.demo.Scenarios;
import dev.wsdoctor.conformance.gateway.GatewayProgram;
import dev.wsdoctor.sandbox.ProgramSearch;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The demonstration on a machine that has no nginx: wsdoctor's gateway, as a process of its own.
class DemoOnGatewayTest {
  private static GatewayProgram gateway;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @BeforeAll
  static void begin() {
    gateway = new GatewayProgram();
  }

  @AfterAll
  static void end() {
    gateway.close();
  }

  static List<Scenario> scenarios() {
    return Scenarios.all();
  }

  @Test
  void theSocketFailsAndOpensAfterTheFixAndNothingIsLeft() throws IOException {
    List<String> before = leftovers();

    int code = demo();

    assertThat(code).as("%s%s", out, err).isZero();
    assertThat(out.toString(StandardCharsets.UTF_8))
        .containsSubsequence(
            "wsdoctor's gateway runs",
            "/ws: 400 Bad Request",
            "upgrade-headers-missing",
            "confirmed in a sandbox by wsdoctor's gateway in the place of nginx",
            "+            proxy_set_header Upgrade $http_upgrade;",
            "proof: a private copy of wsdoctor's gateway",
            "answers 101",
            "/ws: 101 Switching Protocols, ping",
            "1 connection with a backend",
            "closes in",
            "Done");
    assertThat(before).containsAll(leftovers());
  }

  /// One for each way in which a scenario goes on: a file that does not load, an edit that the live
  /// hops suggest, a cure by hand, silence, a backend with manners, an older release.
  @ParameterizedTest(name = "{0}")
  @ValueSource(
      strings = {
        "config-not-loaded",
        "proxy-pass-rewrites-path",
        "tls-listener-missing",
        "read-timeout-too-short",
        "origin-rejected-by-backend",
        "upstream-http-1.0"
      })
  void theScenarioFailsIsNamedAndWorksInTheEnd(String scenario) {
    assertThat(demo(scenario)).as("%s%s", out, err).isZero();
    assertThat(err.toString(StandardCharsets.UTF_8)).isEmpty();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("scenarios")
  void theGatewaySupportsWhatTheScenarioNeeds(Scenario scenario) {
    assertThat(scenario.refusalOfGateway()).isEmpty();
  }

  @Test
  void theListSaysWhoPlaysWhat() {
    assertThat(demo("--list")).isZero();
    assertThat(out.toString(StandardCharsets.UTF_8).lines())
        .hasSize(Scenarios.names().size())
        .anySatisfy(
            line ->
                assertThat(line)
                    .startsWith("upstream-http-1.0 ")
                    .endsWith("(on nginx up to 1.29.6, and on the gateway)"));
    assertThat(err.toString(StandardCharsets.UTF_8)).contains("wsdoctor's gateway play");
  }

  private int demo(String... arguments) {
    ProgramSearch noNginx = new ProgramSearch(false, List.of(), Optional.of(gateway.wrapped()));
    return new Main(Engine.with(noNginx))
        .run(
            Stream.concat(Stream.of("demo"), Stream.of(arguments)).toList(),
            new Environment(new ByteArrayInputStream(new byte[0]), out, err, Map.of()));
  }

  /// Folders and processes of a demonstration of this process; others may run beside it.
  private static List<String> leftovers() throws IOException {
    String own = "wsdoctor-demo%d-".formatted(ProcessHandle.current().pid());
    try (Stream<Path> folders = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
      Stream<String> names = folders.map(Path::toString).filter(name -> name.contains(own));
      Stream<String> processes =
          ProcessHandle.allProcesses()
              .flatMap(process -> process.info().commandLine().stream())
              .filter(line -> line.contains(own));
      return Stream.concat(names, processes).sorted().toList();
    }
  }
}
