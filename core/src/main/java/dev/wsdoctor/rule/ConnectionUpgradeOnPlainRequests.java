package dev.wsdoctor.rule;

import dev.wsdoctor.conf.Directive;
import dev.wsdoctor.conf.Edit;
import dev.wsdoctor.conf.Layout;
import dev.wsdoctor.finding.Finding;
import dev.wsdoctor.finding.Fix;
import dev.wsdoctor.finding.Place;
import dev.wsdoctor.finding.Severity;
import dev.wsdoctor.nginx.Outcome;
import dev.wsdoctor.nginx.Scope;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Connection: upgrade is a constant, so that ordinary requests carry it too.
final class ConnectionUpgradeOnPlainRequests implements Rule {
  @Override
  public String id() {
    return "connection-upgrade-on-plain-requests";
  }

  @Override
  public List<Finding> examine(Subject subject) {
    return subject.last().proxied().stream()
        .flatMap(hop -> constant(hop).map(line -> finding(subject, hop, line)).stream())
        .filter(
            finding ->
                !subject.target().webSocket() || !SocketPath.looksLikeOne(subject.target().path()))
        .toList();
  }

  @Override
  public boolean concernsPages() {
    return true;
  }

  private static Optional<Directive> constant(Outcome.Proxied hop) {
    return HeaderSettings.last(hop.scope(), "Connection")
        .filter(line -> HeaderSettings.value(line).equalsIgnoreCase("upgrade"));
  }

  private Finding finding(Subject subject, Outcome.Proxied hop, Directive line) {
    boolean page = !subject.target().webSocket();
    return Finding.of(
            id(),
            page ? Severity.ERROR : Severity.NOTE,
            page ? 0.85 : 0.2,
            "%s sends Connection: upgrade with every request".formatted(HandshakeRules.title(hop)),
            "An ordinary request then says upgrade and names no protocol; some backends answer that badly or hang.")
        .at(Place.of(line.head()))
        .mendedBy(mend(subject, hop, line));
  }

  private static Fix mend(Subject subject, Outcome.Proxied hop, Directive line) {
    Scope location = HandshakeMend.locationOf(hop.scope());
    Optional<String> existing = ConnectionMap.variable(hop);
    String name = existing.orElseGet(() -> ConnectionMap.freeName(location));
    Stream<Edit> map =
        existing.isPresent()
            ? Stream.of()
            : location.chain().stream()
                .map(Scope::block)
                .filter(block -> block.is("server"))
                .limit(1)
                .map(
                    server ->
                        Layout.before(server, ConnectionMap.lines(name, subject.version(), hop)));
    Edit value = new Edit(line.parameterRange(1), name);
    return Fix.review(
        "say upgrade only where the client does", Stream.concat(map, Stream.of(value)).toList());
  }
}
