package dev.wsdoctor.rule.selection;

import dev.wsdoctor.conf.Directive;
import dev.wsdoctor.conf.Layout;
import dev.wsdoctor.finding.Finding;
import dev.wsdoctor.finding.Fix;
import dev.wsdoctor.finding.Place;
import dev.wsdoctor.finding.Severity;
import dev.wsdoctor.nginx.Location;
import dev.wsdoctor.nginx.Outcome;
import dev.wsdoctor.nginx.Upstream;
import dev.wsdoctor.rule.BlockTitle;
import dev.wsdoctor.rule.NginxAnswer;
import dev.wsdoctor.rule.Rule;
import dev.wsdoctor.rule.SocketLocations;
import dev.wsdoctor.rule.Subject;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// The location that is meant for the path has nothing that proxies.
public final class LocationWithoutHandler implements Rule {
  @Override
  public String id() {
    return "location-without-handler";
  }

  @Override
  public List<Finding> examine(Subject subject) {
    Optional<Finding> missing =
        MissingHandler.of(subject).map(handler -> finding(subject, handler));
    return missing
        .or(() -> NginxAnswer.early(subject).map(line -> early(subject, line)))
        .or(() -> ownAnswer(subject))
        .stream()
        .toList();
  }

  private Finding early(Subject subject, Directive line) {
    boolean everytime =
        subject
            .last()
            .decision()
            .location()
            .filter(location -> location.scope().own(line.name()).contains(line))
            .isPresent();
    return Finding.of(
            id(),
            Severity.ERROR,
            0.97,
            "\"%s\" answers before proxy_pass comes to its turn"
                .formatted(line.head().text().strip()),
            "return works in the rewrite phase, whatever the order of the lines, so that no backend is asked.")
        .at(Place.of(line.head()))
        .mendedBy(
            everytime
                ? Fix.review("take the line out", List.of(Layout.remove(line)))
                : Fix.manual("let the condition of the line not hold for the socket"));
  }

  /// A location written for the path that answers by itself, with something that is neither a
  /// redirect nor a refusal.
  private Optional<Finding> ownAnswer(Subject subject) {
    boolean proxied = subject.last().proxied().isPresent();
    if (proxied
        || FilesFirst.of(subject).isPresent()
        || NginxAnswer.isOfAnotherRule(subject)
        || NginxAnswer.isUnusable(subject)) {
      return Optional.empty();
    }
    if (subject.last().grpcPass().isPresent()) {
      return Optional.empty();
    }
    Optional<String> module = module(subject);
    return Selection.ofFailing(subject)
        .filter(selection -> !selection.isFallback() && selection.beaten().isEmpty())
        .map(
            selection ->
                module
                    .map(to -> handled(subject, selection, to))
                    .orElseGet(() -> ownAnswer(subject, selection)));
  }

  private static Optional<String> module(Subject subject) {
    return subject.last().decision().outcome() instanceof Outcome.Handled(String module, var by)
            && by.name().endsWith("_pass")
        ? Optional.of(module)
        : Optional.empty();
  }

  private Finding handled(Subject subject, Selection selection, String module) {
    return Finding.of(
            id(),
            Severity.ERROR,
            0.96,
            "%s passes the handshake on with %s_pass".formatted(selection.title(), module),
            "That protocol carries a request and its answer; of nginx's modules only proxy_pass makes a tunnel of"
                + " a 101.")
        .at(Place.of(selection.place().head()))
        .mendedBy(
            OtherProtocol.mend(subject, selection)
                .orElseGet(
                    () ->
                        Fix.manual(
                            "let the application speak HTTP on a port of its own, and pass the socket's location there with"
                                + " proxy_pass")));
  }

  private Finding ownAnswer(Subject subject, Selection selection) {
    return Finding.of(
            id(),
            Severity.ERROR,
            0.96,
            selection.title() + " answers the handshake by itself",
            "Nothing in the location proxies, so no backend is asked and there can be no 101.")
        .at(Place.of(selection.place().head()))
        .mendedBy(
            TailLocation.mend(selection, subject.target().path())
                .orElseGet(
                    () ->
                        Fix.manual(
                            "proxy the location to the application's socket with proxy_pass")));
  }

  private Finding finding(Subject subject, MissingHandler missing) {
    Directive block = missing.location().directive();
    Finding finding =
        Finding.of(
                id(),
                Severity.ERROR,
                0.97,
                BlockTitle.of(block) + " has proxy settings but no proxy_pass",
                "proxy_pass is never inherited, not even by a nested location; without one nginx looks for the"
                    + " file "
                    + missing.outcome().path().text()
                    + " and answers by itself.")
            .at(Place.of(block.head()));
    return unused(subject)
        .map(upstream -> mend(block, upstream))
        .or(() -> model(subject).map(pass -> mend(block, pass)))
        .map(finding::mendedBy)
        .orElse(finding);
  }

  /// An upstream that no proxy_pass names was made for somebody.
  private static Optional<Upstream> unused(Subject subject) {
    List<String> targets =
        subject.nginx().servers().stream()
            .flatMap(SocketLocations::proxying)
            .flatMap(location -> SocketLocations.proxyPass(location).stream())
            .map(Directive::parameter)
            .toList();
    return subject.nginx().upstreams().stream()
        .filter(upstream -> targets.stream().noneMatch(to -> to.contains(upstream.name())))
        .findFirst();
  }

  private static Fix mend(Directive block, Upstream upstream) {
    return Fix.review(
        "proxy to the upstream %s, which nothing else uses".formatted(upstream.name()),
        List.of(Layout.first(block, List.of("proxy_pass http://" + upstream.name() + ";"))));
  }

  /// The proxy_pass nearest to hand: the fallback's, else the first of the server.
  private static Optional<Directive> model(Subject subject) {
    List<Location> proxying =
        subject.last().decision().server().stream().flatMap(SocketLocations::proxying).toList();
    return Stream.concat(proxying.stream().filter(SocketLocations::isFallback), proxying.stream())
        .findFirst()
        .flatMap(SocketLocations::proxyPass);
  }

  private static Fix mend(Directive block, Directive model) {
    String line = "proxy_pass " + SocketLocations.origin(model) + ";";
    return Fix.review(
        "proxy to the upstream that " + model.where() + " names",
        List.of(Layout.first(block, List.of(line))));
  }
}
