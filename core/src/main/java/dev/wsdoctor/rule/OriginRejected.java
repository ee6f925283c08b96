package dev.wsdoctor.rule;

import dev.wsdoctor.conf.Layout;
import dev.wsdoctor.finding.Finding;
import dev.wsdoctor.finding.Fix;
import dev.wsdoctor.finding.Place;
import dev.wsdoctor.finding.Severity;
import dev.wsdoctor.nginx.Outcome;
import java.util.List;
import java.util.Optional;

/// The page comes from another origin than the socket's host, or nginx says so, and the backend's
/// policy may refuse that.
final class OriginRejected implements Rule {
  @Override
  public String id() {
    return "origin-rejected-by-backend";
  }

  @Override
  public List<Finding> examine(Subject subject) {
    return subject
        .last()
        .proxied()
        .flatMap(hop -> rewritten(subject, hop).or(() -> foreign(subject, hop)))
        .stream()
        .toList();
  }

  private Optional<Finding> rewritten(Subject subject, Outcome.Proxied hop) {
    return RewrittenOrigin.of(subject, hop)
        .map(
            origin ->
                Finding.of(
                        id(),
                        Severity.WARNING,
                        subject.comparesOriginWithHost() ? 0.8 : 0.62,
                        origin.summary(),
                        "A server that checks where a socket's page comes from compares Origin with the Host it gets, or"
                            + " with addresses of its own; one that is written for it helps only if it agrees with them.")
                    .at(Place.of(origin.line().head()))
                    .mendedBy(mend(subject, origin)));
  }

  private Fix mend(Subject subject, RewrittenOrigin origin) {
    return origin.isBetterLeftAlone(subject)
        ? Fix.review("let the client's Origin through", List.of(Layout.remove(origin.line())))
        : Fix.manual(
            "send an Origin and a Host that agree, or the client's own of both"
                + subject.inApplication(id()));
  }

  private Optional<Finding> foreign(Subject subject, Outcome.Proxied hop) {
    return Optional.of(HostComparison.of(subject, hop))
        .filter(_ -> hop.sent().first("Origin").isPresent() && !subject.comparesNoOriginWithHost())
        .filter(host -> host.relation() == HostComparison.Relation.SAME && host.contradictsOrigin())
        .map(host -> finding(subject, host));
  }

  private Finding finding(Subject subject, HostComparison host) {
    return Finding.of(
            id(),
            Severity.WARNING,
            subject.comparesOriginWithHost() ? 0.8 : 0.65,
            "Origin is %s and Host is %s: a backend that compares them refuses"
                .formatted(host.origin(), host.backend()),
            "nginx passes Origin on as it comes; whether the application accepts a foreign one is its own policy"
                + " (allowed origins, trusted hosts).")
        .mendedBy(
            Fix.manual(
                "allow the origin %s in the application, or open page and socket under one host and port"
                        .formatted(host.origin())
                    + subject.inApplication(id())));
  }
}
