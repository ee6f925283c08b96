package dev.wsdoctor.symptom;

import dev.wsdoctor.conf.Configuration;
import dev.wsdoctor.conf.Directive;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// Which logs to read: those that are named, what folders hold, or what the configuration writes;
/// rotated ones among them, the oldest first.
public final class LogFiles {
  private static final Path USUAL = Path.of("/var/log/nginx");

  private LogFiles() {}

  /// Files as they are named; of a folder every log in it.
  public static List<Path> of(List<Path> named) {
    return named.stream()
        .flatMap(path -> Files.isDirectory(path) ? inFolder(path, ".log") : Stream.of(path))
        .toList();
  }

  /// Those that a configuration writes, with their rotated ones; without a configuration those in
  /// nginx's usual folder.
  public static List<Path> of(Optional<LogSite> site) {
    if (site.isEmpty()) {
      return inFolder(USUAL, ".log").toList();
    }
    Set<Path> written = new LinkedHashSet<>();
    Configuration configuration = site.get().configuration();
    Deque<Directive> open = new ArrayDeque<>(configuration.directives());
    while (!open.isEmpty()) {
      Directive line = open.poll();
      line.body().forEach(open::add);
      if (line.is("access_log") || line.is("error_log")) {
        path(line, configuration.prefixes().prefix()).ifPresent(written::add);
      }
    }
    return written.stream().flatMap(LogFiles::withRotated).distinct().toList();
  }

  /// `access.log`, `access.log.1` and `access.log.2.gz`, `access.log-20261120.gz`.
  private static Stream<Path> withRotated(Path path) {
    Path folder = path.toAbsolutePath().resolveSibling(".").normalize();
    return inFolder(folder, name(path)).filter(file -> name(file).startsWith(name(path)));
  }

  private static String name(Path path) {
    return String.valueOf(path.getFileName());
  }

  private static Optional<Path> path(Directive line, String prefix) {
    if (line.parameterCount() == 0) {
      return Optional.empty();
    }
    String name = line.parameter();
    boolean isFile =
        !name.equals("off")
            && !name.equals("stderr")
            && !name.contains("$")
            && !name.startsWith("syslog:")
            && !name.startsWith("memory:");
    try {
      return isFile ? Optional.of(Path.of(prefix).resolve(name)) : Optional.empty();
    } catch (InvalidPathException _) {
      return Optional.empty();
    }
  }

  private static Stream<Path> inFolder(Path folder, String part) {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> name(file).contains(part))
          .filter(Files::isRegularFile)
          .sorted(Comparator.comparing(LogFiles::modified))
          .toList()
          .stream();
    } catch (IOException _) {
      return Stream.empty();
    }
  }

  private static FileTime modified(Path file) {
    try {
      return Files.getLastModifiedTime(file);
    } catch (IOException _) {
      return FileTime.fromMillis(0);
    }
  }
}
