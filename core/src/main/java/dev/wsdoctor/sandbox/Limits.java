package dev.wsdoctor.sandbox;

import java.time.Duration;

/// The bounds of one confirmation.
///
/// @param start until nginx accepts connections or has refused the configuration
/// @param answer from the request until the head of its answer is complete
/// @param stop until a killed process or a closed stand-in is gone
/// @param headBytes the longest message head that is read
/// @param peers stand-ins, one per upstream peer of the configuration
/// @param runs of nginx: a `proxy_pass` with variables needs a second one
public record Limits(
    Duration start, Duration answer, Duration stop, int headBytes, int peers, int runs) {
  public static final Limits DEFAULT =
      new Limits(
          Duration.ofSeconds(3), Duration.ofSeconds(2), Duration.ofSeconds(1), 1 << 16, 500, 4);

  /// A JVM takes its time on a busy machine.
  private static final Duration JVM_START = Duration.ofSeconds(15);

  /// What that program may take.
  public static Limits of(NginxBinary nginx) {
    return nginx.gateway()
        ? new Limits(
            JVM_START, DEFAULT.answer, DEFAULT.stop, DEFAULT.headBytes, DEFAULT.peers, DEFAULT.runs)
        : DEFAULT;
  }
}
