package dev.wsdoctor.app.format;

import dev.wsdoctor.http.Request;
import dev.wsdoctor.http.Response;
import dev.wsdoctor.probe.Observation;
import dev.wsdoctor.probe.Observation.Result;
import java.util.List;

/// What a handshake showed, without its secrets.
final class MaskedHop {
  private final Secrets secrets;

  MaskedHop(Secrets secrets) {
    this.secrets = secrets;
  }

  Observation hop(Observation hop) {
    return new Observation(
        hop.hop(),
        hop.address(),
        hop.tls(),
        request(hop.request()),
        result(hop.result()),
        hop.timings(),
        secrets.head(hop.head()),
        hop.response().map(this::response),
        texts(hop.violations()),
        texts(hop.tlsTroubles()),
        hop.pong(),
        hop.echo(),
        hop.session(),
        secrets.text(hop.body()),
        texts(hop.remarks()),
        hop.attempts(),
        hop.ending());
  }

  private Request request(Request request) {
    return new Request(
        request.method(),
        secrets.text(request.target()),
        request.version(),
        secrets.fields(request.fields()));
  }

  private Response response(Response response) {
    return new Response(
        response.version(),
        response.status(),
        secrets.text(response.reason()),
        secrets.fields(response.fields()));
  }

  private Result result(Result result) {
    return switch (result) {
      case Result.Opened _, Result.Refused _ -> result;
      case Result.Failed(Observation.Failure failure, String message) ->
          new Result.Failed(failure, secrets.text(message));
    };
  }

  private List<String> texts(List<String> texts) {
    return texts.stream().map(secrets::text).toList();
  }
}
