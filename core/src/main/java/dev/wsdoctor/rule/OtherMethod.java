package dev.wsdoctor.rule;

import dev.wsdoctor.conf.Directive;
import dev.wsdoctor.conf.Layout;
import dev.wsdoctor.finding.Finding;
import dev.wsdoctor.finding.Fix;
import dev.wsdoctor.finding.Place;
import dev.wsdoctor.finding.Severity;
import dev.wsdoctor.nginx.Outcome;
import java.util.List;
import java.util.Optional;

/// `proxy_method` makes something else of the GET that an opening handshake is (RFC 6455, 4.1).
final class OtherMethod {
  private static final String GET = "GET";

  private OtherMethod() {}

  /// At the first hop that changes it.
  static Optional<Finding> of(Subject subject, String id) {
    return subject.hops().stream()
        .filter(hop -> hop.request().method().equals(GET))
        .flatMap(hop -> hop.proxied().stream())
        .filter(proxied -> !proxied.sent().method().equals(GET))
        .findFirst()
        .map(proxied -> finding(proxied, id));
  }

  private static Finding finding(Outcome.Proxied hop, String id) {
    Finding finding =
        Finding.of(
            id,
            Severity.ERROR,
            0.95,
            "%s sends the handshake on as %s"
                .formatted(HandshakeRules.title(hop), hop.sent().method()),
            "A handshake is a GET (RFC 6455, 4.2.1); to another method a backend answers 400 or 405.");
    return hop.scope()
        .setting("proxy_method")
        .map(line -> finding.at(Place.of(line.head())).mendedBy(mend(hop, line)))
        .orElse(finding);
  }

  private static Fix mend(Outcome.Proxied hop, Directive line) {
    return hop.scope().own(line.name()).contains(line)
        ? Fix.review("let the client's method through", List.of(Layout.remove(line)))
        : Fix.manual("set proxy_method GET in the socket's location");
  }
}
