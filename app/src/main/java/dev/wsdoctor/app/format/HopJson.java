package dev.wsdoctor.app.format;

import dev.wsdoctor.probe.Observation;
import java.util.Locale;
import java.util.Optional;

/// One of the `hops` of the JSON contract: what a handshake over it showed.
final class HopJson {
  private final Json json;

  HopJson(Json json) {
    this.json = json;
  }

  void members(Observation hop) {
    json.string("hop", hop.hop());
    json.string("address", hop.address());
    json.bool("tls", hop.tls());
    json.string("request", hop.request().line());
    result(hop);
    json.objects(
        "timings",
        hop.timings(),
        timing -> {
          json.string("phase", timing.phase());
          json.milliseconds("ms", Optional.of(timing.took()));
        });
    json.string("head", hop.head());
    json.strings("violations", hop.violations());
    json.strings("tls_troubles", hop.tlsTroubles());
    json.milliseconds("pong_ms", hop.pong());
    json.milliseconds("echo_ms", hop.echo());
  }

  private void result(Observation hop) {
    Optional<Observation.Result.Failed> failed =
        hop.result() instanceof Observation.Result.Failed f ? Optional.of(f) : Optional.empty();
    json.string("result", word(hop.result()));
    json.number("status", hop.response().map(response -> response.status()));
    json.string(
        "failure", failed.map(f -> f.failure().name().toLowerCase(Locale.ROOT).replace('_', '-')));
    json.string("message", failed.map(Observation.Result.Failed::message));
  }

  private static String word(Observation.Result result) {
    return switch (result) {
      case Observation.Result.Opened _ -> "opened";
      case Observation.Result.Refused _ -> "refused";
      case Observation.Result.Failed _ -> "failed";
    };
  }
}
