package dev.wsdoctor.symptom;

import dev.wsdoctor.finding.Evidence;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/// A handshake that is answered as an ordinary request, with 400 or 426: it became one on its way,
/// or the backend does not want it. What the configuration and the log show leaves some of that,
/// and ranks it.
final class LostHandshake {
  /// RFC 9110, 15.5.22: who says so has not seen the upgrade.
  private static final int UPGRADE_REQUIRED = 426;

  private static final double LIKELIEST = 0.5;
  private static final double LIKELY = 0.45;
  private static final double POSSIBLE = 0.4;
  private static final double HARDLY = 0.25;

  private final int status;
  private final Evidence seen;

  LostHandshake(int status, Evidence seen) {
    this.status = status;
    this.seen = seen;
  }

  /// What a log shows of refused handshakes, beside their status.
  enum Log {
    /// Neither of these.
    SILENT,
    /// Sockets have been opened there, too.
    OPENS_OTHERS,
    /// They came to nginx with Upgrade.
    WITH_UPGRADE
  }

  static boolean isOne(int status) {
    return status == 400 || status == 426;
  }

  /// The configuration is not known.
  List<Clue> ofUnknown() {
    return List.of(
        guess(
            "upgrade-headers-missing",
            LIKELIEST,
            "the handshake is answered with " + status,
            "Mostly a proxy did not pass Upgrade and Connection on, so that the backend saw an ordinary request.",
            "give nginx's configuration with -c"));
  }

  /// The location of the configuration is known to lose it.
  List<Clue> lostAt(String location) {
    return List.of(
        guess(
            "upgrade-headers-missing",
            0.9,
            "the handshake is answered with %d, and %s does not send one on"
                .formatted(status, location),
            "The backend gets an ordinary request: without Upgrade and Connection, or over HTTP/1.0.",
            "ask what to change: wsdoctor check URL -c FILE, with the URL of the socket"));
  }

  /// By its configuration nginx sends it on: it came without, or it is another nginx, or the
  /// backend does not want it.
  List<Clue> sentOn(Log log) {
    return switch (log) {
      case SILENT ->
          status == UPGRADE_REQUIRED
              ? List.of(otherFile(LIKELIEST), stripped(LIKELY), unwanted(POSSIBLE))
              : List.of(unwanted(LIKELIEST), stripped(LIKELY), otherFile(POSSIBLE));
      case WITH_UPGRADE ->
          status == UPGRADE_REQUIRED
              ? List.of(otherFile(LIKELIEST), unwanted(LIKELY))
              : List.of(unwanted(LIKELIEST), otherFile(LIKELY));
      case OPENS_OTHERS -> List.of(unwanted(LIKELIEST), stripped(POSSIBLE), otherFile(HARDLY));
    };
  }

  /// What would decide between what [#sentOn] tells, the likeliest first.
  static String deciding(List<Clue> clues) {
    List<String> ways =
        clues.stream()
            .sorted(Comparator.comparingDouble(clue -> -clue.finding().confidence()))
            .flatMap(clue -> way(clue.finding().id()))
            .toList();
    return "what decides: " + String.join("; ", ways);
  }

  private static Stream<String> way(String id) {
    return switch (id) {
      case "config-not-loaded" ->
          Stream.of("nginx -T | wsdoctor check URL -c - reads what runs (config-not-loaded)");
      case "intermediary-strips-upgrade" ->
          Stream.of(
              "$http_upgrade in the access log shows what came to nginx (intermediary-strips-upgrade; wsdoctor logs --suggest)");
      case "upstream-wrong-port" ->
          Stream.of(
              "wsdoctor check URL --backend URL asks the backend without nginx (upstream-wrong-port)");
      default -> Stream.of();
    };
  }

  private Clue otherFile(double confidence) {
    return guess(
        "config-not-loaded",
        confidence,
        "the backend answers %d, as to an ordinary request, although this file sends the handshake on: what runs may be another file"
            .formatted(status),
        "nginx keeps the configuration it has loaded until a reload succeeds.",
        "run nginx -t, reload, and compare with nginx -T of the running nginx");
  }

  private Clue stripped(double confidence) {
    return guess(
        "intermediary-strips-upgrade",
        confidence,
        "the backend answers %d, as to an ordinary request, although this file sends the handshake on: a hop in front may have taken it away"
            .formatted(status),
        "nginx sends on what it gets; a CDN or load balancer without WebSocket support drops Upgrade.",
        "log $http_upgrade, or give the access log with --access-log");
  }

  private Clue unwanted(double confidence) {
    return guess(
            "upstream-wrong-port",
            confidence,
            "the backend refuses a correct handshake with " + status,
            "What listens there is no socket server, or wants another path, host, session or subprotocol.",
            "ask it directly: wsdoctor check URL --backend URL")
        .rather("sticky-session-missing");
  }

  private Clue guess(String id, double confidence, String summary, String why, String advice) {
    return Clue.error(id, confidence, summary, why, advice, seen);
  }
}
