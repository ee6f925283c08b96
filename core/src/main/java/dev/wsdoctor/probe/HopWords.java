package dev.wsdoctor.probe;

import dev.wsdoctor.finding.Evidence;
import dev.wsdoctor.http.Response;
import dev.wsdoctor.probe.Observation.Result;
import java.time.Duration;
import java.util.Optional;

/// How one handshake went, in a few words.
public final class HopWords {
  private HopWords() {}

  /// With what it took: `101 Switching Protocols, ping 0.4 ms`, `400 Bad Request after 3.1 ms`.
  public static String of(Observation hop) {
    return switch (hop.result()) {
      case Result.Opened() ->
          opened(hop) + roundTrip(", ping", hop.pong()) + roundTrip(", echo", hop.echo());
      case Result.Refused(int status) ->
          refused(hop, status) + roundTrip(" after", answerTime(hop)) + violations(hop, status);
      case Result.Failed(Observation.Failure _, String message) -> message;
    };
  }

  /// As evidence, with the place and without times, which differ from run to run: `through nginx
  /// (127.0.0.1:8080): 400 Bad Request`.
  public static Evidence evidence(Observation hop) {
    return Evidence.probe("%s (%s): %s".formatted(hop.hop(), hop.address(), untimed(hop)));
  }

  /// What was answered, and what is wrong with it.
  public static String untimed(Observation hop) {
    return switch (hop.result()) {
      case Result.Opened() -> opened(hop);
      case Result.Refused(int status) -> refused(hop, status) + violations(hop, status);
      case Result.Failed(Observation.Failure _, String message) -> message;
    };
  }

  private static String opened(Observation hop) {
    return status(101, hop.response())
        + hop.ending().map(how -> ", and the socket ends at once: " + how.describe()).orElse("");
  }

  private static String refused(Observation hop, int status) {
    String location =
        hop.response()
            .flatMap(response -> response.fields().first("Location"))
            .map(to -> " to " + to)
            .orElse("");
    return status(status, hop.response()) + location;
  }

  private static String status(int status, Optional<Response> response) {
    return (status + " " + response.map(Response::reason).orElse("")).strip();
  }

  private static String violations(Observation hop, int status) {
    return hop.violations().isEmpty() || status != 101
        ? ""
        : ", but " + String.join("; ", hop.violations());
  }

  private static Optional<Duration> answerTime(Observation hop) {
    return hop.timings().stream()
        .filter(timing -> timing.phase().equals("answer"))
        .map(Observation.Timing::took)
        .findFirst();
  }

  private static String roundTrip(String what, Optional<Duration> took) {
    return took.map(time -> what + " " + milliseconds(time) + " ms").orElse("");
  }

  /// One decimal below ten, none above.
  private static String milliseconds(Duration time) {
    long tenths = (time.toNanos() + 50_000) / 100_000;
    return tenths < 100 ? tenths / 10 + "." + tenths % 10 : String.valueOf((tenths + 5) / 10);
  }
}
