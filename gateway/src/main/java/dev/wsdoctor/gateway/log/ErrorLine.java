package dev.wsdoctor.gateway.log;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;

/// A line of the error log (`ngx_log_error_core`).
final class ErrorLine {
  /// `NGX_MAX_ERROR_STR`, the line feed included.
  private static final int MAX_LENGTH = 2048;

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy/MM/dd HH:mm:ss", Locale.ROOT);

  private ErrorLine() {}

  /// Without the line feed. nginx has a process for each worker and one thread in it, so that both
  /// numbers are the same.
  static String of(
      Instant now, ZoneId zone, long pid, Message message, Optional<WrittenPlace> place) {
    StringBuilder out = new StringBuilder(256);
    out.append(TIME.format(now.atZone(zone)));
    out.append(" [").append(message.level().word()).append("] ");
    out.append(pid).append('#').append(pid).append(": ");
    place.ifPresent(p -> out.append('*').append(p.connection()).append(' '));
    out.append(message.text());
    place.ifPresent(p -> out.append(p.words()));
    return out.length() < MAX_LENGTH ? out.toString() : out.substring(0, MAX_LENGTH - 1);
  }
}
