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
import java.util.stream.Stream;

/// `Sec-WebSocket-Protocol` is blanked, replaced by a constant, or hidden from the answer.
final class SubprotocolMismatch implements Rule {
  private static final String FIELD = "Sec-WebSocket-Protocol";

  @Override
  public String id() {
    return "subprotocol-mismatch";
  }

  @Override
  public List<Finding> examine(Subject subject) {
    List<String> offered = subject.first().request().fields().members(FIELD);
    return subject
        .proxied()
        .filter(hop -> !answersItself(hop))
        .flatMap(
            hop -> Stream.concat(request(hop, offered).stream(), answer(hop, offered).stream()))
        .limit(1)
        .toList();
  }

  /// Where a client brings its token in the field, nginx may take it out and agree by itself.
  private static boolean answersItself(Outcome.Proxied hop) {
    return hop.scope().inForce("add_header").stream()
        .anyMatch(line -> line.parameter().equalsIgnoreCase(FIELD));
  }

  private Optional<Finding> request(Outcome.Proxied hop, List<String> offered) {
    return HeaderSettings.last(hop.scope(), FIELD)
        .filter(line -> !HeaderSettings.value(line).contains("$"))
        .filter(line -> !offered.contains(HeaderSettings.value(line)))
        .map(
            line ->
                finding(
                    line,
                    offered,
                    HeaderSettings.value(line).isEmpty()
                        ? "the subprotocols that a client asks for are not sent on"
                        : "the backend is asked for the subprotocol %s, whatever the client speaks"
                            .formatted(HeaderSettings.value(line))));
  }

  private Optional<Finding> answer(Outcome.Proxied hop, List<String> offered) {
    return hop.scope().inForce("proxy_hide_header").stream()
        .filter(line -> line.parameter().equalsIgnoreCase(FIELD))
        .findFirst()
        .map(line -> finding(line, offered, "the subprotocol is removed from the answer"));
  }

  private Finding finding(Directive line, List<String> offered, String summary) {
    boolean asks = !offered.isEmpty();
    return Finding.of(
            id(),
            asks ? Severity.ERROR : Severity.WARNING,
            asks ? 0.85 : 0.55,
            summary,
            "Client and backend agree on a subprotocol in Sec-WebSocket-Protocol, which nginx passes both ways by"
                + " itself; a client fails the connection when the answer names one that it did not ask for (RFC 6455,"
                + " 4.1), browsers also when it names none.")
        .at(Place.of(line.head()))
        .mendedBy(Fix.review("leave the field alone", List.of(Layout.remove(line))));
  }
}
