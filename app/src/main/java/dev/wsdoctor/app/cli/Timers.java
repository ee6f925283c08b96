package dev.wsdoctor.app.cli;

import dev.wsdoctor.conf.Directive;
import dev.wsdoctor.finding.Place;
import dev.wsdoctor.nginx.Decision;
import dev.wsdoctor.nginx.Outcome;
import dev.wsdoctor.probe.idle.Timer;
import java.util.List;

/// The timers of a tunnel that a decision holds, for the idle probe to compare with.
final class Timers {
  private Timers() {}

  static List<Timer> of(Decision decision) {
    return decision.proxied().map(Outcome.Proxied::tunnel).stream()
        .map(
            tunnel ->
                new Timer(
                    "proxy_read_timeout",
                    tunnel.readTimeout().value(),
                    tunnel.readTimeout().directive().map(Directive::range).map(Place::of)))
        .toList();
  }
}
