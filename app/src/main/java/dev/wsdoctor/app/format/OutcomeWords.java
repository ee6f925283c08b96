package dev.wsdoctor.app.format;

import dev.wsdoctor.conf.Directive;
import dev.wsdoctor.nginx.Outcome;
import dev.wsdoctor.nginx.ProxyTarget;
import dev.wsdoctor.nginx.Value;
import java.util.Locale;
import java.util.Optional;

/// The end of a request in one sentence.
final class OutcomeWords {
  private OutcomeWords() {}

  static String of(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Proxied proxied ->
          "it goes to %s (%s); a 101 from there %s a tunnel"
              .formatted(
                  address(proxied.target()),
                  proxied.by().where(),
                  proxied.upgradable() ? "becomes" : "does not become");
      case Outcome.Answered(
              int status,
              Optional<Value> location,
              var reason,
              Optional<Directive> by) ->
          "nginx answers %d%s itself: %s%s"
              .formatted(
                  status,
                  location.map(to -> " to " + to.text()).orElse(""),
                  reason.name().toLowerCase(Locale.ROOT).replace('_', ' '),
                  where(by));
      case Outcome.Static(Value path, int status, Optional<Directive> by) ->
          "nginx looks for the file %s and answers %d%s".formatted(path.text(), status, where(by));
      case Outcome.Handled(String module, Directive by) ->
          "the %s module takes it (%s)".formatted(module, by.where());
      case Outcome.Closed(Directive by) ->
          "the connection is closed without an answer (%s)".formatted(by.where());
      case Outcome.NotListening() -> "nothing in this configuration listens on that port";
      case Outcome.WrongProtocol(boolean listenerIsTls, Optional<Directive> by) ->
          (listenerIsTls ? "the listener expects TLS" : "the listener does not speak TLS")
              + where(by);
      case Outcome.NotLoaded() -> "nginx does not load this configuration, so it decides nothing";
    };
  }

  static String address(ProxyTarget target) {
    String host = target.host().text();
    String port = target.port() == 0 ? "" : ":" + target.port();
    return (target.tls() ? "https://" : "http://") + host + port;
  }

  private static String where(Optional<Directive> by) {
    return by.map(directive -> " (" + directive.where() + ")").orElse("");
  }
}
