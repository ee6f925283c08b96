package dev.wsdoctor.rule;

import dev.wsdoctor.conf.Directive;
import dev.wsdoctor.conf.Layout;
import dev.wsdoctor.finding.Finding;
import dev.wsdoctor.finding.Fix;
import dev.wsdoctor.finding.Place;
import dev.wsdoctor.finding.Severity;
import dev.wsdoctor.nginx.Outcome;
import java.util.List;

/// Two Host lines go upstream, which HTTP servers refuse. nginx 1.31.4 sends only the last.
final class DuplicateHostHeader implements Rule {
  @Override
  public String id() {
    return "duplicate-host-header";
  }

  @Override
  public List<Finding> examine(Subject subject) {
    return subject
        .proxied()
        .filter(hop -> hop.sent().all("Host").size() > 1)
        .limit(1)
        .map(this::finding)
        .toList();
  }

  private Finding finding(Outcome.Proxied hop) {
    List<Directive> lines = HeaderSettings.of(hop.scope(), "Host");
    return Finding.of(
            id(),
            Severity.ERROR,
            0.97,
            "%s sends %s Host lines".formatted(HandshakeRules.title(hop), lines.size()),
            "Each proxy_set_header Host in force is sent as a line of its own, an included one too, and a request"
                + " with two Host lines is answered 400 (RFC 9112, 3.2).")
        .at(lines.stream().map(line -> Place.of(line.head())).toList())
        .mendedBy(Fix.safe("keep one of them", List.of(Layout.remove(superfluous(hop, lines)))));
  }

  /// Rather one written in the location itself than one of a file that others share.
  private static Directive superfluous(Outcome.Proxied hop, List<Directive> lines) {
    Directive location = HandshakeMend.locationOf(hop.scope()).block();
    return lines.stream()
        .filter(line -> location.children().contains(line))
        .findFirst()
        .orElse(lines.getFirst());
  }
}
