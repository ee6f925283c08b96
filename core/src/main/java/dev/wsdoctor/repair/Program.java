package dev.wsdoctor.repair;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// A program that is run to its end.
final class Program {
  private static final int MOST_OUTPUT = 4000;

  private Program() {}

  /// What went wrong, if anything did: what it printed, or that it did not end in time.
  static Optional<String> complaint(List<String> command, Duration limit) {
    try {
      // Not a pipe: a daemon that the command leaves behind would keep it open.
      Path output = Files.createTempFile("wsdoctor", ".output");
      try {
        return run(command, output.toFile(), limit);
      } finally {
        Files.deleteIfExists(output);
      }
    } catch (IOException e) {
      return Optional.of("cannot run %s: %s".formatted(command.getFirst(), e.getMessage()));
    }
  }

  private static Optional<String> run(List<String> command, File output, Duration limit)
      throws IOException {
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output).start();
    process.getOutputStream().close();
    try {
      if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
        process.destroyForcibly();
        return Optional.of(
            "%s did not end within %d s".formatted(command.getFirst(), limit.toSeconds()));
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      process.destroyForcibly();
      return Optional.of("interrupted");
    }
    return process.exitValue() == 0
        ? Optional.empty()
        : Optional.of(said(output.toPath(), process.exitValue()));
  }

  private static String said(Path output, int exitValue) throws IOException {
    String text = Files.readString(output, StandardCharsets.ISO_8859_1).strip();
    return text.isEmpty()
        ? "exit code " + exitValue
        : text.substring(0, Math.min(text.length(), MOST_OUTPUT));
  }
}
