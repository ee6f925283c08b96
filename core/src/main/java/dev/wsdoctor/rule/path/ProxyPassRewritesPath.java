package dev.wsdoctor.rule.path;

import dev.wsdoctor.conf.Directive;
import dev.wsdoctor.finding.Finding;
import dev.wsdoctor.finding.Fix;
import dev.wsdoctor.finding.Place;
import dev.wsdoctor.rule.Rule;
import dev.wsdoctor.rule.Subject;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/// The URI part of proxy_pass, its variables or a rewrite make another path or drop the query.
public final class ProxyPassRewritesPath implements Rule {
  /// The first that finds something speaks: those that look at the whole way, or at an answer of
  /// nginx's own, before those of one hop, and the plainer the fault the earlier.
  private static final List<Search> SEARCHES =
      List.of(
          wishes(InnerServer::of),
          onTheWay(OwnAnswer::of),
          onTheWay(LostCapture::unusable),
          atHops(DecodedPath::of),
          wishes(MergedSlashes::of),
          wishes(LostRest::ofRedirect),
          wishes(SpoiltQuery::byRedirect),
          atHops(LostCapture::of),
          wishes(LostRest::ofGroups),
          wishes(SpoiltQuery::swallowing),
          wishes(SpoiltWords::twice),
          wishes(SpoiltQuery::byRewrite),
          wishes(SpoiltSlash::missingByRewrite),
          wishes(LostRest::ofRewrite),
          wishes(LostRest::ofVariables),
          wishes(SpoiltSlash::atTheEnd),
          wishes(ApplicationPath::behindASlash),
          wishes(SpoiltQuery::withASlash),
          wishes(SpoiltSlash::twice),
          wishes(SpoiltSlash::missing),
          wishes(ApplicationPath::of),
          wishes(LostRest::ofMaps),
          wishes(LostRest::ofAnyPath),
          wishes(SpoiltQuery::encodedMark),
          wishes(SpoiltQuery::byVariables),
          wishes(UnmatchedRewrite::of),
          wishes(InnerLocation::of),
          wishes(UndoneRewrite::of),
          atHops(OverwrittenPart::of),
          wishes(NameOfAnswers::of),
          wishes(OrdinaryRequest::of),
          wishes(OuterLocation::of),
          wishes(SpoiltSlash::twiceInTheMiddle),
          wishes(SpoiltSlash::betweenWords),
          wishes(SpoiltSlash::closing),
          wishes(SpoiltWords::exchanged),
          wishes(SpoiltQuery::markTwice),
          wishes(SpoiltQuery::replaced));

  /// One way in which a path is spoilt.
  private interface Search {
    Stream<Fault> in(Subject subject, List<SentPath> paths);
  }

  private static Search onTheWay(Function<Subject, Optional<Fault>> search) {
    return (subject, _) -> search.apply(subject).stream();
  }

  private static Search atHops(Function<SentPath, Optional<Fault>> search) {
    return (_, paths) -> paths.stream().flatMap(path -> search.apply(path).stream());
  }

  private static Search wishes(Reason reason) {
    return (subject, paths) ->
        paths.stream()
            .flatMap(
                path ->
                    reason.of(subject, path).flatMap(wish -> fault(subject, path, wish).stream()));
  }

  /// What is wished for, with the mend that brings it there.
  private static Optional<Fault> fault(Subject subject, SentPath path, Wish wish) {
    return new PathMend(subject, path)
        .of(wish)
        .map(edit -> fault(path, wish, edit.line(), edit.fix()))
        .or(() -> wish.advice().map(said -> fault(path, wish, path.pass(), Fix.manual(said))));
  }

  private static Fault fault(SentPath path, Wish wish, Directive line, Fix mend) {
    return new Fault(line, path.sent(), wish.severity(), wish.confidence(), wish.why(), mend);
  }

  @Override
  public String id() {
    return "proxy-pass-rewrites-path";
  }

  @Override
  public List<Finding> examine(Subject subject) {
    List<SentPath> paths = SentPath.of(subject);
    return SEARCHES.stream()
        .flatMap(search -> search.in(subject, paths))
        .findFirst()
        .map(this::finding)
        .stream()
        .toList();
  }

  private Finding finding(Fault fault) {
    return Finding.of(
            id(),
            fault.severity(),
            fault.confidence(),
            "the backend is asked for %s".formatted(fault.sent()),
            fault.why())
        .at(Place.of(fault.line().head()))
        .mendedBy(fault.mend());
  }
}
