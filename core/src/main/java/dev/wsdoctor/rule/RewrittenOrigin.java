package dev.wsdoctor.rule;

import dev.wsdoctor.conf.Directive;
import dev.wsdoctor.nginx.Outcome;
import dev.wsdoctor.nginx.Sent;
import java.util.Optional;

/// An Origin that nginx writes itself and that does not go with the rest of the request: its host
/// is not the Host that the backend gets, or its scheme is not that of the page.
record RewrittenOrigin(Directive line, String sent, String host, boolean isOtherHost) {
  static Optional<RewrittenOrigin> of(Subject subject, Outcome.Proxied hop) {
    return hop.sent()
        .first("Origin")
        .filter(field -> field.origin() == Sent.Origin.CONFIGURED && field.value().isKnown())
        .filter(field -> !field.value().text().equals(subject.origin()))
        .flatMap(field -> field.directive().map(line -> of(line, field.value().text(), hop)))
        .filter(origin -> origin.isOtherHost || origin.isOtherScheme(subject));
  }

  private static RewrittenOrigin of(Directive line, String sent, Outcome.Proxied hop) {
    String host = hop.sent().first("Host").map(field -> field.value().text()).orElse("");
    String authority = HostComparison.authority(sent);
    boolean told =
        hop.sent().all("X-Forwarded-Host").stream()
            .anyMatch(field -> field.value().text().equalsIgnoreCase(authority));
    return new RewrittenOrigin(line, sent, host, !told && !authority.equalsIgnoreCase(host));
  }

  private boolean isOtherScheme(Subject subject) {
    return HostComparison.authority(subject.origin())
            .equalsIgnoreCase(HostComparison.authority(sent))
        && !subject.origin().equalsIgnoreCase(sent);
  }

  /// Whether the client's own Origin goes with that Host.
  boolean isBetterLeftAlone(Subject subject) {
    return HostComparison.authority(subject.publicOrigin()).equalsIgnoreCase(host);
  }

  String summary() {
    return isOtherHost
        ? "nginx writes Origin: %s beside Host: %s: a backend that compares them refuses"
            .formatted(sent, host)
        : "nginx writes Origin: %s, and the page has another scheme".formatted(sent);
  }
}
