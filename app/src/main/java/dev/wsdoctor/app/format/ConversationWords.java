package dev.wsdoctor.app.format;

import dev.wsdoctor.capture.Conversation;
import dev.wsdoctor.capture.Conversation.Ending;
import dev.wsdoctor.capture.Exchange;
import dev.wsdoctor.http.Response;
import dev.wsdoctor.websocket.Role;
import java.time.Duration;
import java.time.Instant;

/// What is said of a conversation in a line or two.
final class ConversationWords {
  private static final Duration WORTH_SAYING = Duration.ofMillis(500);

  private ConversationWords() {}

  /// `GET /ws, 101 after 2 ms`.
  static String handshake(Conversation conversation) {
    if (conversation.handshake().isEmpty()) {
      return conversation.sawStart()
          ? "its handshake was not captured"
          : "met in the middle, without its handshake";
    }
    Exchange exchange = conversation.handshake().get();
    String asked = exchange.request().method() + " " + exchange.request().target();
    return asked
        + exchange
            .response()
            .map(Response::status)
            .map(status -> ", %d after %s".formatted(status, waited(exchange)))
            .orElse(", not answered");
  }

  private static String waited(Exchange exchange) {
    return TrafficText.time(exchange.waited().orElse(Duration.ZERO));
  }

  /// `3 messages and 1 control frame from the client (512 B), ...`.
  static String traffic(Conversation conversation) {
    return "%s from the client, %s from the server"
        .formatted(sent(conversation.byClient()), sent(conversation.byServer()));
  }

  private static String sent(Conversation.Sent sent) {
    return "%s in %s".formatted(TrafficText.size(sent.bytes()), count(sent.messages(), "message"));
  }

  private static String count(long number, String what) {
    return number + " " + what + (number == 1 ? "" : "s");
  }

  /// Who ended it first, how, and after what silence.
  static String ending(Conversation conversation) {
    String silence = silence(conversation.silence());
    return switch (conversation.ending()) {
      case Ending.Closed(Instant _, Role by, String words, int _) ->
          "closed first by the %s: %s%s".formatted(side(by), words, silence);
      case Ending.Finished(Instant _, Role by) ->
          conversation.isOpen()
              ? "ended first by the %s with FIN, without a Close frame%s"
                  .formatted(side(by), silence)
              : "ended first by the %s".formatted(side(by));
      case Ending.Reset(Instant _, Role by) -> "reset by the %s%s".formatted(side(by), silence);
      case Ending.Failed(Instant _, String sentence) -> sentence;
      case Ending.Open _ -> "still open at the end" + silence;
    };
  }

  private static String silence(Duration silence) {
    return silence.compareTo(WORTH_SAYING) < 0
        ? ""
        : ", after %s of silence".formatted(Seconds.of(silence));
  }

  static String side(Role role) {
    return switch (role) {
      case CLIENT -> "client";
      case SERVER -> "server";
    };
  }
}
