package dev.wsdoctor.rule;

import dev.wsdoctor.conf.ConfigurationError;
import dev.wsdoctor.conf.Directive;
import dev.wsdoctor.conf.Edit;
import dev.wsdoctor.conf.SourceFile;
import dev.wsdoctor.conf.SourceRange;
import dev.wsdoctor.directive.Catalogue;
import dev.wsdoctor.finding.Finding;
import dev.wsdoctor.finding.Fix;
import dev.wsdoctor.finding.Place;
import dev.wsdoctor.finding.Severity;
import dev.wsdoctor.nginx.Scope;
import dev.wsdoctor.nginx.VirtualServer;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// A line without its semicolon that loads all the same: `server_name` and the like take any number
/// of words, and so the next line for more of them.
final class SemicolonMissing implements Rule {
  private static final Set<String> OF_THE_HANDSHAKE = Set.of("upgrade", "connection", "host");

  /// What else a socket needs, besides all that begins with `proxy_`.
  private static final Set<String> OF_SOCKETS = Set.of("listen", "include", "resolver", "ssi");

  @Override
  public String id() {
    return "semicolon-missing";
  }

  @Override
  public List<Finding> examine(Subject subject) {
    if (!subject.errors().stream().allMatch(ConfigurationError::dependsOnFiles)) {
      return List.of();
    }
    return subject.hops().stream()
        .flatMap(SemicolonMissing::blocks)
        .distinct()
        .flatMap(block -> block.body())
        .filter(directive -> !directive.isBlock())
        .flatMap(directive -> finding(subject, directive))
        .limit(1)
        .toList();
  }

  private static Stream<Directive> blocks(Hop hop) {
    Stream<Directive> scopes =
        hop.decision().scope().stream().flatMap(scope -> scope.chain().stream()).map(Scope::block);
    return Stream.concat(hop.decision().server().map(VirtualServer::directive).stream(), scopes);
  }

  private Stream<Finding> finding(Subject subject, Directive directive) {
    List<Integer> swallowed =
        IntStream.range(0, directive.parameterCount())
            .filter(index -> startsLine(directive.parameterRange(index)))
            .filter(
                index ->
                    !Catalogue.of(subject.version())
                        .find(directive.parameters().get(index))
                        .isEmpty())
            .boxed()
            .toList();
    return swallowed.isEmpty() ? Stream.of() : Stream.of(finding(subject, directive, swallowed));
  }

  private static boolean startsLine(SourceRange range) {
    String text = range.file().text();
    int start = text.lastIndexOf('\n', range.start() - 1) + 1;
    return start > 0 && text.substring(start, range.start()).isBlank();
  }

  private Finding finding(Subject subject, Directive directive, List<Integer> swallowed) {
    List<Edit> edits = swallowed.stream().map(index -> ended(directive, index)).toList();
    boolean breaks =
        subject.last().proxied().isPresent()
            ? swallowed.stream().anyMatch(index -> isOfTheHandshake(directive, index))
                && subject.proxied().anyMatch(hop -> !Handshake.of(hop).isComplete())
            : new Rehearsal(subject, subject.last()).sent(edits).isPresent();
    String name = directive.parameters().get(swallowed.getFirst());
    boolean matters =
        swallowed.stream()
            .map(index -> directive.parameters().get(index))
            .anyMatch(lost -> lost.startsWith("proxy_") || OF_SOCKETS.contains(lost));
    return Finding.of(
            id(),
            breaks ? Severity.ERROR : matters ? Severity.WARNING : Severity.NOTE,
            breaks ? 0.97 : matters ? 0.7 : 0.5,
            "the line of %s has no semicolon, so that %s behind it is not in force"
                .formatted(directive.name(), name),
            "%s takes any number of words: without a semicolon the next line is more of them, and nginx -t finds no fault."
                .formatted(directive.name()))
        .at(Place.of(directive.head()))
        .mendedBy(Fix.review(advice(directive, swallowed), edits));
  }

  private static boolean isOfTheHandshake(Directive directive, int index) {
    String name = directive.parameters().get(index);
    return switch (name) {
      case "proxy_pass", "proxy_http_version" -> true;
      case "proxy_set_header" ->
          index + 1 < directive.parameterCount()
              && OF_THE_HANDSHAKE.contains(
                  directive.parameters().get(index + 1).toLowerCase(Locale.ROOT));
      default -> false;
    };
  }

  private static String advice(Directive directive, List<Integer> swallowed) {
    return swallowed.contains(0)
        ? "take the %s out that was begun and not written".formatted(directive.name())
        : "end the line of %s with a semicolon".formatted(directive.name());
  }

  /// A name alone on its line says nothing, and nginx takes it with no semicolon behind it either.
  private static Edit ended(Directive directive, int index) {
    SourceFile file = directive.range().file();
    if (index == 0) {
      int start = directive.range().start();
      return Edit.delete(new SourceRange(file, start, directive.parameterRange(0).start()));
    }
    return Edit.insert(file, directive.parameterRange(index - 1).end(), ";");
  }
}
