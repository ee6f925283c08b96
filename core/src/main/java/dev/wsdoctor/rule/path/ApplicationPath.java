package dev.wsdoctor.rule.path;

import dev.wsdoctor.application.ApplicationProfile;
import dev.wsdoctor.application.Recognition;
import dev.wsdoctor.conf.Directive;
import dev.wsdoctor.rule.PagesBeside;
import dev.wsdoctor.rule.Subject;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// A path where the application has its socket became one where it has none.
final class ApplicationPath {
  private ApplicationPath() {}

  /// By a slash too many that stands for the words of the path.
  static Stream<Wish> behindASlash(Subject subject, SentPath path) {
    boolean cut =
        path.isReplaced()
            && path.sentPath().startsWith("//")
            && !path.askedPath().contains("//")
            && !path.hasVariables();
    return application(subject)
        .filter(_ -> cut)
        .filter(known -> known.serves(path.askedPath()))
        .filter(known -> !known.serves(path.sentPath().substring(1)))
        .map(
            known ->
                Wish.of(
                    path.asked(),
                    0.85,
                    "nginx replaces the location's name by the URI part letter for letter, and %s has its socket at the path that was asked for."
                        .formatted(known)))
        .stream();
  }

  /// A rewrite to another path than the root may be what stands in front of the application
  /// elsewhere, too.
  static Stream<Wish> of(Subject subject, SentPath path) {
    boolean rewritten = path.writtenUri().isEmpty() && path.sentPath().equals("/");
    List<Directive> rewrites = path.rewrites().limit(1).toList();
    boolean changed = rewritten ? !rewrites.isEmpty() : !path.writtenUri().isEmpty();
    return application(subject)
        .filter(_ -> changed && path.isKnown())
        .filter(_ -> !PagesBeside.of(path.hop(), path.proxied()).areStripped())
        .filter(known -> known.insistsOn(path.askedPath()) && !known.serves(path.sentPath()))
        .stream()
        .flatMap(known -> wishes(subject, path, known, rewritten ? rewrites : List.of()));
  }

  private static Stream<Wish> wishes(
      Subject subject, SentPath path, ApplicationProfile known, List<Directive> rewrites) {
    String why =
        rewrites.isEmpty()
            ? "%s has its socket at the path that was asked for; the URI part of proxy_pass makes another one of it."
            : "%s has its socket at the path that was asked for; this rewrite makes another one of it.";
    return Stream.concat(
        OuterLocation.sent(subject, path)
            .filter(sent -> known.serves(SentPath.path(sent)))
            .map(sent -> Wish.of(sent, 0.8, why.formatted(known)))
            .stream(),
        Stream.of(
            Wish.of(path.asked(), 0.8, why.formatted(known))
                .at(rewrites)
                .orElse("let the backend be asked for " + path.asked())));
  }

  private static Optional<ApplicationProfile> application(Subject subject) {
    return subject.application().map(Recognition::profile);
  }
}
