package dev.wsdoctor.rule;

import dev.wsdoctor.application.ApplicationProfile;
import dev.wsdoctor.application.Recognition;
import dev.wsdoctor.finding.Finding;
import dev.wsdoctor.finding.Place;
import dev.wsdoctor.nginx.Outcome;
import java.util.List;
import java.util.Optional;

/// The URI part of proxy_pass, its variables or a rewrite make another path or drop the query.
final class ProxyPassRewritesPath implements Rule {
  /// One way in which a path is spoilt.
  private interface Search {
    Optional<SentPath.Fault> in(Subject subject);
  }

  /// One that shows in a hop that passes the request on.
  private interface HopSearch {
    Optional<SentPath.Fault> in(Subject subject, Hop hop, Outcome.Proxied proxied);
  }

  /// The first that finds something speaks: those that look at the whole way, or at an answer of
  /// nginx's own, before those of one hop, and the plainer the fault the earlier.
  private static final List<Search> SEARCHES =
      List.of(
          StrippedForInner::of,
          RewrittenPath::emptied,
          RewrittenPath::circling,
          LostCapture::unusable,
          VariablePath::unusable,
          atHops((_, hop, proxied) -> DecodedPath.of(hop, proxied)),
          atHops((_, hop, proxied) -> MergedSlashes.of(hop, proxied)),
          atHops(InternalPath::of),
          atHops((_, hop, proxied) -> GroupPath.of(hop, proxied)),
          atHops((_, hop, proxied) -> LostCapture.of(hop, proxied)),
          atHops((_, hop, proxied) -> LostTail.of(hop, proxied)),
          atHops((_, hop, proxied) -> OwnQuery.swallowing(hop, proxied)),
          atHops((_, hop, proxied) -> DoubledPath.of(hop, proxied)),
          atHops(ProxyPassRewritesPath::bySentPath),
          atHops(CarriedPath::collapsed),
          atHops(CarriedPath::pathAndQuery),
          atHops((_, hop, proxied) -> OwnQuery.of(hop, proxied)),
          atHops(VariablePath::doubled),
          atHops((_, hop, proxied) -> EmptiedPath.of(hop, proxied)),
          atHops((_, hop, proxied) -> UnmatchedRewrite.of(hop, proxied)),
          atHops((_, hop, proxied) -> BranchPath.of(hop, proxied)),
          atHops((_, hop, proxied) -> SiblingPath.of(hop, proxied)),
          atHops((_, hop, proxied) -> CollapsedPath.of(hop, proxied)),
          atHops((_, hop, proxied) -> RewrittenPath.undone(hop, proxied)),
          atHops((_, hop, proxied) -> RewrittenPath.returned(hop, proxied)),
          atHops((_, hop, proxied) -> OverwrittenPart.of(hop, proxied)),
          atHops(BackendBase::of),
          atHops(PathOfPages::of),
          atHops(CarriedPath::of));

  private static Search atHops(HopSearch search) {
    return subject ->
        subject.hops().stream()
            .flatMap(
                hop ->
                    hop.proxied().stream()
                        .flatMap(proxied -> search.in(subject, hop, proxied).stream()))
            .findFirst();
  }

  @Override
  public String id() {
    return "proxy-pass-rewrites-path";
  }

  @Override
  public List<Finding> examine(Subject subject) {
    return SEARCHES.stream()
        .flatMap(search -> search.in(subject).stream())
        .findFirst()
        .map(this::finding)
        .stream()
        .toList();
  }

  private static Optional<SentPath.Fault> bySentPath(
      Subject subject, Hop hop, Outcome.Proxied proxied) {
    SentPath path = SentPath.of(hop, proxied);
    Optional<ApplicationProfile> application = subject.application().map(Recognition::profile);
    return path.fault(subject)
        .map(fault -> application.map(known -> path.keeping(known, fault)).orElse(fault))
        .or(
            () ->
                application.flatMap(
                    known ->
                        path.unknownTo(known)
                            .map(fault -> likeOuter(subject, hop, proxied, known, fault))))
        .map(
            fault ->
                path.wanted()
                    .filter(_ -> fault.mend().edits().isEmpty())
                    .flatMap(wanted -> PathMend.of(subject, hop, proxied, wanted, fault))
                    .orElse(fault));
  }

  /// The location around has the application's path from the same URL.
  private static SentPath.Fault likeOuter(
      Subject subject,
      Hop hop,
      Outcome.Proxied proxied,
      ApplicationProfile application,
      SentPath.Fault fault) {
    return PathOfOuter.sent(subject, hop, proxied)
        .filter(sent -> application.serves(SentPath.path(sent)))
        .flatMap(sent -> PathMend.of(subject, hop, proxied, WantedTarget.of(sent), fault))
        .orElse(fault);
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
