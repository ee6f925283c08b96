package dev.wsdoctor.rule;

import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;

/// What is known of the pings that applications send by themselves, by their usual path.
final class Heartbeat {
  private record Known(Pattern path, Duration every) {}

  /// Default intervals: Engine.IO 25 s, SignalR 15 s, Action Cable 3 s, Phoenix 30 s, Home
  /// Assistant 55 s is too near the default limit to count.
  private static final List<Known> KNOWN =
      List.of(
          new Known(Pattern.compile("/socket\\.io/"), Duration.ofSeconds(25)),
          new Known(Pattern.compile("/engine\\.io/"), Duration.ofSeconds(25)),
          new Known(Pattern.compile("/sockjs/"), Duration.ofSeconds(25)),
          new Known(Pattern.compile("/cable$"), Duration.ofSeconds(3)),
          new Known(Pattern.compile("/live/websocket$"), Duration.ofSeconds(30)),
          new Known(Pattern.compile("/notifications/hub$"), Duration.ofSeconds(15)));

  private Heartbeat() {}

  static boolean isFasterThan(String path, Duration limit) {
    return KNOWN.stream()
        .anyMatch(known -> known.path.matcher(path).find() && known.every.compareTo(limit) < 0);
  }
}
