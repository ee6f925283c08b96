package dev.wsdoctor.gateway.log;

import dev.wsdoctor.conf.Directive;
import dev.wsdoctor.log.Level;
import java.util.List;

/// An `error_log` line: messages of its level and graver ones go there.
record ErrorLog(Target target, Level level) {
  /// Where the lines go.
  sealed interface Target {
    record ToFile(LogFile file) implements Target {}

    record ToSyslog(Syslog server) implements Target {}
  }

  boolean takes(Level other) {
    return other.compareTo(level) >= 0;
  }

  /// `error` where none is written; `debug_http` and its like are parts of `debug`.
  static Level level(Directive directive) {
    List<String> words = directive.parameters().subList(1, directive.parameters().size());
    return words.stream()
        .map(word -> Level.find(word).orElse(Level.DEBUG))
        .min(Level::compareTo)
        .orElse(Level.ERROR);
  }
}
