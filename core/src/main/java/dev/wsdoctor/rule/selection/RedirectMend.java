package dev.wsdoctor.rule.selection;

import dev.wsdoctor.conf.Directive;
import dev.wsdoctor.conf.Edit;
import dev.wsdoctor.conf.Layout;
import dev.wsdoctor.conf.SourceRange;
import dev.wsdoctor.finding.Fix;
import dev.wsdoctor.nginx.AnswerReason;
import dev.wsdoctor.nginx.Decision;
import dev.wsdoctor.nginx.Listen;
import dev.wsdoctor.nginx.Location;
import dev.wsdoctor.nginx.Outcome;
import dev.wsdoctor.nginx.Value;
import dev.wsdoctor.rule.SocketLocations;
import dev.wsdoctor.rule.SocketPath;
import dev.wsdoctor.rule.Subject;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// The mend of a redirect: a location of its own for the name without the slash, or the redirect
/// for ordinary requests only. A redirect to another scheme or host is for the client to follow.
final class RedirectMend {
  private RedirectMend() {}

  static Fix of(Subject subject, Outcome.Answered answer) {
    String to = answer.location().map(Value::text).orElse("");
    Optional<Fix> circle = backFrom(subject, to);
    if (circle.isPresent()) {
      return circle.get();
    }
    Optional<Fix> stopped = answer.by().flatMap(line -> EndlessIf.mend(subject, line));
    if (stopped.isPresent()) {
      return stopped.get();
    }
    Optional<Fix> scheme =
        answer.by().flatMap(line -> ForwardedScheme.of(subject, line)).map(ForwardedScheme::mend);
    if (scheme.isPresent()) {
      return scheme.get();
    }
    Optional<Fix> within = RewriteRedirect.of(subject, answer, path(to));
    if (within.isPresent()) {
      return within.get();
    }
    if (answer.by().isPresent() && wouldProxy(subject, answer) && !isServedThere(subject, to)) {
      return pagesOnly(answer.by().get());
    }
    if (answer.by().isEmpty() || leadsElsewhere(subject, to)) {
      return Fix.manual(
          "open the socket where the redirect leads: " + to.replaceFirst("^http", "ws"));
    }
    Directive by = answer.by().get();
    return byReason(answer, by, path(to))
        .or(() -> besideTheRest(subject, answer))
        .orElseGet(() -> manual(to));
  }

  /// The fallback sends everything on to where the application is, which has its socket beside
  /// that.
  private static Optional<Fix> besideTheRest(Subject subject, Outcome.Answered answer) {
    return answer.reason() == AnswerReason.RETURN
        ? Selection.ofFailing(subject)
            .filter(selection -> selection.chosen().filter(SocketLocations::isFallback).isPresent())
            .filter(selection -> selection.beaten().isEmpty() && selection.elsewhere().size() == 1)
            .filter(_ -> SocketPath.isOne(subject.target().path()))
            .flatMap(selection -> NewLocation.mend(subject, selection))
        : Optional.empty();
  }

  /// A proxy_pass to this nginx itself, which redirects to where the request came from: the site's
  /// backend is the one that its fallback proxies to.
  private static Optional<Fix> backFrom(Subject subject, String to) {
    String came = subject.target().toString().replaceFirst("^ws", "http");
    Optional<Outcome.Proxied> first = subject.first().proxied();
    if (subject.hops().size() < 2 || first.isEmpty() || !to.equals(came)) {
      return Optional.empty();
    }
    Directive pass = first.get().by();
    String back = SocketLocations.origin(pass);
    return subject.first().decision().server().stream()
        .flatMap(SocketLocations::proxying)
        .filter(SocketLocations::isFallback)
        .flatMap(fallback -> SocketLocations.proxyPass(fallback).stream())
        .map(SocketLocations::origin)
        .filter(origin -> !origin.equals(back) && !origin.contains("$"))
        .findFirst()
        .map(
            origin ->
                Fix.review(
                    "proxy to %s, as the rest of the site: %s is this nginx, which redirects"
                        .formatted(origin, back),
                    List.of(
                        new Edit(
                            pass.parameterRange(0),
                            origin + pass.parameter().substring(back.length())))));
  }

  private static Optional<Fix> byReason(Outcome.Answered answer, Directive by, String path) {
    if (answer.reason() == AnswerReason.SLASH_REDIRECT) {
      return slashless(by);
    }
    return answer.reason() == AnswerReason.RETURN ? ordinaryOnly(by, path) : Optional.empty();
  }

  private static Fix manual(String to) {
    return Fix.manual(
        "give the socket a location of its own, or open it at " + to.replaceFirst("^http", "ws"));
  }

  private static boolean leadsElsewhere(Subject subject, String to) {
    boolean absolute = to.startsWith("http://") || to.startsWith("https://");
    String scheme = subject.first().connection().tls() ? "https://" : "http://";
    return absolute && !to.startsWith(scheme + subject.target().authority());
  }

  /// Whether the redirect stands in front of a proxy that would take the request.
  private static boolean wouldProxy(Subject subject, Outcome.Answered answer) {
    Directive by = answer.by().orElseThrow();
    Decision decision = subject.last().decision();
    Optional<Location> located = subject.located(subject.last());
    return (answer.reason() == AnswerReason.RETURN || answer.reason() == AnswerReason.REWRITE)
        && Stream.concat(located.stream(), decision.location().stream())
            .filter(
                location ->
                    SocketLocations.proxyPass(location).isPresent()
                        || decision
                            .server()
                            .filter(s -> SocketLocations.isDoor(s, location))
                            .isPresent())
            .flatMap(location -> location.scope().chain().stream())
            .anyMatch(level -> level.own(by.name()).contains(by));
  }

  /// Whether the redirect leads from http to a TLS server of this configuration.
  private static boolean isServedThere(Subject subject, String to) {
    boolean upwards = !subject.target().tls() && to.startsWith("https://");
    return upwards
        && subject.nginx().servers().stream()
            .filter(server -> server.listens().stream().anyMatch(Listen::ssl))
            .anyMatch(server -> server.isNamed(subject.target().host()));
  }

  private static Fix pagesOnly(Directive redirect) {
    String line = redirect.head().text().strip() + ";";
    return Fix.review(
        "redirect ordinary requests only",
        List.of(new Edit(redirect.range(), ordinary(redirect, line))));
  }

  static String ordinary(Directive redirect, String line) {
    Layout layout = Layout.beside(redirect);
    String indented = layout.lineEnd() + layout.indentation();
    return "if ($http_upgrade = '') {" + indented + "    " + line + indented + "}";
  }

  private static String path(String to) {
    return to.replaceFirst("^https?://[^/]*", "").replaceFirst("[?].*", "");
  }

  /// A copy of the location for exactly the name without the slash.
  private static Optional<Fix> slashless(Directive location) {
    SourceRange range = location.range();
    int nameAt = location.parameters().size() - 1;
    String name = location.parameters().get(nameAt);
    boolean nests = location.body("location").findAny().isPresent();
    if (nests || !name.endsWith("/") || range.file() != location.head().file()) {
      return Optional.empty();
    }
    String bare = name.substring(0, name.length() - 1);
    String body = withoutSlash(location, range.text().substring(location.head().text().length()));
    String copy = "location = " + bare + " " + body.strip();
    return Optional.of(
        Fix.safe(
            "answer " + bare + " with a location of its own",
            List.of(Layout.before(location, List.of(copy, "")))));
  }

  /// The body with a URI part such as `/ws/` in its proxy_pass written `/ws`.
  private static String withoutSlash(Directive location, String body) {
    Optional<Directive> pass = location.body("proxy_pass").findFirst();
    if (pass.isEmpty()) {
      return body;
    }
    String url = pass.get().parameter();
    String uri = url.substring(SocketLocations.origin(pass.get()).length());
    boolean cut = uri.length() > 1 && uri.endsWith("/") && !url.contains("$");
    return cut ? body.replace(url + ";", url.substring(0, url.length() - 1) + ";") : body;
  }

  /// Ordinary requests are still redirected; a handshake goes on as if it had come with the slash.
  private static Optional<Fix> ordinaryOnly(Directive redirect, String path) {
    boolean conditional = !redirect.lastParameter().contains("$uri/");
    if (conditional) {
      return Optional.empty();
    }
    String line = redirect.head().text().strip() + ";";
    Layout layout = Layout.beside(redirect);
    String indented = layout.lineEnd() + layout.indentation();
    String text = ordinary(redirect, line) + indented + "rewrite ^ $uri/ last;";
    return Optional.of(
        Fix.review(
            "redirect ordinary requests only, and take handshakes to " + path + " within nginx",
            List.of(new Edit(redirect.range(), text))));
  }
}
