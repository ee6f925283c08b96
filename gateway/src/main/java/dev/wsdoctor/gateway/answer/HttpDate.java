package dev.wsdoctor.gateway.answer;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.Optional;

/// Dates as they stand in fields (RFC 9110, 5.6.7).
public final class HttpDate {
  private static final DateTimeFormatter FORMAT =
      DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ROOT);

  /// One that was written.
  private record Written(long second, String text) {}

  /// The last one, since most are of the same second; a race writes one twice.
  private static volatile Written last = new Written(0, written(Instant.EPOCH));

  private HttpDate() {}

  public static String of(Instant instant) {
    Written known = last;
    if (known.second != instant.getEpochSecond()) {
      known = new Written(instant.getEpochSecond(), written(instant));
      last = known;
    }
    return known.text;
  }

  private static String written(Instant instant) {
    return FORMAT.format(instant.atOffset(ZoneOffset.UTC));
  }

  /// Seconds since 1970; nothing if it is no such date.
  public static Optional<Long> seconds(String text) {
    try {
      return Optional.of(LocalDateTime.parse(text, FORMAT).toEpochSecond(ZoneOffset.UTC));
    } catch (DateTimeParseException _) {
      return Optional.empty();
    }
  }
}
