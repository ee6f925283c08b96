package dev.wsdoctor.diagnosis;

import dev.wsdoctor.finding.Finding;
import dev.wsdoctor.finding.Fix;
import dev.wsdoctor.finding.Severity;
import dev.wsdoctor.probe.HopWords;
import dev.wsdoctor.probe.InvalidSwitch;
import dev.wsdoctor.probe.Observation;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// What the answer at the URL itself tells, or that there is none. `configured`: a configuration
/// with a listener for it is known.
record FrontCause(Observation front, boolean configured) {
  private static final Pattern UNFINISHED =
      Pattern.compile("server (closed the connection|reset|did not finish)");
  private static final Pattern HTTP2_SETTINGS =
      Pattern.compile("\\x00\\x00[\\x00-\\xff]\\x04[\\x00\\x01]\\x00{4}", Pattern.DOTALL);

  Finding invalidSwitch() {
    return InvalidSwitch.cause(front).because(HopWords.evidence(front));
  }

  Finding unknownHost(String message) {
    return Finding.of(
            "client-url-mismatch",
            Severity.ERROR,
            0.95,
            message,
            "The name has to lead to the machine of nginx before anything else can be wrong.")
        .mendedBy(
            Fix.manual("check the spelling of the host, and its DNS record or /etc/hosts line"));
  }

  Finding nobodyThere(String message) {
    return Finding.of(
            configured ? "config-not-loaded" : "client-url-mismatch",
            Severity.ERROR,
            0.9,
            configured
                ? message + "; this file has a listener there, so nginx does not run it"
                : message,
            "A connection that is refused or times out never reaches nginx: it is not running, not listening there, or a"
                + " firewall is in between.")
        .because(HopWords.evidence(front))
        .mendedBy(
            Fix.manual(
                "see whether nginx runs (systemctl status nginx), which ports it holds (ss -ltnp), and whether nginx -t is content"));
  }

  Finding noTls(String message) {
    if (message.contains("no_application_protocol")) {
      return onlyHttp2();
    }
    if (configured && UNFINISHED.matcher(message).find()) {
      return dropped(message);
    }
    return Finding.of(
            "tls-listener-missing",
            Severity.ERROR,
            0.85,
            message,
            "wss begins with a TLS handshake; without it no request is read.")
        .because(HopWords.evidence(front))
        .mendedBy(
            Fix.manual("add ssl and a certificate to the listen of this name, or open ws://"));
  }

  /// Who listens there by this file would at least have answered with a certificate.
  private Finding dropped(String message) {
    return Finding.of(
            "config-not-loaded",
            Severity.ERROR,
            0.6,
            message
                + "; this file has a TLS listener there, so nginx does not run it, or has no connection left",
            "A worker whose worker_connections or file descriptors are used up accepts nobody, or drops whom it has accepted;"
                + " another configuration may have no TLS there.")
        .because(HopWords.evidence(front))
        .mendedBy(
            Fix.manual(
                "see nginx's error log for 'worker_connections are not enough' and 'Too many open files' (--error-log FILE),"
                    + " and compare with nginx -T of the running nginx"));
  }

  /// The probe offers http/1.1 by ALPN, as browsers do for a socket.
  private Finding onlyHttp2() {
    return http2(
        "the server in front speaks only HTTP/2 here: it refuses HTTP/1.1 in the TLS handshake",
        "let the front offer http/1.1 beside h2 by ALPN");
  }

  /// A server's first frame of HTTP/2 is SETTINGS, on stream 0 (RFC 9113, 3.4 and 6.5).
  Optional<Finding> speaksHttp2() {
    return HTTP2_SETTINGS.matcher(front.head()).lookingAt()
        ? Optional.of(
            http2(
                "this port answers HTTP/1.1 with frames of HTTP/2",
                "leave http2 out of that listen without ssl (until nginx 1.25.1 it takes nothing else then), and write it"
                    + " where TLS is"))
        : Optional.empty();
  }

  private Finding http2(String summary, String advice) {
    return Finding.of(
            "http2-front",
            Severity.ERROR,
            0.9,
            summary,
            "A WebSocket begins with HTTP/1.1, unless both sides know RFC 8441, which nginx does not.")
        .because(HopWords.evidence(front))
        .mendedBy(Fix.manual(advice));
  }

  Finding noAnswer(String message) {
    return Finding.of(
            "client-url-mismatch",
            Severity.ERROR,
            0.6,
            message,
            "What listens there does not answer a handshake as an HTTP server does.")
        .because(HopWords.evidence(front))
        .mendedBy(
            Fix.manual(
                "check host and port of the URL; give the configuration with -c to look further"));
  }

  List<Finding> certificate() {
    if (front.tlsTroubles().isEmpty()) {
      return List.of();
    }
    return List.of(
        Finding.of(
                "tls-weak",
                Severity.WARNING,
                0.8,
                String.join("; ", front.tlsTroubles()),
                "A browser refuses the socket without asking when it does not trust the certificate, and shows 1006 only.")
            .because(HopWords.evidence(front))
            .mendedBy(
                Fix.manual("serve a certificate that is valid for this name, with its chain")));
  }
}
