package dev.wsdoctor.app.cli;

import dev.wsdoctor.app.format.HarFile;
import dev.wsdoctor.app.format.Viewer;
import dev.wsdoctor.capture.Recording;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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

  static String cannotWrite(String name, IOException e) {
    return "cannot write %s: %s; name another file".formatted(name, e.getMessage());
  }
}
