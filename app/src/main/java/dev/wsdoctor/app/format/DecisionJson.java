package dev.wsdoctor.app.format;

import dev.wsdoctor.nginx.Decision;
import dev.wsdoctor.nginx.Location;
import dev.wsdoctor.nginx.Outcome;
import dev.wsdoctor.nginx.ProxyTarget;
import dev.wsdoctor.nginx.Sent;
import dev.wsdoctor.nginx.Step;
import dev.wsdoctor.nginx.Tunnel;
import dev.wsdoctor.nginx.Value;
import dev.wsdoctor.nginx.VirtualServer;
import java.time.Duration;
import java.util.Optional;

/// The `decision` of the JSON contract.
final class DecisionJson {
  private final Json json;

  DecisionJson(Json json) {
    this.json = json;
  }

  void members(Decision decision) {
    Optional<Outcome.Proxied> proxied = decision.proxied();
    json.string("server", decision.server().map(DecisionJson::title));
    json.string("location", decision.location().map(Location::title));
    json.number("status", status(decision.outcome()));
    json.string("redirect", redirect(decision.outcome()));
    json.object("upstream", proxied.map(Outcome.Proxied::target), this::upstream);
    json.object("sent", proxied.map(Outcome.Proxied::sent), this::sent);
    json.object("timers", proxied.map(Outcome.Proxied::tunnel), this::timers);
    json.objects("steps", decision.steps(), this::step);
  }

  /// Its first name, or where it stands when it has none.
  private static String title(VirtualServer server) {
    return server.names().stream()
        .filter(name -> !name.isEmpty())
        .findFirst()
        .orElseGet(() -> server.directive().where());
  }

  /// The status that nginx answers by itself; absent when the backend answers or nobody does.
  private static Optional<Integer> status(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Answered answered -> Optional.of(answered.status());
      case Outcome.Static file -> Optional.of(file.status());
      // ngx_http_process_request: "400 The plain HTTP request was sent to HTTPS port".
      case Outcome.WrongProtocol(boolean listenerIsTls, _) ->
          listenerIsTls ? Optional.of(400) : Optional.empty();
      case Outcome.Proxied _, Outcome.Handled _, Outcome.Closed _ -> Optional.empty();
      case Outcome.NotListening _, Outcome.NotLoaded _ -> Optional.empty();
    };
  }

  private static Optional<String> redirect(Outcome outcome) {
    return outcome instanceof Outcome.Answered answered
        ? answered.location().map(Value::text)
        : Optional.empty();
  }

  private void upstream(ProxyTarget target) {
    json.string("address", target.host().text());
    json.number("port", target.port());
    json.bool("tls", target.tls());
  }

  private void sent(Sent sent) {
    json.string("line", sent.line());
    json.objects(
        "fields",
        sent.fields(),
        field -> {
          json.string("name", field.name());
          json.string("value", field.value().text());
          json.place(field.directive());
        });
  }

  private void timers(Tunnel tunnel) {
    timer("read", tunnel.readTimeout());
    timer("send", tunnel.sendTimeout());
    timer("connect", tunnel.connectTimeout());
    timer("client_send", tunnel.clientSendTimeout());
  }

  private void timer(String name, Tunnel.Limit<Duration> limit) {
    json.object(
        name,
        () -> {
          json.number("ms", limit.value().toMillis());
          json.place(limit.directive());
        });
  }

  private void step(Step step) {
    json.string("what", step.what());
    json.string("because", step.because());
    json.string("file", step.place().map(place -> place.file().name()));
    json.number("line", step.place().map(place -> place.line()));
  }
}
