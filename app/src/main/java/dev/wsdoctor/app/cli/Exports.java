package dev.wsdoctor.app.cli;

import dev.wsdoctor.app.format.HarFile;
import dev.wsdoctor.app.format.Viewer;
import dev.wsdoctor.capture.Recording;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/// The files that a recording is written to besides its transcript.
final class Exports {
  private static final String HAR = "--har";

  private Exports() {}

  static void addHar(CommandSpec spec) {
    spec.addOption(
        Options.text(
            "FILE", "Write an HTTP Archive, with the messages as Chrome writes them.", HAR));
  }

  /// Writes what was asked for; the sentence that says why it cannot, if it cannot.
  static Optional<String> har(
      ParseResult arguments, Recording recording, Viewer viewer, boolean tls) {
    Optional<String> name = Optional.ofNullable(arguments.<String>matchedOptionValue(HAR, null));
    if (name.isEmpty()) {
      return Optional.empty();
    }
    try {
      Files.write(Path.of(name.get()), HarFile.of(recording, viewer, tls));
      return Optional.empty();
    } catch (IOException e) {
      return Optional.of(cannotWrite(name.get(), e));
    }
  }

  /// Why the archive that was asked for could not be written, as far as that shows before there is
  /// anything to write: a recording may take hours.
  static Optional<String> objection(ParseResult arguments) {
    String name = arguments.matchedOptionValue(HAR, "");
    if (name.isEmpty()) {
      return Optional.empty();
    }
    Path file = Path.of(name);
    boolean isThere = Files.exists(file);
    try {
      Files.newByteChannel(file, StandardOpenOption.WRITE, StandardOpenOption.CREATE).close();
      if (!isThere) {
        Files.delete(file);
      }
      return Optional.empty();
    } catch (IOException e) {
      return Optional.of(cannotWrite(name, e));
    }
  }

  static String cannotWrite(String name, IOException e) {
    String why =
        switch (e) {
          case NoSuchFileException _ -> "there is no such folder";
          case AccessDeniedException _ -> "permission denied";
          case FileSystemException failed when failed.getReason() != null -> failed.getReason();
          default -> String.valueOf(e.getMessage());
        };
    return "cannot write %s: %s; name another file".formatted(name, why);
  }
}
