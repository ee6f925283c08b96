package dev.wsdoctor.capture;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Optional;

/// A TCP segment (RFC 9293, 3.1): who sent it to whom, each as address and port in network order,
/// the payload that was kept, and how many bytes of it were not.
record Segment(
    Instant time,
    ByteBuffer source,
    ByteBuffer destination,
    int sequence,
    int acknowledgement,
    int flags,
    ByteBuffer payload,
    int missing) {
  static final int FIN = 1;
  static final int SYN = 2;
  static final int RST = 4;
  static final int ACK = 16;

  private static final int TCP = 6;
  private static final int HOP_BY_HOP = 0;
  private static final int ROUTING = 43;
  private static final int FRAGMENT = 44;
  private static final int DESTINATION_OPTIONS = 60;
  private static final int IPV6_HEADER = 40;

  boolean has(int flag) {
    return (flags & flag) != 0;
  }

  /// How many bytes of the stream it stands for.
  int length() {
    return payload.remaining() + missing;
  }

  /// The segment in an IP packet; empty for other protocols, for fragments and for headers that
  /// were not captured whole. `cut` bytes of the packet were on the wire and are not in `ip`.
  static Optional<Segment> in(ByteBuffer ip, int cut, Instant time) {
    if (!ip.hasRemaining()) {
      return Optional.empty();
    }
    return switch (ip.get(0) >> 4 & 0xf) {
      case 4 -> version4(ip, cut, time);
      case 6 -> version6(ip, cut, time);
      default -> Optional.empty();
    };
  }

  private static Optional<Segment> version4(ByteBuffer ip, int cut, Instant time) {
    int header = (ip.get(0) & 0xf) * 4;
    if (header < 20 || ip.limit() < header || ip.get(9) != TCP) {
      return Optional.empty();
    }
    // The lower 13 bits are the offset, the bit above them says that more fragments follow.
    if ((ip.getShort(6) & 0x3fff) != 0) {
      return Optional.empty();
    }
    int total = ip.getShort(2) & 0xffff;
    return tcp(ip, header, wireEnd(total, ip.limit() + cut), new Route(ip, 12, 4), time);
  }

  /// What a network card joins has a length of 0, and short frames are filled up.
  private static int wireEnd(int stated, int onWire) {
    return stated == 0 ? onWire : Math.min(stated, onWire);
  }

  private static Optional<Segment> version6(ByteBuffer ip, int cut, Instant time) {
    int onWire = ip.limit() + cut;
    int at = IPV6_HEADER;
    if (ip.limit() < at) {
      return Optional.empty();
    }
    int stated = ip.getShort(4) & 0xffff;
    int next = ip.get(6) & 0xff;
    while (next == HOP_BY_HOP || next == ROUTING || next == DESTINATION_OPTIONS) {
      if (ip.limit() < at + 8) {
        return Optional.empty();
      }
      next = ip.get(at) & 0xff;
      at += 8 + (ip.get(at + 1) & 0xff) * 8;
    }
    int end = wireEnd(stated == 0 ? 0 : IPV6_HEADER + stated, onWire);
    return next == TCP && next != FRAGMENT
        ? tcp(ip, at, end, new Route(ip, 8, 16), time)
        : Optional.empty();
  }

  /// Where the addresses stand.
  private record Route(ByteBuffer ip, int at, int bytes) {
    ByteBuffer source(int port) {
      return end(at, port);
    }

    ByteBuffer destination(int port) {
      return end(at + bytes, port);
    }

    private ByteBuffer end(int from, int port) {
      ByteBuffer end = ByteBuffer.allocate(bytes + Short.BYTES);
      return end.put(ip.slice(from, bytes)).putShort((short) port).flip();
    }
  }

  private static Optional<Segment> tcp(ByteBuffer ip, int at, int end, Route route, Instant time) {
    if (ip.limit() < at + 20) {
      return Optional.empty();
    }
    int payloadAt = at + (ip.get(at + 12) >> 4 & 0xf) * 4;
    if (payloadAt < at + 20 || payloadAt > end) {
      return Optional.empty();
    }
    int keptEnd = Math.min(end, ip.limit());
    ByteBuffer payload = ip.slice(Math.min(payloadAt, keptEnd), Math.max(0, keptEnd - payloadAt));
    return Optional.of(
        new Segment(
            time,
            route.source(ip.getShort(at) & 0xffff),
            route.destination(ip.getShort(at + 2) & 0xffff),
            ip.getInt(at + 4),
            ip.getInt(at + 8),
            ip.get(at + 13) & 0x3f,
            payload,
            end - payloadAt - payload.remaining()));
  }
}
