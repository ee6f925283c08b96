package dev.wsdoctor.conformance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/// A folder under /tmp that is gone after `close`.
public record TemporaryFolder(Path path) implements AutoCloseable {
  public static TemporaryFolder create(String prefix) {
    try {
      Path path = Files.createTempDirectory(prefix);
      // nginx's workers run as another user and must get in.
      path.toFile().setExecutable(true, false);
      path.toFile().setReadable(true, false);
      return new TemporaryFolder(path);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Writes `name` below the folder and returns where it is.
  public Path write(String name, String content) {
    try {
      Path file = path.resolve(name);
      Files.createDirectories(file.getParent());
      return Files.writeString(file, content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public String read(String name) {
    return text(path.resolve(name));
  }

  static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    try (Stream<Path> all = Files.walk(path)) {
      List<Path> inwardFirst = all.sorted(Comparator.reverseOrder()).toList();
      for (Path file : inwardFirst) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
