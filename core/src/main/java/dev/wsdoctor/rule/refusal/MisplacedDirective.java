package dev.wsdoctor.rule.refusal;

import dev.wsdoctor.conf.Directive;
import dev.wsdoctor.conf.Edit;
import dev.wsdoctor.conf.Layout;
import dev.wsdoctor.conf.SourceRange;
import dev.wsdoctor.directive.Catalogue;
import dev.wsdoctor.directive.Context;
import dev.wsdoctor.nginx.VirtualServer;
import dev.wsdoctor.rule.BlockTitle;
import dev.wsdoctor.rule.Subject;
import dev.wsdoctor.rule.WrittenDirectives;
import dev.wsdoctor.rule.refusal.SyntaxMend.Candidate;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// A directive of the `http` level, such as a `map`, that stands in a server: all of its name in
/// that file move out in front of the first server. One of the `server` level, such as a location,
/// that stands beside the servers moves into the one that has the host.
final class MisplacedDirective {
  private MisplacedDirective() {}

  static Stream<Candidate> candidates(Refusal refusal) {
    if (!refusal.message().contains("directive is not allowed here")) {
      return Stream.of();
    }
    Optional<Directive> misplaced = at(refusal.subject(), refusal.place());
    Stream<Candidate> out =
        misplaced
            .filter(directive -> belongsToHttp(refusal.subject(), directive))
            .flatMap(directive -> moved(refusal.subject(), directive))
            .stream();
    Stream<Candidate> in =
        misplaced
            .filter(directive -> belongsToServer(refusal.subject(), directive))
            .flatMap(directive -> movedIn(refusal.subject(), directive))
            .stream();
    Stream<Candidate> inside =
        misplaced
            .filter(directive -> refusal.subject().configuration().directives().contains(directive))
            .flatMap(directive -> movedInside(refusal.subject(), directive))
            .stream();
    return Stream.of(out, in, inside).flatMap(candidates -> candidates);
  }

  /// Servers that stand behind the `http` block go to its end.
  private static Optional<Candidate> movedInside(Subject subject, Directive misplaced) {
    List<Directive> all =
        subject.configuration().directives().stream()
            .filter(directive -> directive.is(misplaced.name()) && misplaced.is("server"))
            .toList();
    return subject
        .configuration()
        .http()
        .filter(_ -> !all.isEmpty())
        .map(
            http ->
                new Candidate(
                    Stream.concat(
                            all.stream().map(Layout::remove),
                            Stream.of(
                                Layout.last(
                                    http,
                                    all.stream()
                                        .flatMap(one -> Layout.lines(one).stream())
                                        .toList())))
                        .toList(),
                    "move %s into http".formatted(BlockTitle.withPlace(misplaced)),
                    List.of()));
  }

  private static boolean belongsToServer(Subject subject, Directive directive) {
    return isAtHttpLevel(subject, directive)
        && Catalogue.of(subject.version()).find(directive.name()).stream()
            .anyMatch(
                meaning ->
                    meaning.contexts().contains(Context.SERVER)
                        && !meaning.contexts().contains(Context.HTTP));
  }

  /// All of the kind that stand outside of any server go to the end of the one that has the host.
  private static Optional<Candidate> movedIn(Subject subject, Directive misplaced) {
    List<Directive> all =
        subject.configuration().http().stream()
            .flatMap(Directive::body)
            .filter(directive -> belongsToServer(subject, directive))
            .toList();
    return serving(subject)
        .map(
            server -> {
              List<String> lines = all.stream().flatMap(one -> Layout.lines(one).stream()).toList();
              Stream<Edit> removed = all.stream().map(Layout::remove);
              return new Candidate(
                  Stream.concat(removed, Stream.of(Layout.last(server, lines))).toList(),
                  "move %s into %s: it stands outside of any server"
                      .formatted(BlockTitle.withPlace(misplaced), BlockTitle.withPlace(server)),
                  List.of());
            });
  }

  /// The server with the name of the URL's host, or the only one there is.
  private static Optional<Directive> serving(Subject subject) {
    List<VirtualServer> servers = subject.nginx().servers();
    return subject
        .first()
        .decision()
        .server()
        .filter(server -> server.isNamed(subject.target().host()) || servers.size() == 1)
        .map(VirtualServer::directive);
  }

  private static Optional<Directive> at(Subject subject, SourceRange place) {
    return WrittenDirectives.of(subject.configuration(), place.file())
        .filter(directive -> directive.range().start() == place.start())
        .findFirst();
  }

  private static boolean belongsToHttp(Subject subject, Directive directive) {
    return !directive.is("server")
        && Catalogue.of(subject.version()).find(directive.name()).stream()
            .anyMatch(
                meaning ->
                    meaning.contexts().contains(Context.HTTP)
                        && !meaning.contexts().contains(Context.SERVER));
  }

  private static Optional<Candidate> moved(Subject subject, Directive misplaced) {
    List<Directive> all =
        WrittenDirectives.of(subject.configuration(), misplaced.range().file())
            .filter(directive -> directive.is(misplaced.name()))
            .filter(directive -> !isAtHttpLevel(subject, directive))
            .toList();
    return subject
        .configuration()
        .http()
        .flatMap(http -> http.body("server").findFirst())
        .map(server -> moved(all, server));
  }

  private static boolean isAtHttpLevel(Subject subject, Directive directive) {
    return subject
        .configuration()
        .http()
        .filter(http -> http.body(directive.name()).anyMatch(directive::equals))
        .isPresent();
  }

  private static Candidate moved(List<Directive> misplaced, Directive server) {
    List<String> lines = misplaced.stream().flatMap(one -> Layout.lines(one).stream()).toList();
    Stream<Edit> removed = misplaced.stream().map(Layout::remove);
    return new Candidate(
        Stream.concat(removed, Stream.of(Layout.before(server, lines))).toList(),
        "move %s out of the server, in front of %s"
            .formatted(BlockTitle.withPlace(misplaced.getFirst()), server.where()),
        List.of());
  }
}
