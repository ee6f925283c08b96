package dev.wsdoctor.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The main job on real parts: a real nginx with a configuration of `main-job/`, a real WebSocket
/// backend behind it, and the product asked as a user asks it.
class MainJobTest {
  @BeforeAll
  static void needsTheRealParts() {
    RealParts.needNginx();
    RealParts.needWebSocketBackend();
  }

  static List<Setup> setups() {
    return Setup.all();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("setups")
  void theFirstCauseTheVerdictAndTheExitCodeAreRight(Setup setup) throws Exception {
    try (WebSocketBackend backend = WebSocketBackend.start(setup.backendOptions())) {
      Setup.Placed placed = setup.place(backend.port());
      try (TemporaryFolder folder = TemporaryFolder.create("main-job");
          AutoCloseable _ = placed.startNginx()) {
        folder.write("nginx.conf", placed.configuration());
        Product.Run run = Product.run(arguments(placed, folder.path().resolve("nginx.conf")));

        assertThat(run.out()).as(run.err()).isNotEmpty();
        assertThat(run.verdict()).as(run.out()).isEqualTo(setup.verdict());
        assertThat(run.exitCode()).isEqualTo(setup.verdict().equals("broken") ? 1 : 0);
        Optional<String> first = setup.first();
        if (first.isPresent()) {
          assertThat(run.causes()).as(run.out()).startsWith(first.get());
        } else {
          assertThat(run.complaints()).as(run.out()).isEmpty();
        }
      }
    }
  }

  private static List<String> arguments(Setup.Placed placed, Path file) {
    List<String> arguments = new ArrayList<>(List.of("check", placed.url(), "-c", file.toString()));
    placed.headers().forEach(header -> arguments.addAll(List.of("-H", header)));
    arguments.addAll(List.of("--format", "json"));
    assertThat(Files.exists(file)).isTrue();
    return arguments;
  }
}
