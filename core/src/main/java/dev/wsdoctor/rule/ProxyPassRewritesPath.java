package dev.wsdoctor.rule;

import dev.wsdoctor.application.ApplicationProfile;
import dev.wsdoctor.application.Recognition;
import dev.wsdoctor.finding.Finding;
import dev.wsdoctor.finding.Place;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// The URI part of proxy_pass, or its variables, make another path or drop the query.
final class ProxyPassRewritesPath implements Rule {
  @Override
  public String id() {
    return "proxy-pass-rewrites-path";
  }

  @Override
  public List<Finding> examine(Subject subject) {
    Optional<ApplicationProfile> application = subject.application().map(Recognition::profile);
    return StrippedForInner.of(subject)
        .or(() -> RewrittenPath.emptied(subject))
        .or(() -> LostCapture.of(subject))
        .or(() -> subject.hops().stream().flatMap(hop -> fault(hop, application)).findFirst())
        .map(this::finding)
        .stream()
        .toList();
  }

  private static Stream<SentPath.Fault> fault(Hop hop, Optional<ApplicationProfile> application) {
    return hop.proxied().stream()
        .flatMap(
            proxied ->
                fault(SentPath.of(hop, proxied), application)
                    .or(() -> CollapsedPath.of(hop, proxied))
                    .or(() -> RewrittenPath.undone(hop, proxied))
                    .stream());
  }

  private static Optional<SentPath.Fault> fault(
      SentPath path, Optional<ApplicationProfile> application) {
    return path.fault()
        .map(fault -> application.map(known -> path.keeping(known, fault)).orElse(fault))
        .or(() -> application.flatMap(path::unknownTo));
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
