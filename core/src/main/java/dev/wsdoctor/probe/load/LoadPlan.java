package dev.wsdoctor.probe.load;

import java.time.Duration;

/// What is put on a target: so many connections, opened at so many a second, and then so many
/// messages a second over all of them together, each of so many bytes, for a time.
public record LoadPlan(
    int connections, int connectRate, int messageRate, int messageBytes, Duration time) {
  /// Each of these protects the target, and keeps this machine from measuring itself.
  public static final int MOST_CONNECTIONS = 1000;

  public static final int MOST_CONNECT_RATE = 500;
  public static final int MOST_MESSAGE_RATE = 10_000;
  public static final int MOST_MESSAGE_BYTES = 64 * 1024;
  public static final Duration LONGEST = Duration.ofMinutes(10);

  public static final LoadPlan USUAL = new LoadPlan(10, 20, 100, 64, Duration.ofSeconds(10));

  /// When the connection of this number is opened, after the beginning.
  Duration opening(int number) {
    return Duration.ofNanos(number * 1_000_000_000L / connectRate);
  }

  /// When all should be open.
  Duration ramp() {
    return opening(connections);
  }

  /// The time between two messages of one connection.
  Duration between() {
    return Duration.ofNanos(connections * 1_000_000_000L / messageRate);
  }

  /// When the first message of this connection is due, after the ramp.
  Duration first(int number) {
    return Duration.ofNanos(number * 1_000_000_000L / messageRate);
  }
}
