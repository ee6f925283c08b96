package dev.wsdoctor.symptom;

import dev.wsdoctor.finding.Evidence;
import dev.wsdoctor.log.AccessTally;
import dev.wsdoctor.log.Refusal;
import java.util.List;
import java.util.Optional;

/// What a status speaks for where neither the configuration nor a probe shows a cause of it.
final class StatusGuesses {
  private final int status;
  private final boolean configured;
  private final Evidence seen;
  private final Shown shown;
  private final LostHandshake refused;

  /// What a log shows of those that were refused: that most came with Upgrade, and who answered.
  record Shown(boolean asked, Refusal.By by) {
    static final Shown NOTHING = new Shown(false, Refusal.By.UNKNOWN);

    static Shown of(AccessTally.Refusals refusals) {
      return new Shown(refusals.asked() * 2 > refusals.count(), by(refusals));
    }

    private static Refusal.By by(AccessTally.Refusals refusals) {
      if (refusals.byBackend() * 2 > refusals.count()) {
        return Refusal.By.BACKEND;
      }
      boolean nginx = refusals.byNginx() * 2 > refusals.count();
      return nginx ? Refusal.By.NGINX : Refusal.By.UNKNOWN;
    }

    boolean byBackend() {
      return by == Refusal.By.BACKEND;
    }
  }

  /// `configured`: the configuration is known, and by it the handshake goes on as it should.
  StatusGuesses(int status, boolean configured, Evidence seen) {
    this(status, configured, Shown.NOTHING, seen);
  }

  StatusGuesses(int status, boolean configured, Shown shown, Evidence seen) {
    this.status = status;
    this.configured = configured;
    this.shown = shown;
    this.seen = seen;
    this.refused = new LostHandshake(status, seen);
  }

  List<Clue> clues() {
    Optional<Clue> own =
        shown.by() == Refusal.By.NGINX ? OwnRefusal.clue(status, seen) : Optional.empty();
    return own.map(List::of).orElseGet(this::guesses);
  }

  private List<Clue> guesses() {
    return switch (status) {
      case 400, 426 -> lost();
      case 401 -> List.of(credentials());
      case 429 -> List.of(tooMany());
      case 403 -> List.of(policy());
      case 200, 204, 404, 405, 501 -> List.of(path());
      case 301, 302, 303, 307, 308 -> List.of(redirect());
      case 414, 431 -> List.of(tooLarge());
      case 500 -> shown.byBackend() ? List.of(failing()) : List.of(failing(), broken());
      case 502, 503 -> List.of(shown.byBackend() ? failing() : unreachable());
      case 520, 521, 522, 523 -> List.of(unreachable());
      case 504, 524, 499 -> List.of(silent());
      case 525, 526 -> List.of(tlsOfNginx());
      case 9 -> List.of(noHttp());
      default -> List.of();
    };
  }

  private List<Clue> lost() {
    if (!configured) {
      return refused.ofUnknown();
    }
    return refused.sentOn(
        shown.asked() ? LostHandshake.Log.WITH_UPGRADE : LostHandshake.Log.SILENT);
  }

  private Clue tooLarge() {
    return guess(
        "request-head-too-large",
        0.8,
        "%d: the head of the handshake is larger than somebody takes".formatted(status),
        "Mostly the cookies fill it, or a token in the URL. 431 is an application's word; nginx itself says 400 or 414.",
        "send fewer cookies to the socket, or raise the limit of the one that answers");
  }

  /// nginx's own 500, 502 and 503 have a line in its error log.
  private Clue failing() {
    return guess(
        "backend-error",
        shown.byBackend() ? 0.8 : 0.5,
        "%d: the application fails with the handshake".formatted(status),
        shown.byBackend()
            ? "By the access log the answer is the backend's own; nginx only passes it on."
            : "nginx's own %d has a line in its error log; without one it is the backend's."
                .formatted(status),
        "read the application's log of that moment");
  }

  private Clue credentials() {
    return guess(
        "access-refused",
        0.65,
        "the handshake is refused with 401",
        "The application, or auth_basic or auth_request of nginx, wants credentials with the handshake.",
        "send the cookie or token that is expected; -H 'Cookie: ...' tries it");
  }

  private Clue tooMany() {
    return guess(
        "access-refused",
        0.65,
        "the handshake is refused with 429",
        "The application, a CDN, or limit_req and limit_conn of nginx (with a status of their own) count how often or"
            + " how many sockets a client opens.",
        "raise that limit, and let clients wait longer between two tries");
  }

  private Clue policy() {
    return guess(
            "origin-rejected-by-backend",
            0.65,
            "the handshake is refused with 403",
            "403 to a handshake is mostly an application's list of allowed origins or hosts.",
            "allow the page's origin in the application; -H 'Origin: ...' tries it")
        .rather("host-header-rewritten", "access-refused");
  }

  private Clue path() {
    return guess(
            "backend-path-mismatch",
            status == 404 ? 0.65 : 0.5,
            "%d, an ordinary answer: there is no socket at this path".formatted(status),
            "The path arrives as sent, and what answers has no socket there.",
            "compare with the path that the application serves its socket at")
        .rather("proxy-pass-rewrites-path", "wrong-location-selected", "no-location-for-path");
  }

  private Clue redirect() {
    return guess(
            "redirect-instead-of-upgrade",
            0.65,
            "the handshake is answered with a redirect, %d".formatted(status),
            "A WebSocket client does not follow redirects (RFC 6455, 4.1). By an application it is mostly the one to"
                + " https or to its own host name.",
            "open the socket where the redirect leads, or send X-Forwarded-Proto and Host as the client has them")
        .rather("forwarded-proto-missing", "forwarded-proto-overwritten");
  }

  private Clue broken() {
    return guess(
        "worker-connections-exhausted",
        0.35,
        "500: nginx may have no connection left",
        "nginx's own 500 has a line in its error log; without one it is the backend's.",
        "give nginx's error log with --error-log, and read the backend's");
  }

  private Clue unreachable() {
    return guess(
            "upstream-unreachable",
            status == 502 ? 0.65 : 0.5,
            "%d: there is no usable answer from behind".formatted(status),
            "The backend is down, listens elsewhere, or speaks another protocol than the proxy believes.",
            "see nginx's error log, which says which: --error-log FILE")
        .rather("upstream-tls-name", "upstream-scheme-mismatch");
  }

  private Clue silent() {
    return guess(
        "upstream-unreachable",
        0.65,
        "%d: the answer to the handshake does not come in time".formatted(status),
        "The backend takes the connection and does not answer, or packets to it vanish.",
        "see nginx's error log, which says which: --error-log FILE");
  }

  private Clue tlsOfNginx() {
    return guess(
        "tls-weak",
        0.7,
        "%d: Cloudflare does not get a TLS connection to nginx that it trusts".formatted(status),
        "The CDN checks nginx's certificate as a browser would.",
        "serve a certificate that is valid for this name, or an origin certificate of the CDN");
  }

  private Clue noHttp() {
    return guess(
        "upstream-scheme-mismatch",
        0.85,
        "status 009: the backend answers something that is not HTTP",
        "nginx takes such an answer for HTTP/0.9 and logs 009.",
        "write https:// in proxy_pass if the backend speaks TLS there, else correct the port");
  }

  private Clue guess(String id, double confidence, String summary, String why, String advice) {
    return Clue.error(id, confidence, summary, why, advice, seen);
  }
}
