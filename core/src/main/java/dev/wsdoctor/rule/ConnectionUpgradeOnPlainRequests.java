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

/// Connection: upgrade is a constant, so that ordinary requests carry it too. Most servers do not
/// mind; an application that is known to is told in the profile by its advice.
final class ConnectionUpgradeOnPlainRequests implements Rule {
  private static final String ID = "connection-upgrade-on-plain-requests";

  @Override
  public String id() {
    return ID;
  }

  @Override
  public List<Finding> examine(Subject subject) {
    return subject.last().proxied().stream()
        .filter(hop -> takesPages(subject, hop))
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

  /// Whether the same request without Upgrade goes the same way: an `if` may refuse it, and a
  /// location may be entered by that field alone.
  private static boolean takesPages(Subject subject, Outcome.Proxied hop) {
    return Variation.page(subject).filter(plain -> plain.by().equals(hop.by())).isPresent();
  }

  private static Optional<Directive> constant(Outcome.Proxied hop) {
    return HeaderSettings.last(hop.scope(), "Connection")
        .filter(line -> HeaderSettings.value(line).equalsIgnoreCase("upgrade"));
  }

  private Finding finding(Subject subject, Outcome.Proxied hop, Directive line) {
    boolean page = !subject.target().webSocket();
    boolean hurts =
        subject.application().filter(a -> a.profile().advice().containsKey(id())).isPresent();
    return Finding.of(
            id(),
            !page ? Severity.NOTE : hurts ? Severity.ERROR : Severity.WARNING,
            !page ? 0.2 : hurts ? 0.85 : 0.5,
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
        "say upgrade only where the client does" + subject.inApplication(ID),
        Stream.concat(map, Stream.of(value)).toList());
  }
}
