package dev.wsdoctor.rule;

import dev.wsdoctor.application.ApplicationProfile;
import dev.wsdoctor.application.Recognition;
import dev.wsdoctor.finding.Finding;
import dev.wsdoctor.finding.Place;
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
    Optional<ApplicationProfile> application = subject.application().map(Recognition::profile);
    return subject.hops().stream()
        .flatMap(hop -> hop.proxied().map(proxied -> SentPath.of(hop, proxied)).stream())
        .flatMap(path -> path.fault().or(() -> application.flatMap(path::unknownTo)).stream())
        .limit(1)
        .map(this::finding)
        .toList();
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
