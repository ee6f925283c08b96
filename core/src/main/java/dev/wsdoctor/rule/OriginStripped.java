package dev.wsdoctor.rule;

import dev.wsdoctor.conf.Directive;
import dev.wsdoctor.conf.Layout;
import dev.wsdoctor.finding.Finding;
import dev.wsdoctor.finding.Fix;
import dev.wsdoctor.finding.Place;
import dev.wsdoctor.finding.Severity;
import dev.wsdoctor.nginx.Outcome;
import java.util.List;

/// `proxy_set_header Origin ""`, or a variable that has no value in a handshake, removes what the
/// application checks.
final class OriginStripped implements Rule {
  @Override
  public String id() {
    return "origin-stripped";
  }

  @Override
  public List<Finding> examine(Subject subject) {
    return isSentInTheEnd(subject)
        ? List.of()
        : subject
            .proxied()
            .flatMap(
                hop ->
                    HeaderSettings.last(hop.scope(), "Origin").stream()
                        .filter(line -> removes(subject, hop, line)))
            .limit(1)
            .map(line -> finding(subject, line))
            .toList();
  }

  /// A server of this nginx behind may have one of its own for the application.
  private static boolean isSentInTheEnd(Subject subject) {
    return subject.last().proxied().filter(hop -> !hop.sent().all("Origin").isEmpty()).isPresent();
  }

  /// Whatever the client sends, or what it sends now: a handshake has no Referer, so that `Origin
  /// $http_referer` sends none. Another line may send one nevertheless.
  private static boolean removes(Subject subject, Outcome.Proxied hop, Directive line) {
    String value = HeaderSettings.value(line);
    return hop.sent().all("Origin").isEmpty()
        && (value.isEmpty() || (value.contains("$") && !subject.origin().isEmpty()));
  }

  private Finding finding(Subject subject, Directive line) {
    boolean sent = !subject.origin().isEmpty();
    return Finding.of(
            id(),
            sent ? Severity.ERROR : Severity.WARNING,
            sent ? 0.75 : 0.55,
            "the client's Origin is not sent on",
            "An empty value makes nginx drop the field; a server that checks where a socket's page comes from refuses"
                + " a handshake without Origin.")
        .at(Place.of(line.head()))
        .mendedBy(Fix.review("let Origin through", List.of(Layout.remove(line))));
  }
}
