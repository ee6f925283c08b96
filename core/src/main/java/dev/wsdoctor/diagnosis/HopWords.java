package dev.wsdoctor.diagnosis;

import dev.wsdoctor.finding.Evidence;
import dev.wsdoctor.probe.Observation;
import dev.wsdoctor.probe.Observation.Result;

/// Observations in sentences.
final class HopWords {
  private HopWords() {}

  /// `through nginx (127.0.0.1:8080): 400 Bad Request`.
  static String of(Observation observation) {
    return "%s (%s): %s".formatted(observation.hop(), observation.address(), result(observation));
  }

  static Evidence evidence(Observation observation) {
    return Evidence.probe(of(observation));
  }

  private static String result(Observation observation) {
    return switch (observation.result()) {
      case Result.Opened() ->
          observation
              .ending()
              .map(how -> "101, and the socket ends at once: " + how.describe())
              .orElse("101, the socket opens");
      case Result.Refused(int status) -> refusal(observation, status);
      case Result.Failed(Observation.Failure _, String message) -> message;
    };
  }

  private static String refusal(Observation observation, int status) {
    String reason = observation.response().map(response -> " " + response.reason()).orElse("");
    String location =
        observation
            .response()
            .flatMap(r -> r.fields().first("Location"))
            .map(to -> " to " + to)
            .orElse("");
    String violations =
        observation.violations().isEmpty() || status != 101
            ? ""
            : ": " + String.join("; ", observation.violations());
    return status + reason + location + violations;
  }
}
