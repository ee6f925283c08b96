package dev.wsdoctor.rule.selection;

import dev.wsdoctor.conf.Directive;
import dev.wsdoctor.conf.Edit;
import dev.wsdoctor.conf.Layout;
import dev.wsdoctor.conf.SourceRange;
import dev.wsdoctor.finding.Fix;
import dev.wsdoctor.nginx.AnswerReason;
import dev.wsdoctor.nginx.Decision;
import dev.wsdoctor.nginx.Location;
import dev.wsdoctor.nginx.Outcome;
import dev.wsdoctor.nginx.Phase;
import dev.wsdoctor.nginx.VirtualServer;
import dev.wsdoctor.rule.BlockTitle;
import dev.wsdoctor.rule.SocketLocations;
import dev.wsdoctor.rule.Subject;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// A `rewrite` of the server that gives the socket's path another URI before a location is looked
/// for, so that the one that is made for it never sees the request.
record ServerRewrite(VirtualServer server, Directive rewrite, Location meant) {
  static Optional<ServerRewrite> of(Subject subject) {
    Decision decision = subject.last().decision();
    boolean taken =
        decision.outcome() instanceof Outcome.Static
            || decision.outcome() instanceof Outcome.Handled
            || (decision.outcome() instanceof Outcome.Answered answered
                && answered.reason() == AnswerReason.TRY_FILES);
    Optional<Location> meant =
        subject.located(subject.last()).filter(_ -> taken).filter(SocketLocations::isOne);
    return meant.flatMap(
        location ->
            decision
                .server()
                .flatMap(server -> rewrite(decision, server))
                .map(line -> new ServerRewrite(decision.server().get(), line, location)));
  }

  private static Optional<Directive> rewrite(Decision decision, VirtualServer server) {
    List<SourceRange> ran =
        decision.steps().stream()
            .filter(step -> step.phase() == Phase.SERVER_REWRITE)
            .flatMap(step -> step.place().stream())
            .toList();
    return server
        .directive()
        .body()
        .flatMap(line -> line.is("if") ? line.body() : Stream.of(line))
        .filter(line -> line.is("rewrite"))
        .filter(line -> ran.stream().anyMatch(place -> place.start() == line.range().start()))
        .findFirst();
  }

  /// The rule moves into a location of its own, which takes what no other takes; where the location
  /// takes the same name away, nothing needs it.
  Fix mend() {
    return repeated().orElseGet(this::moved);
  }

  private Optional<Fix> repeated() {
    String name = meant.name();
    boolean same =
        !meant.isRegex()
            && name.endsWith("/")
            && List.of("^" + name + "(.*)$", "^" + name + "(.*)").contains(rewrite.parameter())
            && rewrite.parameters().get(1).equals("/$1")
            && SocketLocations.proxyPass(meant)
                .filter(pass -> pass.parameter().equals(SocketLocations.origin(pass) + "/"))
                .isPresent();
    return same
        ? Optional.of(
            Fix.review(
                "take the rule out: %s takes %s away itself"
                    .formatted(BlockTitle.withPlace(meant.directive()), name),
                List.of(Layout.remove(rewrite))))
        : Optional.empty();
  }

  private Fix moved() {
    Optional<Directive> moved =
        server.directive().children().stream()
            .filter(line -> line.equals(rewrite) || line.children().contains(rewrite))
            .findFirst();
    boolean hasFallback = server.locations().stream().anyMatch(SocketLocations::isFallback);
    return moved
        .filter(_ -> !hasFallback)
        .map(
            line ->
                Fix.review(
                    "move the rule into a location /, so that it leaves paths with a location of their own alone",
                    List.of(new Edit(line.range(), wrapped(line)))))
        .orElseGet(
            () ->
                Fix.manual(
                    "move the rule into location /, or let its condition not hold for the socket"));
  }

  private static String wrapped(Directive line) {
    Layout layout = Layout.beside(line);
    String indented = layout.lineEnd() + layout.indentation();
    return "location / {"
        + indented
        + "    "
        + line.range().text().replace(indented, indented + "    ")
        + indented
        + "}";
  }
}
