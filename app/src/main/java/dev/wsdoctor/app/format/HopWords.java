package dev.wsdoctor.app.format;

import dev.wsdoctor.http.Response;
import dev.wsdoctor.probe.Observation;
import java.time.Duration;
import java.util.Optional;

/// How one handshake went, in a few words.
public final class HopWords {
  private HopWords() {}

  public static String of(Observation hop) {
    return switch (hop.result()) {
      case Observation.Result.Opened _ ->
          status(101, hop.response())
              + roundTrip(", ping", hop.pong())
              + roundTrip(", echo", hop.echo());
      case Observation.Result.Refused(int status) ->
          status(status, hop.response()) + roundTrip(" after", answerTime(hop));
      case Observation.Result.Failed(_, String message) -> message;
    };
  }

  private static String status(int status, Optional<Response> response) {
    return (status + " " + response.map(Response::reason).orElse("")).strip();
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
