package dev.wsdoctor.nginx;

import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Sizes and times as nginx writes them (`ngx_parse_offset`, `ngx_parse_time`).
final class Sizes {
  private static final Pattern SIZE = Pattern.compile("([0-9]{1,15})([kKmMgG]?)");
  private static final Pattern TIME =
      Pattern.compile(
          "(?:([0-9]{1,9})w)? *(?:([0-9]{1,9})d)? *(?:([0-9]{1,9})h)? *(?:([0-9]{1,9})m)? *"
              + "(?:([0-9]{1,9})s)? *(?:([0-9]{1,9})ms)? *([0-9]{1,9})?");

  private Sizes() {}

  /// Bytes of `1m`.
  static Optional<Long> parse(String written) {
    Matcher matcher = SIZE.matcher(written);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    long number = Long.parseLong(matcher.group(1));
    return Optional.of(
        switch (matcher.group(2)) {
          case "k", "K" -> number << 10;
          case "m", "M" -> number << 20;
          case "g", "G" -> number << 30;
          default -> number;
        });
  }

  /// The length of `1m 30s`, `500ms` or `60`.
  static Optional<Duration> time(String written) {
    Matcher matcher = TIME.matcher(written);
    if (written.isBlank() || !matcher.matches()) {
      return Optional.empty();
    }
    return Optional.of(
        Duration.ofDays(7 * number(matcher, 1) + number(matcher, 2))
            .plusHours(number(matcher, 3))
            .plusMinutes(number(matcher, 4))
            .plusSeconds(number(matcher, 5) + number(matcher, 7))
            .plusMillis(number(matcher, 6)));
  }

  private static long number(Matcher matcher, int group) {
    String digits = matcher.group(group);
    return digits == null ? 0 : Long.parseLong(digits);
  }
}
