package dev.wsdoctor.probe;

import java.time.Duration;

/// How long a probe waits for each phase and how much it reads. `connect` holds for each address,
/// `echo` for the frames after the opening and for the body of a refusal, `overall` for everything
/// together, so that a peer which drips bytes cannot stretch the rest.
public record Limits(
    Duration resolve,
    Duration connect,
    Duration tls,
    Duration answer,
    Duration echo,
    Duration overall,
    int headBytes,
    int bodyBytes,
    int messageBytes) {
  public static final Limits DEFAULT =
      new Limits(
          Duration.ofSeconds(3),
          Duration.ofSeconds(3),
          Duration.ofSeconds(3),
          Duration.ofSeconds(5),
          Duration.ofSeconds(1),
          Duration.ofSeconds(8),
          64 * 1024,
          2 * 1024,
          1024 * 1024);

  /// The same amounts with every wait cut to at most `longest`.
  public Limits within(Duration longest) {
    return new Limits(
        shorter(resolve, longest),
        shorter(connect, longest),
        shorter(tls, longest),
        shorter(answer, longest),
        shorter(echo, longest),
        shorter(overall, longest),
        headBytes,
        bodyBytes,
        messageBytes);
  }

  /// The same with at most so many bytes of a message kept.
  public Limits keeping(int mostMessageBytes) {
    return new Limits(
        resolve, connect, tls, answer, echo, overall, headBytes, bodyBytes, mostMessageBytes);
  }

  private static Duration shorter(Duration a, Duration b) {
    return a.compareTo(b) <= 0 ? a : b;
  }
}
