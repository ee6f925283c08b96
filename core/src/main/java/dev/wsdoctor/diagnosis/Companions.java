package dev.wsdoctor.diagnosis;

import dev.wsdoctor.finding.Finding;
import dev.wsdoctor.finding.Place;
import dev.wsdoctor.finding.Severity;
import dev.wsdoctor.http.Fields;
import dev.wsdoctor.http.Target;
import dev.wsdoctor.nginx.AnswerReason;
import dev.wsdoctor.nginx.Decision;
import dev.wsdoctor.nginx.FileView;
import dev.wsdoctor.nginx.Outcome;
import dev.wsdoctor.rule.Hop;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The ordinary requests that go with a socket, by what its path says of the application: the
/// polling of Socket.IO, the negotiation of SignalR, the `info` of SockJS; and the path without its
/// slash, which nginx redirects.
final class Companions {
  /// How a library calls its socket, and what it asks for besides.
  private enum Library {
    SOCKET_IO(".*/socket\\.io", "/?EIO=4&transport=polling", "Socket.IO's polling"),
    SIGNALR(
        "(?i).*/(?:[a-z0-9_-]*hubs?|signalr(?:/[^/]+)?)",
        "/negotiate?negotiateVersion=1",
        "SignalR's negotiation"),
    SOCKJS("(.*)/[0-9]{1,3}/[^/]+/websocket", "/info", "SockJS's info");

    private final Pattern path;
    private final String asked;
    private final String title;

    Library(String path, String asked, String title) {
      this.path = Pattern.compile("(?<base>" + path + ")/?");
      this.asked = asked;
      this.title = title;
    }

    private Optional<String> companion(String socket) {
      Matcher matcher = path.matcher(socket);
      if (!matcher.matches()) {
        return Optional.empty();
      }
      String base = this == SOCKJS ? matcher.group(2) : matcher.group("base");
      return Optional.of(base + asked);
    }
  }

  private static final double SURENESS = 0.5;

  private final Prediction prediction;
  private final FileView files;

  Companions(Prediction prediction, FileView files) {
    this.prediction = prediction;
    this.files = files;
  }

  Stream<Finding> failing() {
    return Stream.concat(
        Stream.of(Library.values()).flatMap(library -> failure(library).stream()),
        withoutSlash().stream());
  }

  private Optional<Finding> failure(Library library) {
    Target socket = prediction.subject().target();
    return library
        .companion(socket.path())
        .map(path -> new Target(false, socket.tls(), socket.host(), socket.port(), path))
        .flatMap(page -> failure(library, page));
  }

  /// What one location makes of both is its author's will.
  private Optional<Finding> failure(Library library, Target page) {
    Decision decision = decide(page);
    if (decision.location().equals(prediction.decision().location())) {
      return Optional.empty();
    }
    String summary = "%s does not get where the socket does: %s".formatted(library.title, page);
    String why =
        "Clients ask for it before they open the socket, or instead of it; both have to reach one application.";
    return verdict(decision)
        .map(id -> finding(id, Severity.WARNING, SURENESS, summary, why, decision));
  }

  /// Which cause of the catalogue it is; nothing when the request goes where the socket goes, or
  /// nobody can know.
  private Optional<String> verdict(Decision decision) {
    if (decision.alternatives().stream().anyMatch(other -> verdict(other).isEmpty())) {
      return Optional.empty();
    }
    return switch (decision.outcome()) {
      case Outcome.Proxied proxied -> elsewhere(proxied);
      case Outcome.Answered answered ->
          answered.reason() == AnswerReason.UPSTREAM_UNUSABLE
              ? Optional.empty()
              : Optional.of(
                  answered.status() / 100 == 3 ? "redirect-instead-of-upgrade" : "access-refused");
      case Outcome.Static _ -> Optional.of("no-location-for-path");
      case Outcome.Handled _,
          Outcome.Closed _,
          Outcome.NotListening _,
          Outcome.WrongProtocol _,
          Outcome.NotLoaded _ ->
          Optional.empty();
    };
  }

  private Optional<String> elsewhere(Outcome.Proxied page) {
    return prediction
        .decision()
        .proxied()
        .filter(socket -> socket.target().host().isKnown() && page.target().host().isKnown())
        .filter(socket -> !goesTo(socket).equals(goesTo(page)))
        .map(_ -> "wrong-location-selected");
  }

  private static String goesTo(Outcome.Proxied proxied) {
    return proxied.target().host().text() + ":" + proxied.target().port();
  }

  /// Only where the location is called like the URL, slash and all: then nginx makes the redirect
  /// by itself (ngx_http_core_find_config_phase).
  private Optional<Finding> withoutSlash() {
    Target socket = prediction.subject().target();
    String path = socket.path();
    boolean named =
        path.length() > 1
            && path.endsWith("/")
            && prediction.decision().location().filter(l -> l.name().equals(path)).isPresent();
    if (!named) {
      return Optional.empty();
    }
    String bare = path.substring(0, path.length() - 1);
    Target url = new Target(true, socket.tls(), socket.host(), socket.port(), bare);
    Decision decision = decide(url);
    return decision.outcome() instanceof Outcome.Answered answered && answered.status() == 301
        ? Optional.of(
            finding(
                "redirect-instead-of-upgrade",
                Severity.NOTE,
                0.2,
                "only with its slash: %s is redirected, which sockets do not follow".formatted(url),
                "nginx sends who asks for a location without its last slash there with a 301.",
                decision))
        : Optional.empty();
  }

  private Decision decide(Target target) {
    return Route.of(prediction.subject().nginx(), prediction.arriving(target), Fields.NONE, files)
        .stream()
        .map(Hop::decision)
        .findFirst()
        .orElseThrow();
  }

  private static Finding finding(
      String id,
      Severity severity,
      double sureness,
      String summary,
      String why,
      Decision decision) {
    Finding finding = Finding.of(id, severity, sureness, summary, why);
    return decision
        .location()
        .map(location -> finding.at(Place.of(location.directive().head())))
        .orElse(finding);
  }
}
