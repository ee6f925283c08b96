package dev.wsdoctor.rule;

import dev.wsdoctor.conf.Directive;
import dev.wsdoctor.conf.Layout;
import dev.wsdoctor.finding.Finding;
import dev.wsdoctor.finding.Fix;
import dev.wsdoctor.finding.Place;
import dev.wsdoctor.finding.Severity;
import dev.wsdoctor.nginx.Outcome;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// A `proxy_set_header` of an inner level cancels all inherited ones, and with them what the
/// handshake or the application needs.
final class HeadersLostByInheritance implements Rule {
  @Override
  public String id() {
    return "headers-lost-by-inheritance";
  }

  @Override
  public List<Finding> examine(Subject subject) {
    List<Outcome.Proxied> hops =
        HandshakeRules.with(subject, HandshakeRules.Fault.LOST_BY_INHERITANCE);
    if (!hops.isEmpty()) {
      return HandshakeRules.report(
          subject,
          hops.subList(0, 1),
          hop -> finding(hop, Severity.ERROR, 0.97),
          hop -> places(hop).stream());
    }
    return subject
        .proxied()
        .filter(HeadersLostByInheritance::losesHost)
        .limit(1)
        .map(hop -> hostLost(subject, hop))
        .toList();
  }

  private static boolean losesHost(Outcome.Proxied hop) {
    return HeaderSettings.sets(HeaderSettings.lost(hop.scope()).stream(), "Host")
        && HeaderSettings.of(hop.scope(), "Host").isEmpty();
  }

  /// As where the Host is another by a line of its own: an error only of an application that is
  /// known to compare it with Origin.
  private Finding hostLost(Subject subject, Outcome.Proxied hop) {
    boolean compared = !subject.origin().isEmpty();
    boolean refuses = compared && subject.comparesOriginWithHost();
    Severity severity =
        refuses
            ? Severity.ERROR
            : subject.comparesNoOriginWithHost() ? Severity.NOTE : Severity.WARNING;
    Finding finding = finding(hop, severity, compared ? 0.8 : 0.5).at(places(hop));
    List<Directive> lost = HeaderSettings.lost(hop.scope());
    Directive own = HeaderSettings.inForce(hop.scope()).getLast();
    List<String> lines = lost.stream().map(line -> line.head().text().strip() + ";").toList();
    return finding.mendedBy(
        Fix.safe(
            "repeat the cancelled lines in " + HandshakeRules.title(hop),
            List.of(Layout.after(own, lines))));
  }

  private Finding finding(Outcome.Proxied hop, Severity severity, double confidence) {
    List<Directive> lost = HeaderSettings.lost(hop.scope());
    String names =
        lost.stream().map(Directive::parameter).distinct().collect(Collectors.joining(", "));
    return Finding.of(
        id(),
        severity,
        confidence,
        "the proxy_set_header in %s cancels the inherited %s"
            .formatted(HandshakeRules.title(hop), names),
        "proxy_set_header lines are inherited only by a level that has none of its own: one line in the"
            + " location and every outer one is gone for it, also Upgrade, Connection and Host.");
  }

  private static List<Place> places(Outcome.Proxied hop) {
    Stream<Directive> own = HeaderSettings.inForce(hop.scope()).stream().limit(1);
    return Stream.concat(own, HeaderSettings.lost(hop.scope()).stream())
        .map(line -> Place.of(line.head()))
        .toList();
  }
}
