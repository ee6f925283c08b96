package dev.wsdoctor.gateway.command;

import dev.wsdoctor.conf.Configuration;
import dev.wsdoctor.conf.Directive;
import dev.wsdoctor.gateway.log.LogOpening;
import dev.wsdoctor.log.Level;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// An error log and the least serious level that it takes.
///
/// @param path empty for standard error
record ConsoleLog(Optional<Path> path, Level least) {
  static final String STANDARD_ERROR = "stderr";

  /// Before a configuration says otherwise.
  static ConsoleLog early(String name, Paths paths) {
    return new ConsoleLog(path(name, paths), Level.NOTICE);
  }

  /// What the main context names; standard error if it names none.
  static List<ConsoleLog> of(Configuration configuration, Options options, Paths paths) {
    List<ConsoleLog> files =
        configuration.body("error_log").map(directive -> of(directive, paths)).toList();
    String usual = options.errorLog().orElse(STANDARD_ERROR);
    return files.isEmpty() ? List.of(new ConsoleLog(path(usual, paths), Level.ERROR)) : files;
  }

  private static ConsoleLog of(Directive directive, Paths paths) {
    return new ConsoleLog(path(directive.parameter(), paths), LogOpening.level(directive));
  }

  private static Optional<Path> path(String name, Paths paths) {
    return name.equals(STANDARD_ERROR) ? Optional.empty() : Optional.of(paths.log(name));
  }
}
