package dev.wsdoctor.capture;

import dev.wsdoctor.capture.Passage.By;
import dev.wsdoctor.websocket.Frame;
import dev.wsdoctor.websocket.Role;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// Finds which connection upstream serves which client.
///
/// An intermediary forwards Sec-WebSocket-Key, even where it drops Upgrade, and waits for the
/// answer meanwhile: so an upstream connection belongs to the one that asked last with the same key
/// before it and has no answer yet. That holds for a chain of intermediaries and for a request that
/// was tried at several backends, too. What was captured without handshakes is paired by its
/// frames, which pass as they are, masking included.
final class Passages {
  /// An intermediary does not hold a frame for longer.
  private static final Duration LONGEST_TRANSIT = Duration.ofSeconds(1);

  /// So many frames are compared, and so few are not enough.
  private static final int MOST_COMPARED = 8;

  private static final int FEWEST_COMPARED = 2;

  private Passages() {}

  /// In the order of the conversations upstream.
  static List<Passage> among(List<Conversation> conversations) {
    List<Conversation> inTime =
        conversations.stream().sorted(Comparator.comparing(Passages::begin)).toList();
    List<Passage> found = new ArrayList<>();
    for (Conversation upstream : inTime) {
      byKey(upstream, inTime)
          .map(client -> new Passage(client, upstream, By.KEY))
          .or(
              () ->
                  byFrames(upstream, inTime)
                      .map(client -> new Passage(client, upstream, By.FRAMES)))
          .ifPresent(found::add);
    }
    return found;
  }

  private static Instant begin(Conversation conversation) {
    return conversation.handshake().map(Exchange::askedAt).orElse(conversation.opened());
  }

  private static Optional<Conversation> byKey(Conversation upstream, List<Conversation> all) {
    return upstream
        .handshake()
        .filter(exchange -> exchange.key().isPresent())
        .flatMap(
            exchange ->
                all.stream()
                    .filter(other -> other != upstream && waits(other, exchange))
                    .max(Comparator.comparing(Passages::begin)));
  }

  /// Whether `other` has asked with the same key before, and was not answered until `inner` was.
  private static boolean waits(Conversation other, Exchange inner) {
    return other
        .handshake()
        .filter(outer -> outer.key().equals(inner.key()))
        .filter(outer -> outer.askedAt().isBefore(inner.askedAt()))
        .filter(outer -> outer.answeredAt().map(inner.askedAt()::isBefore).orElse(true))
        .filter(
            _ ->
                other.ending() instanceof Conversation.Ending.Open
                    || !other.ending().time().isBefore(inner.askedAt()))
        .isPresent();
  }

  private static Optional<Conversation> byFrames(Conversation upstream, List<Conversation> all) {
    List<Moment> frames = fromClient(upstream);
    return upstream.handshake().isPresent() || frames.size() < FEWEST_COMPARED
        ? Optional.empty()
        : all.stream()
            .filter(other -> other != upstream && other.handshake().isEmpty())
            .filter(other -> carries(fromClient(other), frames))
            .findFirst();
  }

  private static List<Moment> fromClient(Conversation conversation) {
    return conversation.moments().stream()
        .filter(moment -> moment.from() == Role.CLIENT)
        .filter(
            moment ->
                moment.sighting() instanceof Sighting.Said
                    || moment.sighting() instanceof Sighting.Control)
        .limit(MOST_COMPARED)
        .toList();
  }

  /// Whether `inner` are the same frames a moment later.
  private static boolean carries(List<Moment> outer, List<Moment> inner) {
    int compared = Math.min(outer.size(), inner.size());
    if (compared < FEWEST_COMPARED) {
      return false;
    }
    for (int i = 0; i < compared; i++) {
      Duration transit = Duration.between(outer.get(i).time(), inner.get(i).time());
      boolean inTime = !transit.isNegative() && transit.compareTo(LONGEST_TRANSIT) <= 0;
      if (!inTime || !isSame(outer.get(i).sighting(), inner.get(i).sighting())) {
        return false;
      }
    }
    return true;
  }

  private static boolean isSame(Sighting one, Sighting other) {
    if (one instanceof Sighting.Control(Frame a) && other instanceof Sighting.Control(Frame b)) {
      return a.equals(b);
    }
    return one instanceof Sighting.Said(Message a)
        && other instanceof Sighting.Said(Message b)
        && a.equals(b);
  }
}
