package dev.wsdoctor.conformance.healthy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The folders below `healthy/`; each `nginx.conf` opens with comments that say what to ask it.
public final class HealthyCorpus {
  private static final Pattern LABEL = Pattern.compile("# ([a-z-]+): (.*)");
  private static final Pattern HEADER = Pattern.compile("([^:]+): (.*)");

  private HealthyCorpus() {}

  /// Every configuration, by name.
  public static List<Healthy> all() {
    try (Stream<Path> folders = Files.list(root())) {
      return folders.sorted().map(HealthyCorpus::read).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path root() {
    try {
      return Path.of(Objects.requireNonNull(HealthyCorpus.class.getResource("/healthy")).toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  static Healthy read(Path folder) {
    List<String> lines = labels(folder.resolve("nginx.conf"));
    return new Healthy(
        folder.getFileName().toString(),
        URI.create(values(lines, "url").findFirst().orElseThrow()),
        values(lines, "header").map(HealthyCorpus::header).toList(),
        values(lines, "backend").map(Integer::valueOf).findFirst().or(Optional::empty),
        values(lines, "plain-backend").map(Integer::valueOf).collect(Collectors.toSet()),
        values(lines, "path").anyMatch("fixed"::equals),
        folder);
  }

  private static List<String> labels(Path file) {
    try (Stream<String> lines = Files.lines(file, StandardCharsets.ISO_8859_1)) {
      return lines.takeWhile(line -> LABEL.matcher(line).matches()).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Stream<String> values(List<String> lines, String name) {
    return lines.stream()
        .flatMap(line -> LABEL.matcher(line).results())
        .filter(label -> label.group(1).equals(name))
        .map(label -> label.group(2));
  }

  private static Map.Entry<String, String> header(String line) {
    return HEADER
        .matcher(line)
        .results()
        .map(match -> Map.entry(match.group(1), match.group(2)))
        .findFirst()
        .orElseThrow();
  }
}
