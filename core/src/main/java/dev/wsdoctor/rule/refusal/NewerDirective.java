package dev.wsdoctor.rule.refusal;

import dev.wsdoctor.conf.Directive;
import dev.wsdoctor.conf.Edit;
import dev.wsdoctor.conf.Layout;
import dev.wsdoctor.directive.Catalogue;
import dev.wsdoctor.directive.DirectiveDefinition;
import dev.wsdoctor.rule.Subject;
import dev.wsdoctor.rule.WrittenDirectives;
import dev.wsdoctor.rule.refusal.SyntaxMend.Candidate;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Directives that another version of nginx has and this one not. What `http2 on` and the old `ssl
/// on` say, a parameter of `listen` says in the other; the rest can only go.
final class NewerDirective {
  private static final List<String> LISTEN_PARAMETERS = List.of("http2", "ssl");

  private NewerDirective() {}

  /// All of them together: nginx names one at a time.
  static Stream<Candidate> candidates(Refusal refusal) {
    if (!refusal.message().startsWith("unknown directive")
        && !refusal.message().contains("invalid parameter \"quic")) {
      return Stream.of();
    }
    List<Directive> all =
        refusal.subject().configuration().files().stream()
            .flatMap(file -> WrittenDirectives.of(refusal.subject().configuration(), file))
            .toList();
    List<Directive> foreign =
        all.stream().filter(one -> isForeign(refusal.subject(), one)).toList();
    if (foreign.isEmpty()) {
      return Stream.of();
    }
    List<Edit> edits =
        Stream.concat(
                foreign.stream().map(Layout::remove),
                foreign.stream().flatMap(one -> said(all, one)))
            .toList();
    return Stream.of(
        new Candidate(
            edits,
            advice(refusal.subject(), foreign),
            foreign.stream().map(one -> one.head()).limit(3).toList()));
  }

  private static boolean isForeign(Subject subject, Directive one) {
    return isOfAnotherVersion(subject, one)
        || (one.is("listen")
            && one.parameters().contains("quic")
            && Catalogue.of(subject.version()).find("http3").isEmpty());
  }

  private static boolean isOfAnotherVersion(Subject subject, Directive one) {
    return Catalogue.of(subject.version()).find(one.name()).isEmpty()
        && !Catalogue.history(one.name()).isEmpty();
  }

  /// The same, said by the `listen` lines of the block.
  private static Stream<Edit> said(List<Directive> all, Directive foreign) {
    boolean hasForm =
        LISTEN_PARAMETERS.contains(foreign.name()) && foreign.parameter().equals("on");
    return hasForm
        ? all.stream()
            .filter(block -> block.is("server") && block.body().anyMatch(foreign::equals))
            .flatMap(server -> server.body("listen"))
            .filter(listen -> isForTls(listen, foreign))
            .map(
                listen ->
                    Edit.insert(listen.range().file(), listen.head().end(), " " + foreign.name()))
        : Stream.of();
  }

  private static boolean isForTls(Directive listen, Directive foreign) {
    List<String> parameters = listen.parameters();
    boolean tls = parameters.contains("ssl") || listen.parameter().endsWith("443");
    return tls && !parameters.contains(foreign.name()) && !parameters.contains("quic");
  }

  private static String advice(Subject subject, List<Directive> foreign) {
    return "take out what nginx %s does not have: %s"
        .formatted(
            subject.version(),
            foreign.stream()
                .map(NewerDirective::withVersions)
                .distinct()
                .collect(Collectors.joining(", ")));
  }

  private static String withVersions(Directive one) {
    List<DirectiveDefinition> history = Catalogue.history(one.name());
    String since =
        history.stream()
            .flatMap(definition -> definition.since().stream())
            .findFirst()
            .map(" (since %s)"::formatted)
            .orElse("");
    String until =
        history.stream()
            .flatMap(definition -> definition.until().stream())
            .findFirst()
            .map(" (until %s)"::formatted)
            .orElse("");
    return one.is("listen") ? "listen ... quic (since 1.25.0)" : one.name() + since + until;
  }
}
