package dev.wsdoctor.probe;

import dev.wsdoctor.finding.Finding;
import dev.wsdoctor.finding.Fix;
import dev.wsdoctor.finding.Severity;

/// What an answer makes likely when neither configuration nor backend is known.
public final class StatusGuess {
  private final Observation front;

  public StatusGuess(Observation front) {
    this.front = front;
  }

  /// The likeliest cause, without evidence.
  public Finding guess(int status) {
    return NginxPage.cause(front).orElseGet(() -> byStatus(status));
  }

  private Finding byStatus(int status) {
    if (status >= 300 && status < 400) {
      return guess(
          "redirect-instead-of-upgrade",
          0.9,
          "the server answers %d to %s instead of upgrading".formatted(status, location()),
          "A WebSocket client does not follow redirects (RFC 6455, 4.1).",
          "open the socket where the redirect leads, or mend the redirect (give the configuration with -c)");
    }
    return switch (status) {
      case 400, 426 ->
          guess(
              "upgrade-headers-missing",
              0.5,
              "the server answers %d to a correct handshake".formatted(status),
              "Mostly a proxy did not pass Upgrade and Connection on, so that the backend saw an ordinary request.",
              "give nginx's configuration with -c, and the backend with --backend");
      case 401, 403 ->
          guess(
              "access-refused",
              0.5,
              "the server refuses the handshake with %d".formatted(status),
              "nginx refuses (deny, auth_basic, auth_request), or the application refuses the Origin or Host.",
              "try with -H 'Origin: ...' of the page, and give the configuration with -c");
      case 502, 503, 504 ->
          guess(
              "upstream-unreachable",
              0.7,
              "the proxy answers %d: it does not get an answer from the backend".formatted(status),
              "The backend is down, listens elsewhere, or speaks another protocol than the proxy believes.",
              "see nginx's error log, and give the configuration with -c");
      default ->
          guess(
              "no-location-for-path",
              0.4,
              "the server answers %d, an ordinary page, to a handshake".formatted(status),
              "The path leads to something that is no socket, or the proxy did not pass the handshake on.",
              "give nginx's configuration with -c");
    };
  }

  private String location() {
    return front
        .response()
        .flatMap(response -> response.fields().first("Location"))
        .orElse("elsewhere");
  }

  private static Finding guess(
      String id, double confidence, String summary, String why, String advice) {
    return Finding.of(id, Severity.ERROR, confidence, summary, why).mendedBy(Fix.manual(advice));
  }
}
