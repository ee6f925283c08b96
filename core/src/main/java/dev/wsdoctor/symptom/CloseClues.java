package dev.wsdoctor.symptom;

import dev.wsdoctor.finding.Evidence;
import dev.wsdoctor.websocket.CloseCode;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// What the end of an open socket tells. nginx never writes a Close frame, so that a code which
/// stands in one comes from the backend or from a hop that speaks WebSocket itself.
final class CloseClues {
  private static final int GOING_AWAY = CloseCode.GOING_AWAY.number();
  private static final int TOO_BIG = CloseCode.MESSAGE_TOO_BIG.number();
  private static final int TLS = CloseCode.TLS_HANDSHAKE.number();

  private final Symptoms symptoms;
  private final Lifetimes lifetimes;

  CloseClues(Symptoms symptoms, Lifetimes lifetimes) {
    this.symptoms = symptoms;
    this.lifetimes = lifetimes;
  }

  List<Clue> clues() {
    Optional<Integer> code = symptoms.closeCode();
    Evidence seen = seen();
    if (code.filter(number -> number == TOO_BIG).isPresent()) {
      return List.of(tooBig(seen));
    }
    if (code.filter(number -> number == TLS).isPresent()) {
      return List.of(untrusted(seen));
    }
    if (code.filter(CloseCode::isSendable).isPresent()) {
      return code.get() == GOING_AWAY
          ? List.of(closed(0.6, seen), restarted(seen))
          : List.of(closed(0.85, seen));
    }
    return symptoms.after().map(lived -> cut(lived, seen)).orElse(List.of());
  }

  /// Without a Close frame.
  private List<Clue> cut(Duration lived, Evidence seen) {
    if (lived.compareTo(Symptoms.AT_ONCE) > 0) {
      return lifetimes.clues(lived, seen);
    }
    return symptoms.tellOfOpening() ? List.of(closed(0.5, seen)) : List.of();
  }

  private Evidence seen() {
    String code = symptoms.closeCode().map(CloseCode::describe).map(" with "::concat).orElse("");
    String after = symptoms.after().map(Lifetimes::seconds).map(" after "::concat).orElse("");
    return Evidence.symptom("the client saw the socket close" + code + after);
  }

  private static Clue closed(double confidence, Evidence seen) {
    return Clue.error(
        "closed-by-backend",
        confidence,
        "the backend closes the socket itself",
        "nginx never writes a Close frame: a close code comes from the application, or from the library that"
            + " serves its sockets.",
        "read the backend's log at that time: what it wants after the opening (a token, a subprotocol, a first"
            + " message), a crash, a restart",
        seen);
  }

  private static Clue restarted(Evidence seen) {
    return Clue.error(
        "intermediary-timeout",
        0.45,
        "a hop in front that speaks WebSocket restarts or gives up the socket",
        "Cloudflare, for one, ends sockets with 1001 when it restarts.",
        "reconnect with a random delay; compare with a socket from the machine of nginx",
        seen);
  }

  private static Clue tooBig(Evidence seen) {
    return Clue.error(
        "message-too-big",
        0.9,
        "a message is larger than the backend's limit",
        "1009 comes from the side that received the message. nginx knows no messages and has no such limit;"
            + " client_max_body_size does not count.",
        "raise the limit of the socket server (ws: maxPayload, Python websockets: max_size, Spring:"
            + " setMaxTextMessageBufferSize), or send smaller messages",
        seen);
  }

  private static Clue untrusted(Evidence seen) {
    return Clue.error(
            "tls-weak",
            0.8,
            "the client refuses the certificate or the TLS handshake",
            "1015 means that no TLS connection came about: name, chain, expiry or protocol.",
            "open https:// with the same host and port in the browser and read what it says of the certificate",
            seen)
        .rather("tls-listener-missing");
  }
}
