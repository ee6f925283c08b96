package dev.wsdoctor.rule;

import dev.wsdoctor.conf.Directive;
import dev.wsdoctor.conf.Layout;
import dev.wsdoctor.finding.Finding;
import dev.wsdoctor.finding.Fix;
import dev.wsdoctor.finding.Place;
import dev.wsdoctor.finding.Severity;
import dev.wsdoctor.nginx.Outcome;
import java.util.List;
import java.util.stream.Stream;

/// The 101 does not come through whole: `proxy_hide_header Upgrade` removes a field from it, or the
/// filter for server side includes keeps it back.
final class UpgradeResponseHidden implements Rule {
  @Override
  public String id() {
    return "upgrade-response-hidden";
  }

  @Override
  public List<Finding> examine(Subject subject) {
    return Stream.concat(hidden(subject), heldBack(subject)).limit(1).toList();
  }

  private Stream<Finding> hidden(Subject subject) {
    return subject
        .proxied()
        .flatMap(hop -> hop.scope().inForce("proxy_hide_header").stream())
        .filter(
            line ->
                Stream.of("Upgrade", "Sec-WebSocket-Accept", "Sec-WebSocket-Extensions")
                    .anyMatch(line.parameter()::equalsIgnoreCase))
        .map(this::finding);
  }

  /// The filter passes no empty flush on (ngx_http_ssi_body_filter), and a 101 has nothing else to
  /// push its head out; it looks at the types of `ssi_types` alone, text/html among them.
  private Stream<Finding> heldBack(Subject subject) {
    return subject
        .proxied()
        .flatMap(
            hop ->
                hop.scope().setting("ssi").stream()
                    .filter(line -> line.parameter().equals("on"))
                    .map(line -> heldBack(hop, line))
                    .map(
                        finding ->
                            isOfAnother(subject) ? finding.weighing(Severity.NOTE, 0.2) : finding));
  }

  /// An application that is known, and not for such a 101.
  private boolean isOfAnother(Subject subject) {
    return subject
        .application()
        .filter(known -> !known.profile().advice().containsKey(id()))
        .isPresent();
  }

  private Finding heldBack(Outcome.Proxied hop, Directive line) {
    return Finding.of(
            id(),
            Severity.WARNING,
            0.56,
            "ssi on keeps back a 101 that says Content-Type: text/html",
            "The filter for server side includes waits for a body that a 101 does not have: the backend opens the socket,"
                + " and the client waits for the answer. Odoo's 101 has such a type, most others have none.")
        .at(Place.of(line.head()))
        .mendedBy(
            Fix.review(
                "switch the filter off where the socket goes",
                LocationSetting.edits(hop, "ssi", "off")));
  }

  private Finding finding(Directive line) {
    return Finding.of(
            id(),
            Severity.ERROR,
            0.96,
            "%s is removed from the answer".formatted(line.parameter()),
            "A client fails the connection when the 101 lacks Upgrade or Sec-WebSocket-Accept (RFC 6455, 4.1).")
        .at(Place.of(line.head()))
        .mendedBy(Fix.review("let it through", List.of(Layout.remove(line))));
  }
}
