package dev.wsdoctor.rule;

import dev.wsdoctor.finding.Finding;
import dev.wsdoctor.finding.Fix;
import dev.wsdoctor.finding.Severity;
import java.util.List;

/// The page comes from another origin than the socket's host, and the backend's policy may refuse
/// that.
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
        .filter(hop -> hop.sent().first("Origin").isPresent())
        .map(hop -> HostComparison.of(subject, hop))
        .filter(host -> host.relation() == HostComparison.Relation.SAME && host.contradictsOrigin())
        .map(host -> List.of(finding(subject, host)))
        .orElse(List.of());
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
