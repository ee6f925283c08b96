package dev.wsdoctor.probe.browser;

import dev.wsdoctor.finding.Evidence;
import dev.wsdoctor.finding.Finding;
import dev.wsdoctor.finding.Fix;
import dev.wsdoctor.finding.Severity;
import dev.wsdoctor.http.Target;
import dev.wsdoctor.probe.Observation;
import dev.wsdoctor.probe.StatusGuess;
import dev.wsdoctor.probe.browser.BrowserSight.End;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Why a browser does not open a socket, or loses it, from its own words (Chromium's
/// `WebSocketHandshakeStream` and `net_error_list.h`).
final class BrowserJudge {
  private static final Pattern STATUS = Pattern.compile("Unexpected response code: (\\d{3})");
  private static final Pattern NET_ERROR = Pattern.compile("net::(ERR_[A-Z0-9_]+)");
  private static final int ABNORMAL = 1006;
  private static final int POLICY_VIOLATION = 1008;
  private static final int MESSAGE_TOO_BIG = 1009;

  private final Target target;
  private final BrowserSight sight;
  private final Observation same;
  private final Observation without;

  BrowserJudge(Target target, BrowserSight sight, Observation same, Observation without) {
    this.target = target;
    this.sight = sight;
    this.same = same;
    this.without = without;
  }

  List<Finding> causes() {
    if (sight.held()) {
      return List.of();
    }
    Finding cause = sight.opened().isPresent() ? ended() : refused();
    List<Evidence> evidence = new ArrayList<>(List.of(Evidence.probe(words())));
    sight.console().forEach(line -> evidence.add(Evidence.probe("console: " + line)));
    return List.of(cause.because(evidence));
  }

  private String words() {
    String how =
        sight
            .end()
            .map(end -> "close event %d%s".formatted(end.code(), reason(end)))
            .orElse("no close event");
    return "%s, from a page of %s: %s%s"
        .formatted(
            sight.browser(),
            sight.origin(),
            sight.error().isEmpty() ? "" : sight.error() + "; ",
            how);
  }

  private static String reason(End end) {
    return end.reason().isEmpty() ? "" : " '" + end.reason() + "'";
  }

  private Finding refused() {
    if (!sight.policy().isEmpty()) {
      return policy();
    }
    if (sight.error().contains("insecure WebSocket connection")) {
      return mixedContent();
    }
    if (status(sight.error()) != 0) {
      return unexpected(status(sight.error()));
    }
    Matcher network = NET_ERROR.matcher(sight.error());
    if (network.find()) {
      return network(network.group(1));
    }
    return answer();
  }

  private Finding policy() {
    return cause(
        "csp-forbids-socket",
        0.95,
        "the page's Content-Security-Policy does not allow %s (%s)"
            .formatted(target, sight.policy()),
        "connect-src, or default-src without it, lists what a page may open; the browser asks no server then.",
        "add %s://%s to connect-src of the page's Content-Security-Policy"
            .formatted(target.tls() ? "wss" : "ws", target.authority()));
  }

  private Finding mixedContent() {
    return cause(
        "client-url-mismatch",
        0.95,
        "the page is https and the socket ws://: the browser refuses it as mixed content",
        "A page that came over TLS may open wss:// only. Where the application builds the URL itself, it believes that"
            + " its page is http: then X-Forwarded-Proto does not reach it (forwarded-proto-missing).",
        "open wss:// from that page, and let nginx serve it");
  }

  /// The status that the browser's sentence names; 0 for none.
  static int status(String error) {
    Matcher status = STATUS.matcher(error);
    return status.find() ? Integer.parseInt(status.group(1)) : 0;
  }

  private Finding unexpected(int status) {
    boolean originCounts = status == 403 && without.opened() && !same.opened();
    return originCounts
        ? origin("the server answers 403 to the Origin %s, and opens the socket without one")
        : new StatusGuess(same).guess(status);
  }

  private Finding origin(String summary) {
    return cause(
        "origin-rejected-by-backend",
        0.9,
        summary.formatted(sight.origin()),
        "Only browsers send Origin, so that other clients, and a curl, do not see this.",
        "allow %s in the application, or let nginx pass Host as the client sent it where the application compares both"
            .formatted(sight.origin()));
  }

  private Finding network(String error) {
    if (error.startsWith("ERR_CERT_")) {
      return cause(
          "tls-weak",
          0.95,
          "the browser refuses the certificate: " + certificate(error),
          "A browser asks nobody about the certificate of a socket, and shows 1006 only; for a page a person may click the"
              + " warning away.",
          "serve a certificate that is valid for %s, with its chain".formatted(target.host()));
    }
    if (error.contains("SSL")) {
      return cause(
          "tls-listener-missing",
          0.85,
          "TLS does not come about: " + error,
          "wss begins with a TLS handshake; without it no request is read.",
          "add ssl and a certificate to the listen of this name, or open ws://");
    }
    return cause(
        "client-url-mismatch",
        0.8,
        "the browser gets no answer from %s: %s".formatted(target, error),
        "A connection that fails before the answer never reaches nginx as a request.",
        "check host and port of the URL, and that nginx listens there");
  }

  private static String certificate(String error) {
    return switch (error) {
      case "ERR_CERT_AUTHORITY_INVALID" -> "nobody whom it trusts has signed it (" + error + ")";
      case "ERR_CERT_COMMON_NAME_INVALID" -> "it is for another name (" + error + ")";
      case "ERR_CERT_DATE_INVALID" -> "it has expired, or is not valid yet (" + error + ")";
      default -> error;
    };
  }

  private Finding answer() {
    String error = sight.error().toLowerCase(Locale.ROOT);
    if (error.contains("sec-websocket-protocol")) {
      return cause(
          "subprotocol-mismatch",
          0.95,
          "the subprotocol is not agreed: " + sight.error(),
          "A browser fails a socket that asked for subprotocols and got none, or one that it did not ask for.",
          "offer what the backend knows, and see that no proxy_set_header blanks Sec-WebSocket-Protocol");
    }
    boolean accept = error.contains("sec-websocket-accept");
    if (accept || error.contains("'upgrade' header") || error.contains("'connection' header")) {
      return cause(
          accept ? "accept-invalid" : "upgrade-response-hidden",
          0.9,
          "the browser refuses the 101: " + sight.error(),
          "A client fails the connection when Upgrade, Connection or Sec-WebSocket-Accept are not what RFC 6455, 4.1 asks"
              + " for.",
          "look for a hop that answers or caches the handshake itself, or hides response fields");
    }
    return cause(
        "client-url-mismatch",
        0.5,
        sight.error().isEmpty()
            ? "the browser waited in vain for %s to answer".formatted(target)
            : "the browser does not open %s: %s".formatted(target, sight.error()),
        "What listens there does not answer a handshake as an HTTP server does.",
        "hold the request and the answer above against each other");
  }

  private Finding ended() {
    End end = sight.end().orElseThrow();
    if (end.code() == POLICY_VIOLATION && isClosedAtOnce(same) && !isClosedAtOnce(without)) {
      return origin("the application closes the socket of the Origin %s with 1008");
    }
    boolean cut = end.code() == ABNORMAL;
    return cause(
        endedBy(end.code()),
        0.6,
        cut
            ? "the socket opens and is cut %d ms later without a Close frame (1006)"
                .formatted(end.after().toMillis())
            : "the socket opens, and the application closes it %d ms later with %d%s; nginx sends no Close frame"
                .formatted(end.after().toMillis(), end.code(), reason(end)),
        "The handshake is in order; what ends the socket looks at what comes behind it: a login, a first message, a limit.",
        "look for that close code in the application and its log");
  }

  private static String endedBy(int code) {
    return switch (code) {
      case MESSAGE_TOO_BIG -> "message-too-big";
      case ABNORMAL -> "intermediary-timeout";
      default -> "closed-by-backend";
    };
  }

  private static boolean isClosedAtOnce(Observation seen) {
    return seen.opened() && seen.ending().isPresent();
  }

  private static Finding cause(
      String id, double confidence, String summary, String why, String advice) {
    return Finding.of(id, Severity.ERROR, confidence, summary, why).mendedBy(Fix.manual(advice));
  }
}
