package dev.wsdoctor.capture;

import dev.wsdoctor.capture.Conversation.Ending;
import dev.wsdoctor.websocket.Role;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Reads a capture file from its first packet to its last, and keeps the conversations in it that
/// concern WebSockets.
public final class CaptureReader {
  private static final Instant NEVER = Instant.EPOCH;

  private final Limits limits;
  private final Budget budget;
  private final Map<Ends, TcpConnection> open = new LinkedHashMap<>(16, 0.75f, true);
  private final List<Conversation> conversations = new ArrayList<>();
  private final List<Conversation> refused = new ArrayList<>();
  private final Map<String, Integer> others = new TreeMap<>();
  private final Map<Integer, Integer> unknownLinks = new TreeMap<>();
  private Instant first = NEVER;
  private Instant last = NEVER;
  private long packets;
  private int connections;
  private int tooMany;

  /// Both ends, the lesser first, so that both directions have the same.
  private record Ends(ByteBuffer one, ByteBuffer other) {
    static Ends of(Segment segment) {
      return segment.source().compareTo(segment.destination()) < 0
          ? new Ends(segment.source(), segment.destination())
          : new Ends(segment.destination(), segment.source());
    }
  }

  /// A capture, or the sentence that says why the file is none.
  public sealed interface Read {
    record Done(Capture capture) implements Read {}

    record NoCapture(String message) implements Read {}
  }

  private CaptureReader(Limits limits) {
    this.limits = limits;
    this.budget = new Budget(limits.totalBytes());
  }

  /// Reads `in` to its end; the only exception is that it cannot be read.
  public static Read read(InputStream in, Limits limits) throws IOException {
    return switch (PacketReader.open(in)) {
      case PacketReader.Opened.Unknown(String message) -> new Read.NoCapture(message);
      case PacketReader.Opened.Known(PacketReader reader) ->
          new Read.Done(new CaptureReader(limits).read(reader));
    };
  }

  private Capture read(PacketReader reader) throws IOException {
    Optional<Packet> packet = reader.next();
    while (packet.isPresent()) {
      take(packet.get());
      packet = reader.next();
    }
    open.values().forEach(this::close);
    return new Capture(
        first, last, packets, sorted(conversations), sorted(refused), others, remarks(reader));
  }

  private void take(Packet packet) {
    packets++;
    first = first.equals(NEVER) ? packet.time() : first;
    last = packet.time().isAfter(last) ? packet.time() : last;
    if (!LinkLayer.isKnown(packet.linkType())) {
      unknownLinks.merge(packet.linkType(), 1, Integer::sum);
      return;
    }
    LinkLayer.network(packet.linkType(), packet.bytes())
        .flatMap(ip -> Segment.in(ip, packet.cut(), packet.time()))
        .ifPresent(this::take);
  }

  private void take(Segment segment) {
    Ends ends = Ends.of(segment);
    TcpConnection known = open.get(ends);
    boolean begins = segment.has(Segment.SYN) && !segment.has(Segment.ACK);
    if (known != null && begins && known.isOver()) {
      open.remove(ends);
      close(known);
      known = null;
    }
    if (known != null) {
      known.take(segment);
      return;
    }
    TcpConnection.of(segment, connections + 1, limits, budget)
        .ifPresent(
            begun -> {
              connections++;
              makeRoom();
              open.put(ends, begun);
              begun.take(segment);
            });
  }

  /// The map has the one first that was silent for the longest.
  private void makeRoom() {
    if (open.size() >= limits.connections()) {
      Map.Entry<Ends, TcpConnection> eldest = open.entrySet().iterator().next();
      open.remove(eldest.getKey());
      close(eldest.getValue());
    }
  }

  private void close(TcpConnection connection) {
    Conversation conversation = connection.close(last);
    boolean kept = true;
    if (conversation.concernsWebSocket()) {
      kept = conversations.size() < limits.conversations();
      tooMany += kept ? 0 : 1;
      if (kept) {
        conversations.add(conversation);
      }
    } else if (isRefused(conversation) && refused.size() < limits.conversations()) {
      refused.add(conversation);
    } else {
      kept = false;
      others.merge(kind(conversation), 1, Integer::sum);
    }
    if (!kept) {
      connection.discard();
    }
  }

  private static boolean isRefused(Conversation conversation) {
    return conversation.ending() instanceof Ending.Reset(Instant _, Role by)
        && by == Role.SERVER
        && conversation.byServer().bytes() == 0;
  }

  private static String kind(Conversation conversation) {
    return conversation.moments().stream()
        .flatMap(moment -> kind(moment.sighting()).stream())
        .findFirst()
        .orElse("without content");
  }

  private static Optional<String> kind(Sighting sighting) {
    return switch (sighting) {
      case Sighting.Asked _, Sighting.Answered _ -> Optional.of("ordinary HTTP");
      case Sighting.Other(String what, long _, String _) -> Optional.of(what);
      case Sighting.Body _, Sighting.Control _, Sighting.Fragment _, Sighting.Said _ ->
          Optional.empty();
      case Sighting.Incomplete _, Sighting.Broke _, Sighting.Missing _ -> Optional.empty();
      case Sighting.Finished _, Sighting.Reset _, Sighting.Failed _ -> Optional.empty();
    };
  }

  private static List<Conversation> sorted(List<Conversation> found) {
    return found.stream().sorted(Comparator.comparingInt(Conversation::number)).toList();
  }

  private List<String> remarks(PacketReader reader) {
    List<String> remarks = new ArrayList<>();
    reader.damage().ifPresent(remarks::add);
    unknownLinks.forEach(
        (link, count) ->
            remarks.add(
                "%d packets are of link type %d, which is not supported; capture on an ordinary interface, or with 'tcpdump -i any'"
                    .formatted(count, link)));
    if (tooMany > 0) {
      remarks.add(
          "%d more WebSocket connections are not shown, since %d are kept; capture less, or filter with 'tcpdump host ADDRESS'"
              .formatted(tooMany, limits.conversations()));
    }
    return remarks;
  }
}
