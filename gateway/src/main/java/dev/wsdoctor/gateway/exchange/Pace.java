package dev.wsdoctor.gateway.exchange;

import java.time.Duration;

/// How fast an answer may be sent (`limit_rate` in `ngx_http_write_filter`).
///
/// @param rate bytes per second, positive
/// @param after bytes that are sent at full speed before (`limit_rate_after`)
record Pace(long rate, long after) {
  private static final int MILLIS = 1000;

  /// What may be sent now; nothing or less: not yet.
  ///
  /// @param seconds since the request began, by the seconds of the clock
  /// @param sent of the answer so far
  long allowance(long seconds, long sent) {
    return rate * (seconds + 1) - (sent - after);
  }

  /// For how long to wait where nothing may be sent.
  Duration until(long allowance) {
    return Duration.ofMillis(-allowance * MILLIS / rate + 1);
  }

  /// For how long to wait behind what was sent; zero for not at all.
  Duration behind(long before, long sent) {
    long counted = Math.max(0, sent - after) - Math.max(0, before - after);
    return Duration.ofMillis(counted * MILLIS / rate);
  }
}
