package dev.wsdoctor.probe;

import dev.wsdoctor.finding.Evidence;
import dev.wsdoctor.finding.Finding;
import dev.wsdoctor.finding.Fix;
import dev.wsdoctor.finding.Severity;
import dev.wsdoctor.http.Fields;
import dev.wsdoctor.http.Response;
import dev.wsdoctor.http.Target;
import dev.wsdoctor.probe.Observation.Result;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// What one handshake alone shows, without a configuration.
final class HandshakeJudge {
  private final Target target;
  private final Observation through;
  private final Optional<Observation> direct;
  private final Optional<Observation> otherFamily;

  HandshakeJudge(
      Target target,
      Observation through,
      Optional<Observation> direct,
      Optional<Observation> otherFamily) {
    this.target = target;
    this.through = through;
    this.direct = direct;
    this.otherFamily = otherFamily;
  }

  List<String> remarks() {
    List<String> found = new ArrayList<>();
    redirect().ifPresent(to -> found.add(redirectSentence(to)));
    if (through.opened()) {
      found.add(subprotocol());
      found.add(extensions());
    }
    hopsCompared().ifPresent(found::add);
    if (through.result() instanceof Result.Refused(int status)
        && status >= 400
        && !isDirectOpen()) {
      found.add(
          "'wsdoctor check %s' finds the cause of this answer, with -c FILE by nginx's configuration too"
              .formatted(target));
    }
    through.remarks().forEach(found::add);
    return found;
  }

  /// The Location of a 3xx.
  private Optional<String> redirect() {
    return through
        .response()
        .filter(response -> response.status() / 100 == 3)
        .flatMap(response -> response.fields().first("Location"));
  }

  private static String redirectSentence(String to) {
    return "it was not followed, because WebSocket clients do not follow redirects: a browser fails the socket; open "
        + to.replaceFirst("^http", "ws")
        + " instead, or let nginx serve the path without a redirect";
  }

  private String subprotocol() {
    List<String> offered = through.request().fields().members("Sec-WebSocket-Protocol");
    Optional<String> chosen = field("Sec-WebSocket-Protocol");
    if (offered.isEmpty()) {
      return "no subprotocol was offered (--subprotocol offers one)";
    }
    return chosen
        .map(name -> "the server chose the subprotocol '" + name + "'")
        .orElse("the server chose none of the subprotocols " + offered);
  }

  private String extensions() {
    return field("Sec-WebSocket-Extensions")
        .map(value -> "extensions in use: " + value)
        .orElse(
            through.request().fields().has("Sec-WebSocket-Extensions")
                ? "the server took no extension"
                : "no extension was offered (-H 'Sec-WebSocket-Extensions: permessage-deflate' offers compression)");
  }

  private boolean isDirectOpen() {
    return direct.filter(Observation::opened).isPresent();
  }

  private Optional<String> hopsCompared() {
    return direct.map(this::comparedWith);
  }

  private String comparedWith(Observation beside) {
    if (beside.opened()) {
      return through.opened()
          ? "both hops open the socket"
          : "the backend opens the socket directly and nginx in front of it does not: the fault is in between; 'wsdoctor check' says where";
    }
    return through.opened()
        ? "the socket opens through nginx and not directly: the backend wants what nginx adds, or listens to nginx alone"
        : "the backend does not open the socket directly either, so look there first: "
            + PlainWords.of(beside);
  }

  private Optional<String> field(String name) {
    return through.response().map(Response::fields).orElse(Fields.NONE).first(name);
  }

  List<Finding> causes() {
    List<Finding> found = new ArrayList<>();
    redirect().ifPresent(to -> found.add(redirected(to)));
    invalidSwitch().ifPresent(found::add);
    subprotocolMismatch().ifPresent(found::add);
    familiesDisagree().ifPresent(found::add);
    through.ending().map(this::endsAtOnce).ifPresent(found::add);
    if (!through.tlsTroubles().isEmpty()) {
      found.add(TlsFindings.weak(through.tlsTroubles()));
    }
    return found;
  }

  /// With 101 nginx stops to understand what it passes on, so that it has no reason to end it.
  private Finding endsAtOnce(Ending how) {
    if (how instanceof Ending.Violated) {
      return BrokenPeer.cause(how.describe(), Evidence.probe(through.hop()));
    }
    boolean directly = direct.flatMap(Observation::ending).isPresent();
    return Finding.of(
            "closed-by-backend",
            Severity.WARNING,
            directly ? 0.9 : 0.6,
            "the socket is ended right after the opening: " + how.describe(),
            "The handshake is right; what ends it is mostly the application, as for a missing token or cookie, an origin"
                + " that it does not like, or an error of its own.")
        .because(
            Stream.concat(Stream.of(through), direct.stream()).map(HopWords::evidence).toList())
        .mendedBy(
            Fix.manual(
                "send what the page sends (--origin, --cookie, --subprotocol), read the application's log of that"
                    + " moment, and compare with the backend itself: --backend URL"));
  }

  /// A name that leads to two machines, or to one whose server listens on one family alone.
  private Optional<Finding> familiesDisagree() {
    return otherFamily
        .filter(other -> other.opened() != through.opened())
        .map(
            other ->
                Finding.of(
                        "client-url-mismatch",
                        Severity.WARNING,
                        0.8,
                        "the two address families of %s disagree: at %s %s, at %s %s"
                            .formatted(
                                target.host(),
                                through.address(),
                                PlainWords.of(through),
                                other.address(),
                                PlainWords.of(other)),
                        "A client takes the one or the other, by its own network and by which answers first, so the"
                            + " socket works for some people and not for others.")
                    .because(
                        List.of(
                            Evidence.probe(through.address() + ": " + PlainWords.of(through)),
                            Evidence.probe(other.address() + ": " + PlainWords.of(other))))
                    .mendedBy(
                        Fix.manual(
                            "let nginx listen on both (listen 443 ssl; listen [::]:443 ssl;), or correct the A or AAAA record")));
  }

  private Finding redirected(String to) {
    return Finding.of(
            "redirect-instead-of-upgrade",
            Severity.ERROR,
            0.95,
            "%s answers with a redirect to %s".formatted(target, to),
            "A WebSocket client takes every answer but 101 for a failure; it does not follow redirects.")
        .because(Evidence.probe("status %d, Location: %s".formatted(status(), to)))
        .mendedBy(Fix.manual("open " + to.replaceFirst("^http", "ws") + ", or serve this path"));
  }

  private int status() {
    return through.response().map(Response::status).orElse(0);
  }

  private Optional<Finding> invalidSwitch() {
    if (!(through.result() instanceof Result.Refused(int status)) || status != 101) {
      return Optional.empty();
    }
    return Optional.of(
        InvalidSwitch.cause(through).because(Evidence.probe(through.head().strip())));
  }

  /// Browsers fail a socket whose offer of subprotocols gets no answer.
  private Optional<Finding> subprotocolMismatch() {
    List<String> offered = through.request().fields().members("Sec-WebSocket-Protocol");
    if (!through.opened() || offered.isEmpty() || field("Sec-WebSocket-Protocol").isPresent()) {
      return Optional.empty();
    }
    return Optional.of(
        Finding.of(
                "subprotocol-mismatch",
                Severity.ERROR,
                0.85,
                "the client offers the subprotocols %s and the server answers with none"
                    .formatted(offered),
                "Chromium and others fail a socket that asked for a subprotocol and got none.")
            .because(Evidence.probe("the 101 has no Sec-WebSocket-Protocol"))
            .mendedBy(
                Fix.manual(
                    "offer what the backend knows, and see that no proxy_set_header blanks Sec-WebSocket-Protocol")));
  }
}
