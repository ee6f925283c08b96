package dev.wsdoctor.app.cli;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// The runs from which the JVM learns what a start needs: launcher/first-start.sh makes the AOT
/// caches out of them, `once` for the commands that are asked most and `wsdoctor` for all. They
/// touch nothing but the files named: the example, and the configurations of launcher/training/,
/// which are of as many kinds as what people have. Each of those says in its first line which URL
/// is asked of it.
final class Training {
  private static final String URL = "ws://127.0.0.1:8080/ws";

  private static final String URL_MARK = "# url: ";

  private Training() {}

  /// `arguments`: the cache, the example, and the folder with the other configurations.
  public static void main(String[] arguments) throws IOException {
    Main wsdoctor = new Main(Engine.real());
    Map<String, String> variables = new HashMap<>(System.getenv());
    String file = arguments[1];
    List<List<String>> lines =
        new ArrayList<>(arguments[0].equals("once") ? once(file) : all(file));
    try (Stream<Path> others = Files.list(Path.of(arguments[2]))) {
      others.sorted().map(Training::check).forEach(lines::add);
    }
    for (List<String> line : lines) {
      for (String terminal : List.of("", "1")) {
        variables.put("WSDOCTOR_TERMINAL", terminal);
        wsdoctor.run(
            line,
            new Environment(
                new ByteArrayInputStream(new byte[0]),
                OutputStream.nullOutputStream(),
                OutputStream.nullOutputStream(),
                variables));
      }
    }
  }

  private static List<String> check(Path file) {
    try (Stream<String> lines = Files.lines(file)) {
      String url = lines.findFirst().orElseThrow().substring(URL_MARK.length());
      return List.of("check", url, "-c", file.toString(), "--offline");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<List<String>> once(String file) {
    return List.of(
        List.of("check", URL, "-c", file, "--offline"),
        List.of("check", URL, "-c", file, "--offline", "--format", "json"),
        List.of("check", URL, "-c", file, "--offline", "--nginx-version", "1.22.1"),
        List.of("check", URL, "-c", file, "--offline", "-H", "Origin: http://localhost"),
        List.of("check", file),
        List.of("explain", URL, "-c", file),
        List.of("explain", URL, "-c", file, "--format", "json"));
  }

  private static List<List<String>> all(String file) {
    List<List<String>> lines = new ArrayList<>(once(file));
    lines.addAll(
        List.of(
            List.of("check", URL, "-c", file, "--offline", "--format", "sarif"),
            List.of("check", URL, "-c", file, "--offline", "--format", "junit"),
            List.of("check", URL, "-c", file, "--offline", "--format", "html"),
            List.of("check", URL, "-c", file, "--offline", "--format", "github"),
            List.of("fix", URL, "-c", file, "--offline"),
            List.of("gateway", "-t", "-c", file),
            List.of("gateway", "--report", "-c", file),
            List.of("init"),
            List.of(
                "init",
                "grafana",
                "--domain",
                "grafana.example.com",
                "--backend",
                "http://127.0.0.1:3000"),
            List.of("why", "upgrade-headers-missing"),
            List.of("chekc"),
            List.of("check", "--help"),
            List.of("--help"),
            List.of("--version")));
    return lines;
  }
}
