package dev.wsdoctor.rule.path;

import dev.wsdoctor.application.ApplicationProfile;
import dev.wsdoctor.application.Recognition;
import dev.wsdoctor.finding.Finding;
import dev.wsdoctor.finding.Place;
import dev.wsdoctor.rule.PagesBeside;
import dev.wsdoctor.rule.Rule;
import dev.wsdoctor.rule.Subject;
import dev.wsdoctor.rule.path.SentPath.Fault;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;

/// The URI part of proxy_pass, its variables or a rewrite make another path or drop the query.
public final class ProxyPassRewritesPath implements Rule {
  /// One way in which a path is spoilt.
  private interface Search {
    Optional<Fault> in(Subject subject, List<SentPath> paths);
  }

  /// The first that finds something speaks: those that look at the whole way, or at an answer of
  /// nginx's own, before those of one hop, and the plainer the fault the earlier.
  private static final List<Search> SEARCHES =
      List.of(
          onTheWay(StrippedForInner::of),
          onTheWay(RewrittenPath::emptied),
          onTheWay(RewrittenPath::circling),
          onTheWay(LostCapture::unusable),
          onTheWay(VariablePath::unusable),
          atHops(DecodedPath::of),
          atHops(MergedSlashes::of),
          atHopsOf(InternalPath::of),
          atHops(GroupPath::of),
          atHops(LostCapture::of),
          atHops(LostTail::of),
          atHops(OwnQuery::swallowing),
          atHops(DoubledPath::of),
          atHopsOf(ProxyPassRewritesPath::bySentPath),
          atHopsOf(CarriedPath::collapsed),
          atHopsOf(CarriedPath::pathAndQuery),
          atHops(OwnQuery::of),
          atHopsOf(VariablePath::doubled),
          atHops(EmptiedPath::of),
          atHops(UnmatchedRewrite::of),
          atHops(BranchPath::of),
          atHops(SiblingPath::of),
          atHops(CollapsedPath::of),
          atHops(RewrittenPath::undone),
          atHops(RewrittenPath::returned),
          atHops(OverwrittenPart::of),
          atHopsOf(BackendBase::of),
          atHopsOf(PathOfPages::of),
          atHopsOf(CarriedPath::of));

  private static Search onTheWay(Function<Subject, Optional<Fault>> search) {
    return (subject, _) -> search.apply(subject);
  }

  private static Search atHops(Function<SentPath, Optional<Fault>> search) {
    return atHopsOf((_, path) -> search.apply(path));
  }

  private static Search atHopsOf(BiFunction<Subject, SentPath, Optional<Fault>> search) {
    return (subject, paths) ->
        paths.stream().flatMap(path -> search.apply(subject, path).stream()).findFirst();
  }

  @Override
  public String id() {
    return "proxy-pass-rewrites-path";
  }

  @Override
  public List<Finding> examine(Subject subject) {
    List<SentPath> paths = SentPath.of(subject);
    return SEARCHES.stream()
        .flatMap(search -> search.in(subject, paths).stream())
        .findFirst()
        .map(this::finding)
        .stream()
        .toList();
  }

  private static Optional<Fault> bySentPath(Subject subject, SentPath path) {
    Optional<ApplicationProfile> application = subject.application().map(Recognition::profile);
    return path.fault(subject)
        .map(fault -> application.map(known -> path.keeping(known, fault)).orElse(fault))
        .or(
            () ->
                application
                    .filter(_ -> !PagesBeside.of(path.hop(), path.proxied()).areStripped())
                    .flatMap(
                        known ->
                            path.unknownTo(known)
                                .map(fault -> likeOuter(subject, path, known, fault))))
        .map(
            fault ->
                path.wanted()
                    .filter(_ -> fault.mend().edits().isEmpty())
                    .flatMap(wanted -> PathMend.of(subject, path, wanted, fault))
                    .orElse(fault));
  }

  /// The location around has the application's path from the same URL.
  private static Fault likeOuter(
      Subject subject, SentPath path, ApplicationProfile application, Fault fault) {
    return PathOfOuter.sent(subject, path)
        .filter(sent -> application.serves(SentPath.path(sent)))
        .flatMap(sent -> PathMend.of(subject, path, WantedTarget.of(sent), fault))
        .orElse(fault);
  }

  private Finding finding(Fault fault) {
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
