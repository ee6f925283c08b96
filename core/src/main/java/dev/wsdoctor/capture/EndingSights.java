package dev.wsdoctor.capture;

import dev.wsdoctor.capture.Conversation.Ending;
import dev.wsdoctor.finding.Finding;
import dev.wsdoctor.finding.Fix;
import dev.wsdoctor.finding.Severity;
import dev.wsdoctor.websocket.CloseCode;
import dev.wsdoctor.websocket.Role;
import dev.wsdoctor.websocket.Violation;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Why an open socket ended.
final class EndingSights {
  private static final double SEEN = 0.9;
  private static final double LIKELY = 0.7;

  /// Below this an end has other reasons than silence.
  private static final Duration SHORTEST_LIMIT = Duration.ofMillis(900);

  private EndingSights() {}

  static List<Finding> of(Passage passage) {
    if (!passage.client().isOpen() || passage.endedBy().isEmpty()) {
      return List.of();
    }
    return switch (passage.endedBy().get()) {
      case CLIENT -> List.of();
      case INTERMEDIARY -> silence(passage);
      case BACKEND -> backend(passage);
    };
  }

  /// nginx never writes a Close frame; it ends both sides.
  private static List<Finding> silence(Passage passage) {
    Duration silence = passage.client().silence();
    boolean plain = !(passage.ending() instanceof Ending.Closed);
    if (!plain || silence.compareTo(SHORTEST_LIMIT) < 0) {
      return List.of();
    }
    return List.of(
        Finding.of(
                "read-timeout-too-short",
                Severity.WARNING,
                SEEN,
                "the intermediary ended the socket after %.1f s of silence"
                    .formatted(silence.toMillis() / 1000.0),
                "nginx ends a tunnel on both sides, without a Close frame, when proxy_read_timeout"
                    + " (60 s by default) passes without a byte in either direction.")
            .because(
                CaptureJudge.seen(
                    passage.client(), "neither client nor backend had ended it before"))
            .mendedBy(
                Fix.manual(
                    "let the application send pings more often than that, or raise"
                        + " proxy_read_timeout")));
  }

  private static List<Finding> backend(Passage passage) {
    String how =
        switch (passage.ending()) {
          case Ending.Closed(Instant _, Role _, String words, int code) when isOrderly(code) -> "";
          case Ending.Closed(Instant _, Role _, String words, int _) -> "Close " + words;
          case Ending.Finished _ -> "FIN without a Close frame";
          case Ending.Reset _ -> "RST";
          case Ending.Failed _, Ending.Open _ -> "";
        };
    return how.isEmpty()
        ? List.of()
        : List.of(
            Finding.of(
                    "closed-by-backend",
                    Severity.WARNING,
                    SEEN,
                    "the backend ended the socket: " + how,
                    "The end came from the backend first; nginx only passed it on.")
                .because(
                    CaptureJudge.seen(
                        passage.upstream(),
                        "ended after %.1f s"
                            .formatted(passage.upstream().lifetime().toMillis() / 1000.0)))
                .mendedBy(Fix.manual("read the backend's log of that moment")));
  }

  private static boolean isOrderly(int code) {
    return code == CloseCode.NORMAL_CLOSURE.number()
        || code == CloseCode.GOING_AWAY.number()
        || code == CloseCode.NO_STATUS_RECEIVED.number();
  }

  /// What one hop alone tells.
  static List<Finding> of(Conversation conversation) {
    return Stream.concat(broken(conversation).stream(), tooBig(conversation).stream()).toList();
  }

  /// A client has to fail the connection over what the server sends, whatever its Close frame says.
  private static Optional<Finding> broken(Conversation conversation) {
    return conversation.moments().stream()
        .filter(moment -> moment.from() == Role.SERVER)
        .flatMap(
            moment ->
                moment.sighting() instanceof Sighting.Broke(Violation violation)
                    ? Stream.of(violation)
                    : Stream.empty())
        .findFirst()
        .map(
            violation ->
                Finding.of(
                        "closed-by-backend",
                        Severity.ERROR,
                        SEEN,
                        "the server does not keep to RFC 6455, so every client ends the socket: "
                            + violation,
                        "nginx and HAProxy pass bytes on as they are; a client that meets such bytes has to fail the"
                            + " connection (RFC 6455, 7.1.7).")
                    .because(CaptureJudge.seen(conversation, "a frame of the server"))
                    .mendedBy(
                        Fix.manual(
                            "mend the server, or the gateway that reads frames on the way; a tap in each hop tells"
                                + " which")));
  }

  private static Optional<Finding> tooBig(Conversation conversation) {
    if (conversation.ending() instanceof Ending.Closed(Instant _, Role by, String words, int code)
        && code == CloseCode.MESSAGE_TOO_BIG.number()) {
      return Optional.of(
          Finding.of(
                  "message-too-big",
                  Severity.ERROR,
                  LIKELY,
                  "the %s closed over a message that is too big for it"
                      .formatted(by == Role.CLIENT ? "client" : "server"),
                  "nginx has no limit for messages; the application or its library has.")
              .because(CaptureJudge.seen(conversation, "Close " + words))
              .mendedBy(Fix.manual("raise the limit there, or send smaller messages")));
    }
    return Optional.empty();
  }
}
