package dev.wsdoctor.gateway.command;

import dev.wsdoctor.conf.Configuration;
import dev.wsdoctor.conf.Directive;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// An error log and the least serious level that it takes.
///
/// @param path empty for standard error
record LogFile(Optional<Path> path, Level least) {
  static final String STANDARD_ERROR = "stderr";

  /// Before a configuration says otherwise.
  static LogFile early(String name, Paths paths) {
    return new LogFile(path(name, paths), Level.NOTICE);
  }

  /// What the main context names; standard error if it names none.
  static List<LogFile> of(Configuration configuration, Options options, Paths paths) {
    List<LogFile> files =
        configuration.body("error_log").map(directive -> of(directive, paths)).toList();
    String usual = options.errorLog().orElse(STANDARD_ERROR);
    return files.isEmpty() ? List.of(new LogFile(path(usual, paths), Level.ERROR)) : files;
  }

  private static LogFile of(Directive directive, Paths paths) {
    Level least =
        directive.parameters().stream()
            .skip(1)
            .flatMap(word -> Level.named(word).stream())
            .findFirst()
            .orElse(Level.ERROR);
    return new LogFile(path(directive.parameter(), paths), least);
  }

  private static Optional<Path> path(String name, Paths paths) {
    return name.equals(STANDARD_ERROR) ? Optional.empty() : Optional.of(paths.log(name));
  }
}
