package dev.wsdoctor.capture;

import dev.wsdoctor.capture.Conversation.Ending;
import dev.wsdoctor.websocket.Role;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// One connection's way through an intermediary, as a rule nginx: the conversation that it has with
/// the client, and the one upstream that goes with it.
public record Passage(Conversation client, Conversation upstream, By by) {
  /// By what they were found to belong together.
  public enum By {
    /// The same Sec-WebSocket-Key, asked for while the other was waiting.
    KEY,
    /// The same frames at the same time.
    FRAMES
  }

  /// Who ended a passage first.
  public enum Party {
    CLIENT,
    INTERMEDIARY,
    BACKEND
  }

  /// What became of the request on its way.
  public List<FieldChange> requestChanges() {
    return client.handshake().isPresent() && upstream.handshake().isPresent()
        ? FieldChange.between(
            client.handshake().get().request(), upstream.handshake().get().request())
        : List.of();
  }

  /// What became of the answer on its way back.
  public List<FieldChange> answerChanges() {
    Optional<Exchange> outer = client.handshake().filter(one -> one.response().isPresent());
    Optional<Exchange> inner = upstream.handshake().filter(one -> one.response().isPresent());
    return outer.isPresent() && inner.isPresent()
        ? FieldChange.between(
            inner.get().response().orElseThrow(), outer.get().response().orElseThrow())
        : List.of();
  }

  /// The end that came first, on whichever side of the intermediary.
  public Ending ending() {
    return isFirst(client.ending(), upstream.ending()) ? client.ending() : upstream.ending();
  }

  private static boolean isFirst(Ending one, Ending other) {
    if (one instanceof Ending.Open || other instanceof Ending.Open) {
      return other instanceof Ending.Open;
    }
    return !one.time().isAfter(other.time());
  }

  /// Who ended it; nobody while it is open.
  public Optional<Party> endedBy() {
    boolean outside = isFirst(client.ending(), upstream.ending());
    return role(ending())
        .map(
            role ->
                switch (role) {
                  case CLIENT -> outside ? Party.CLIENT : Party.INTERMEDIARY;
                  case SERVER -> outside ? Party.INTERMEDIARY : Party.BACKEND;
                });
  }

  private static Optional<Role> role(Ending ending) {
    return switch (ending) {
      case Ending.Closed(Instant _, Role by, String _, int _) -> Optional.of(by);
      case Ending.Finished(Instant _, Role by) -> Optional.of(by);
      case Ending.Reset(Instant _, Role by) -> Optional.of(by);
      case Ending.Failed _, Ending.Open _ -> Optional.empty();
    };
  }
}
