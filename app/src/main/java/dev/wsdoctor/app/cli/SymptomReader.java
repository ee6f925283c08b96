package dev.wsdoctor.app.cli;

import dev.wsdoctor.diagnosis.Answer;
import dev.wsdoctor.symptom.Symptoms;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/// What the client saw, put together from arguments that were parsed.
final class SymptomReader {
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
    return Files.isReadable(path)
        ? Optional.empty()
        : Optional.of("%s may not be read by this user; use sudo or another user".formatted(path));
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
