package dev.wsdoctor.conformance;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/// A script of the test resources, running in a process of its own until it is closed.
final class Script implements AutoCloseable {
  private static final Duration STOP_LIMIT = Duration.ofSeconds(5);

  private final TemporaryFolder folder;
  private final Process process;
  private final BufferedReader output;

  private Script(TemporaryFolder folder, Process process) {
    this.folder = folder;
    this.process = process;
    this.output = process.inputReader();
  }

  static Script start(Path interpreter, String resource, String... arguments) {
    TemporaryFolder folder = TemporaryFolder.create("script");
    Path file = folder.path().resolve(resource);
    try (InputStream text = Script.class.getResourceAsStream("/" + resource)) {
      Files.copy(Objects.requireNonNull(text, resource), file);
      List<String> command = new ArrayList<>(List.of(interpreter.toString(), file.toString()));
      command.addAll(List.of(arguments));
      return new Script(
          folder,
          new ProcessBuilder(command)
              .redirectError(folder.path().resolve("errors").toFile())
              .start());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The next line that it prints, or an error with what it said instead.
  String line() {
    try {
      String line = output.readLine();
      if (line == null) {
        throw new IllegalStateException("the script ended: " + folder.read("errors"));
      }
      return line;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(STOP_LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      process.destroyForcibly();
    }
    folder.close();
  }
}
