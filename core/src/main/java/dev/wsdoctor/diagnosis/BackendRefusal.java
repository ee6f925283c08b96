package dev.wsdoctor.diagnosis;

import dev.wsdoctor.finding.Finding;
import dev.wsdoctor.finding.Fix;
import dev.wsdoctor.finding.Severity;
import dev.wsdoctor.probe.AnswerText;
import dev.wsdoctor.probe.Observation;
import java.util.Optional;

/// What a backend's refusal of a correct handshake speaks for: its status, who it is, and what it
/// says.
final class BackendRefusal {
  /// What the `ws` package for Node answers when its option `path` is another one
  /// (`WebSocketServer.handleUpgrade`, `abortHandshake`): there is no other word in it.
  private static final String NODE_WS = "Bad Request";

  private static final String ALLOW =
      "allow the host and the origin in the application, and send the client's Host on with proxy_set_header Host"
          + " $http_host";

  private final Observation front;
  private final Observation backend;
  private final int status;
  private final AnswerText text;
  private final String answer;

  BackendRefusal(Observation front, Observation backend, int status) {
    this.front = front;
    this.backend = backend;
    this.status = status;
    this.text = AnswerText.of(backend);
    this.answer =
        "the backend itself answers %d to a correct handshake".formatted(status) + text.quoted();
  }

  Finding cause() {
    return ofTls()
        .or(this::ofSession)
        .or(this::ofNextNginx)
        .or(this::bySaying)
        .orElseGet(this::byStatus);
  }

  /// How servers put it that somebody speaks plain HTTP to their TLS port (nginx, Go, Tomcat,
  /// Apache), or has no certificate to show.
  private Optional<Finding> ofTls() {
    if (text.hasOneOf(
        "plain http request was sent to https port",
        "http request to an https server",
        "combination of host and port requires tls",
        "speaking plain http to an ssl-enabled")) {
      return error(
          "upstream-scheme-mismatch",
          0.95,
          answer,
          "The backend speaks TLS on this port, and nginx plain HTTP.",
          "write https:// in proxy_pass");
    }
    return text.hasOneOf("no required ssl certificate was sent", "the ssl certificate error")
        ? error(
            "access-refused",
            0.9,
            answer,
            "The backend wants a certificate of who asks it, here of nginx (mutual TLS).",
            "give nginx one that the backend trusts: proxy_ssl_certificate and proxy_ssl_certificate_key")
        : Optional.empty();
  }

  private Optional<Finding> ofSession() {
    return text.hasOneOf(
            "session id unknown",
            "unknown sid",
            "no session",
            "session not found",
            "no connection with that id")
        ? error(
            "sticky-session-missing",
            0.8,
            answer,
            "The session was opened at another server, or it is over: requests of one session must reach the server that"
                + " has it.",
            "let one client always reach the same server (ip_hash, hash $cookie_...), or run one")
        : Optional.empty();
  }

  /// A second nginx has its own backends and its own lines.
  private Optional<Finding> ofNextNginx() {
    String next = "the next nginx, at %s, ".formatted(backend.address());
    String both = "; check both: wsdoctor check URL -c THIS.conf -c THAT.conf, the inner one last";
    if (!text.isFromNginx()) {
      return Optional.empty();
    }
    return switch (status) {
      case 502, 503, 504 ->
          error(
              "upstream-unreachable",
              0.85,
              next
                  + "answers %d itself: it gets no answer from what is behind it".formatted(status),
              "This nginx reaches its backend, which is an nginx too; that one answers 502 when it cannot connect, 504 when"
                  + " it waits in vain.",
              "look into the error log of that nginx, not of this one" + both);
      case 403 ->
          text.isPageOfNginx()
              ? error(
                  "access-refused",
                  0.85,
                  next + "refuses the handshake itself with 403",
                  "The page is nginx's own: deny, a guard with return 403, auth_request or missing rights, not an"
                      + " application's policy.",
                  "look into the error log and the access rules of that nginx" + both)
              : Optional.empty();
      case 400, 426 ->
          error(
              "upgrade-headers-missing",
              0.7,
              next + "answers %d to a correct handshake: it does not send one on".formatted(status),
              "Every nginx on the way needs proxy_http_version 1.1, Upgrade and Connection for itself; this one sends them,"
                  + " and what is behind the next one gets an ordinary request.",
              "write the three lines into the location of that nginx" + both);
      default -> Optional.empty();
    };
  }

  private Optional<Finding> bySaying() {
    if (status < 400 || status >= 500 || status == 404) {
      return Optional.empty();
    }
    if (status == 431 || text.hasOneOf("header fields too large", "header too large")) {
      return tooLarge();
    }
    if (text.hasOneOf(
        "transport unknown",
        "unsupported protocol version",
        "bad handshake method",
        "connection id required")) {
      return error(
          "client-url-mismatch",
          0.85,
          answer,
          "The server knows its protocol by the query of the URL, which is not as its own client writes it (%s)."
              .formatted(backend.request().target()),
          "open what the application's page opens: for Socket.IO ?EIO=4&transport=websocket, for SignalR ?id= of a"
              + " negotiation");
    }
    if (text.hasOneOf("subprotocol", "sub-protocol", "sec-websocket-protocol")) {
      return error(
          "subprotocol-mismatch",
          0.8,
          answer,
          "The server wants a subprotocol that the client did not offer (%s)."
              .formatted(sent("Sec-WebSocket-Protocol")),
          "offer what the page offers: -H 'Sec-WebSocket-Protocol: NAME', and no proxy_set_header may blank it");
    }
    return ofPolicy();
  }

  /// Django's page for a host that is not in ALLOWED_HOSTS says no more than "Bad Request (400)"
  /// (`django.views.defaults.bad_request`).
  private Optional<Finding> ofPolicy() {
    boolean host =
        text.hasOneOf(
            "allowed_hosts",
            "http_host",
            "host header",
            "invalid host",
            "this host",
            "bad request (400)");
    boolean origin = text.hasOneOf("origin", "cross-site", "cross site");
    return host || origin
        ? error(
            "origin-rejected-by-backend",
            0.85,
            answer,
            "The application has a list of hosts or origins, which does not have what it was sent (%s, %s)."
                .formatted(sent("Host"), sent("Origin")),
            ALLOW)
        : Optional.empty();
  }

  private Optional<Finding> tooLarge() {
    return error(
        "request-head-too-large",
        0.9,
        answer,
        "The backend has a limit of its own for the head of a request, which nginx has let pass; mostly it is the"
            + " cookies that fill it.",
        "send fewer cookies to the socket (a path or a domain of their own), or raise the backend's limit (Node:"
            + " --max-http-header-size, Tomcat: maxHttpHeaderSize)");
  }

  private Finding byStatus() {
    return switch (status) {
      case 403 ->
          sure(
              "origin-rejected-by-backend",
              0.8,
              "403 to a handshake is an application's policy at work: its allowed origins or hosts do not have what it was sent (%s, %s)."
                  .formatted(sent("Host"), sent("Origin")),
              ALLOW);
      case 401 ->
          sure(
              "access-refused",
              0.8,
              "The application wants credentials or a session with the handshake.",
              "send the cookie or token that the application expects");
      case 429 ->
          sure(
              "access-refused",
              0.8,
              "The application limits how often or how many sockets a client opens.",
              "raise the limit of the application, and let clients wait longer between two tries");
      case 301, 302, 303, 307, 308 -> redirected();
      case 404, 405, 200 -> elsewhere(0.8);
      case 400 -> text.is(NODE_WS) ? ofNodeWs() : unwanted();
      case 426 -> unwanted();
      default -> status >= 500 ? failing() : unwanted();
    };
  }

  /// To https, where the backend is not told that the client is there already, or to another path.
  private Finding redirected() {
    String to = text.field("Location").orElse("elsewhere");
    boolean secure = to.startsWith("https://") && front.tls();
    boolean told =
        backend.request().fields().first("X-Forwarded-Proto").filter("https"::equals).isPresent();
    return secure && !told
        ? sure(
                "forwarded-proto-missing",
                0.85,
                "The client is at https already, and the backend is not told so; it sends everybody there who seems to come"
                    + " in plain.",
                "proxy_set_header X-Forwarded-Proto $scheme; in the location of the socket")
            .saying(answer + ", to " + to)
        : elsewhere(0.8).saying(answer + ", to " + to);
  }

  private Finding elsewhere(double confidence) {
    return sure(
            "backend-path-mismatch",
            confidence,
            "The path arrives as sent and the backend has no socket there.",
            "compare with the path that the application serves its socket at")
        .saying(
            "the backend itself answers %d to a correct handshake for %s%s"
                .formatted(status, backend.request().target(), text.quoted()));
  }

  private Finding ofNodeWs() {
    return sure(
            "backend-path-mismatch",
            0.75,
            "The ws package for Node answers so, and says no more, when the option path of its server is another one.",
            "compare with the path that the application gives its WebSocketServer")
        .saying(
            "the backend itself answers %d to a correct handshake for %s"
                .formatted(status, backend.request().target()));
  }

  private Finding unwanted() {
    return sure(
        "upstream-wrong-port",
        0.5,
        "A socket server opens this request; what listens there does not, or wants a subprotocol, another host or path.",
        "check that the application's socket server listens on " + backend.address());
  }

  private Finding failing() {
    return sure(
        "backend-error",
        0.85,
        "nginx reaches the backend and passes its answer on; %d is the application's own, or that of what it asks itself."
            .formatted(status),
        "read the application's log of that moment");
  }

  private String sent(String name) {
    return backend
        .request()
        .fields()
        .first(name)
        .map(value -> name + ": " + value)
        .orElse("no " + name);
  }

  private Finding sure(String id, double confidence, String why, String advice) {
    return error(id, confidence, answer, why, advice).orElseThrow();
  }

  private static Optional<Finding> error(
      String id, double confidence, String summary, String why, String advice) {
    return Optional.of(
        Finding.of(id, Severity.ERROR, confidence, summary, why).mendedBy(Fix.manual(advice)));
  }
}
