package dev.wsdoctor.symptom;

import dev.wsdoctor.finding.Evidence;
import java.util.Optional;

/// What a status speaks for that nginx gave by itself: the access log names no upstream for it, so
/// that no policy of the application has anything to do with it.
final class OwnRefusal {
  private OwnRefusal() {}

  static Optional<Clue> clue(int status, Evidence seen) {
    return switch (status) {
      case 400 -> Optional.of(misread(seen));
      case 401, 403, 429, 503 -> Optional.of(refused(status, seen));
      case 404 -> Optional.of(noSocket(seen));
      case 301, 302, 303, 307, 308 -> Optional.of(redirected(status, seen));
      default -> Optional.empty();
    };
  }

  private static Clue misread(Evidence seen) {
    return Clue.error(
        "client-url-mismatch",
        0.6,
        "nginx itself answers 400; no upstream was asked",
        "That is its answer to plain HTTP on a TLS port, to a head that does not fit into large_client_header_buffers,"
            + " mostly for its cookies, and to a Host or a field that it does not take.",
        "read nginx's error log at level info: it names which (error_log FILE info)",
        seen);
  }

  private static Clue refused(int status, Evidence seen) {
    return Clue.error(
        "access-refused",
        0.75,
        "nginx itself refuses the handshake with %d; no upstream was asked".formatted(status),
        "deny, auth_basic, auth_request, limit_req, limit_conn or return answers before proxy_pass comes to its turn.",
        "see nginx's error log for the rule (--error-log FILE), or ask wsdoctor check URL -c FILE",
        seen);
  }

  private static Clue noSocket(Evidence seen) {
    return Clue.error(
            "no-location-for-path",
            0.7,
            "nginx itself answers the handshake with 404; no upstream was asked",
            "The path falls into a location that serves files, mostly because none of the socket's own takes it.",
            "see which location takes it: wsdoctor explain URL -c FILE",
            seen)
        .rather(
            "location-without-handler",
            "wrong-location-selected",
            "internal-redirect-loses-upgrade");
  }

  private static Clue redirected(int status, Evidence seen) {
    return Clue.error(
        "redirect-instead-of-upgrade",
        0.75,
        "nginx itself answers the handshake with a redirect, %d; no upstream was asked"
            .formatted(status),
        "A WebSocket client does not follow redirects (RFC 6455, 4.1).",
        "open the socket where the redirect leads: with wss://, the slash or the name that it asks for",
        seen);
  }
}
