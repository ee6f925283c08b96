package dev.wsdoctor.app.cli;

import dev.wsdoctor.diagnosis.Answer;
import dev.wsdoctor.symptom.Symptoms;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/// What the client saw, put together from arguments that were parsed.
final class SymptomReader {
  private static final Set<String> CAPTURES =
      Set.of("a1b2c3d4", "d4c3b2a1", "a1b23c4d", "4d3cb2a1", "0a0d0d0a");

  private final ParseResult arguments;

  SymptomReader(ParseResult arguments) {
    this.arguments = arguments;
  }

  /// The symptoms, or the sentence that says which log cannot be read.
  Answer<Symptoms> read() {
    List<Path> errorLogs = many(SymptomOptions.ERROR_LOG);
    List<Path> accessLogs = many(SymptomOptions.ACCESS_LOG);
    return Stream.concat(errorLogs.stream(), accessLogs.stream())
        .flatMap(path -> complaint(path).stream())
        .findFirst()
        .<Answer<Symptoms>>map(Answer.Unusable::new)
        .orElseGet(() -> new Answer.Given<>(symptoms(errorLogs, accessLogs)));
  }

  private static Optional<String> complaint(Path path) {
    return Files.isDirectory(path)
        ? Optional.of("%s is a folder; give a log file in it".formatted(path))
        : unreadable(path);
  }

  /// Why a log cannot be read, if that is so.
  static Optional<String> unreadable(Path path) {
    if (!Files.exists(path)) {
      return Optional.of("there is no log %s; check the path".formatted(path));
    }
    if (!Files.isReadable(path)) {
      return Optional.of(
          "%s may not be read by this user; use sudo or another user".formatted(path));
    }
    return isCapture(path)
        ? Optional.of(
            "%s is a capture of packets, no log; read it with: wsdoctor read %s"
                .formatted(path, path))
        : Optional.empty();
  }

  /// Whether a file begins as pcap does, of either byte order and resolution, or as pcapng.
  private static boolean isCapture(Path path) {
    if (!Files.isRegularFile(path)) {
      return false;
    }
    try (InputStream in = Files.newInputStream(path)) {
      return CAPTURES.contains(HexFormat.of().formatHex(in.readNBytes(4)));
    } catch (IOException e) {
      return false;
    }
  }

  private Symptoms symptoms(List<Path> errorLogs, List<Path> accessLogs) {
    List<String> lines = many(SymptomOptions.ERROR_LINE);
    return new Symptoms(
        one(SymptomOptions.STATUS),
        one(SymptomOptions.CLOSE_CODE),
        one(SymptomOptions.AFTER),
        lines.stream().map(SymptomReader::bytes).toList(),
        errorLogs,
        accessLogs);
  }

  /// As it stands in the log: one char per byte of its UTF-8.
  private static String bytes(String text) {
    return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
  }

  private <T> Optional<T> one(String name) {
    OptionSpec option = arguments.matchedOption(name);
    return option == null ? Optional.empty() : Optional.of(option.<T>getValue());
  }

  private <T> List<T> many(String name) {
    return this.<List<T>>one(name).orElse(List.of());
  }
}
