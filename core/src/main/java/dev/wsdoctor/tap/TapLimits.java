package dev.wsdoctor.tap;

import java.time.Duration;

/// How long a tap waits and how much it holds. `connect` and `tls`: until the server is reached and
/// has shaken hands, or the client has. `connections`: at one time; more are closed at once.
/// `backlogBytes`: overheard and not yet recorded.
public record TapLimits(Duration connect, Duration tls, int connections, long backlogBytes) {
  public static final TapLimits DEFAULT =
      new TapLimits(Duration.ofSeconds(5), Duration.ofSeconds(5), 1_000, 16L * 1024 * 1024);
}
