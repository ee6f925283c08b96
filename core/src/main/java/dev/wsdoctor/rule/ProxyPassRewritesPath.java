package dev.wsdoctor.rule;

import dev.wsdoctor.application.ApplicationProfile;
import dev.wsdoctor.application.Recognition;
import dev.wsdoctor.finding.Finding;
import dev.wsdoctor.finding.Place;
import dev.wsdoctor.finding.Severity;
import java.util.List;
import java.util.Optional;

/// The URI part of proxy_pass, or its variables, make another path or drop the query.
final class ProxyPassRewritesPath implements Rule {
  @Override
  public String id() {
    return "proxy-pass-rewrites-path";
  }

  @Override
  public List<Finding> examine(Subject subject) {
    Optional<EmptiedPath> emptied = EmptiedPath.of(subject);
    if (emptied.isPresent()) {
      return List.of(finding(emptied.get()));
    }
    Optional<ApplicationProfile> application = subject.application().map(Recognition::profile);
    return subject.hops().stream()
        .flatMap(hop -> hop.proxied().map(proxied -> SentPath.of(hop, proxied)).stream())
        .flatMap(path -> fault(path, application).stream())
        .limit(1)
        .map(this::finding)
        .toList();
  }

  private static Optional<SentPath.Fault> fault(
      SentPath path, Optional<ApplicationProfile> application) {
    return path.fault()
        .map(fault -> application.map(known -> path.keeping(known, fault)).orElse(fault))
        .or(() -> application.flatMap(path::unknownTo));
  }

  private Finding finding(EmptiedPath emptied) {
    return Finding.of(
            id(),
            Severity.ERROR,
            0.97,
            "the rewrite leaves nothing of %s, so nginx answers 500".formatted(emptied.path()),
            "A rewritten URI of zero length ends the request; the backend is never asked.")
        .at(Place.of(emptied.rewrite().head()))
        .mendedBy(emptied.mend());
  }

  private Finding finding(SentPath.Fault fault) {
    Finding finding =
        Finding.of(
                id(),
                fault.severity(),
                fault.confidence(),
                "the backend is asked for %s".formatted(fault.sent()),
                fault.why())
            .at(Place.of(fault.pass().head()));
    return finding.mendedBy(fault.mend());
  }
}
