package dev.wsdoctor.conformance;

import dev.wsdoctor.app.demo.Scenarios;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// A configuration of `main-job/` whose first comment lines say what to open and what to expect:
/// `url`, `first` (the cause), `verdict`, `header`, `backend` (its options), and `nginx: refuses`
/// when it must not load. `{port}`, `{port2}`, `{backend}` and `{free}` stand for ports.
record Setup(String name, String text) {
  /// A set-up with its ports filled in.
  record Placed(Setup setup, String configuration, int port) {
    String url() {
      return setup.value(configuration, "url").orElseThrow();
    }

    List<String> headers() {
      return setup.values(configuration, "header");
    }

    AutoCloseable startNginx() {
      boolean refuses = setup.value(configuration, "nginx").isPresent();
      return refuses ? () -> {} : RealNginx.start(configuration, port);
    }
  }

  static List<Setup> all() {
    try (Stream<Path> files = Files.list(folder())) {
      Stream<Setup> own =
          files
              .sorted()
              .map(
                  file ->
                      new Setup(file.getFileName().toString().replace(".conf", ""), read(file)));
      return Stream.concat(staged(), own).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// What the demonstration stages too, but for what only its own application does.
  private static Stream<Setup> staged() {
    return Scenarios.all().stream()
        .map(scenario -> new Setup(scenario.name(), scenario.text()))
        .filter(setup -> setup.value(setup.text(), "peer").isEmpty());
  }

  Placed place(int backend) {
    int port = Ports.free();
    String placed =
        text.replace("{port}", Integer.toString(port))
            .replace("{port2}", Integer.toString(Ports.free()))
            .replace("{backend}", Integer.toString(backend))
            .replace("{free}", Integer.toString(Ports.free()));
    return new Placed(this, placed, port);
  }

  Optional<String> first() {
    return value(text, "first");
  }

  /// Options for the backend, such as `--same-origin`.
  String[] backendOptions() {
    return values(text, "backend").toArray(String[]::new);
  }

  String verdict() {
    return value(text, "verdict").orElse("broken");
  }

  private Optional<String> value(String from, String key) {
    return values(from, key).stream().findFirst();
  }

  private List<String> values(String from, String key) {
    return Pattern.compile("(?m)^# " + key + ": (.*)$")
        .matcher(from)
        .results()
        .map((MatchResult match) -> match.group(1))
        .toList();
  }

  private static Path folder() {
    try {
      return Path.of(Objects.requireNonNull(Setup.class.getResource("/main-job")).toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public String toString() {
    return name;
  }
}
