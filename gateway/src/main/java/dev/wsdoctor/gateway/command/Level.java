package dev.wsdoctor.gateway.command;

import java.util.Locale;
import java.util.Optional;

/// The levels of the error log, the most serious first (err_levels of ngx_log.c).
enum Level {
  EMERG,
  ALERT,
  CRIT,
  ERROR,
  WARN,
  NOTICE,
  INFO,
  DEBUG;

  String title() {
    return name().toLowerCase(Locale.ROOT);
  }

  static Optional<Level> named(String title) {
    for (Level level : values()) {
      if (level.title().equals(title)) {
        return Optional.of(level);
      }
    }
    return Optional.empty();
  }
}
