package dev.wsdoctor.log;

import java.util.Locale;
import java.util.Optional;

/// The severity of a line of the error log, mildest first (`ngx_log.h`).
public enum Level {
  DEBUG,
  INFO,
  NOTICE,
  WARN,
  ERROR,
  CRIT,
  ALERT,
  EMERG;

  /// As nginx writes it between the brackets.
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static Optional<Level> find(String word) {
    for (Level level : values()) {
      if (level.word().equals(word)) {
        return Optional.of(level);
      }
    }
    return Optional.empty();
  }
}
