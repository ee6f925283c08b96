package dev.wsdoctor.capture;

import dev.wsdoctor.websocket.Role;
import java.nio.ByteBuffer;

/// A TCP connection that is made up for a file: addresses, and how far each side's numbers are.
final class WrittenConnection {
  /// What fits the 16-bit length of an IP packet.
  static final int MOST_PAYLOAD = 60_000;

  private static final int TCP_HEADER = 20;
  private static final int PUSH = 8;
  private static final byte TCP = 6;
  private static final byte HOPS = 64;
  private static final int FIRST_PORT = 1_024;
  private static final int PORTS = 60_000;

  /// Who has only a name, or a path, gets this (RFC 5737: for documentation).
  private static final byte[] NAMELESS = {(byte) 192, 0, 2, 1};

  private final byte[] client;
  private final byte[] server;
  private final int clientPort;
  private final int serverPort;
  private int clientNumber;
  private int serverNumber;

  private WrittenConnection(byte[] client, int clientPort, byte[] server, int serverPort) {
    this.client = client;
    this.server = server;
    this.clientPort = clientPort;
    this.serverPort = serverPort;
  }

  static WrittenConnection between(int number, Peer client, Peer server) {
    byte[] from = address(client.host());
    byte[] to = address(server.host());
    int port = client.host().startsWith("unix:") ? FIRST_PORT + number % PORTS : client.port();
    boolean six = from.length == 16 || to.length == 16;
    return new WrittenConnection(
        six ? mapped(from) : from,
        port,
        six ? mapped(to) : to,
        server.port() == 0 ? 80 : server.port());
  }

  private static byte[] address(String host) {
    return switch (IpLiteral.parse(host)) {
      case IpLiteral.Parsed.Address(ByteBuffer bytes) -> bytes.array();
      case IpLiteral.Parsed.None() -> NAMELESS;
    };
  }

  /// IPv4 in IPv6 (RFC 4291, 2.5.5.2).
  private static byte[] mapped(byte[] address) {
    return address.length == 16
        ? address
        : ByteBuffer.allocate(16).position(10).putShort((short) -1).put(address).array();
  }

  void skip(Role from, long count) {
    advance(from, count);
  }

  ByteBuffer packet(Role from, int flags) {
    return packet(from, flags, ByteBuffer.allocate(0));
  }

  ByteBuffer packet(Role from, ByteBuffer payload) {
    return packet(from, Segment.ACK | PUSH, payload);
  }

  private ByteBuffer packet(Role from, int flags, ByteBuffer payload) {
    boolean byClient = from == Role.CLIENT;
    int count = payload.remaining();
    ByteBuffer tcp = ByteBuffer.allocate(TCP_HEADER + count);
    tcp.putShort((short) (byClient ? clientPort : serverPort));
    tcp.putShort((short) (byClient ? serverPort : clientPort));
    tcp.putInt(byClient ? clientNumber : serverNumber);
    tcp.putInt((flags & Segment.ACK) == 0 ? 0 : byClient ? serverNumber : clientNumber);
    tcp.put((byte) (TCP_HEADER / 4 << 4)).put((byte) flags).putShort((short) -1).putInt(0);
    tcp.put(payload).flip();
    byte[] source = byClient ? client : server;
    byte[] destination = byClient ? server : client;
    tcp.putShort(16, checkSum(pseudoHeader(source, destination, tcp.limit()), tcp));
    boolean takesOne = (flags & (Segment.SYN | Segment.FIN)) != 0;
    advance(from, count + (takesOne ? 1 : 0));
    return ip(source, destination, tcp);
  }

  private void advance(Role from, long count) {
    switch (from) {
      case CLIENT -> clientNumber += (int) count;
      case SERVER -> serverNumber += (int) count;
    }
  }

  private static ByteBuffer ip(byte[] source, byte[] destination, ByteBuffer tcp) {
    boolean four = source.length == 4;
    ByteBuffer out = ByteBuffer.allocate((four ? 20 : 40) + tcp.limit());
    if (four) {
      out.putShort((short) 0x4500).putShort((short) out.capacity()).putInt(0x4000);
      out.put(HOPS).put(TCP).putShort((short) 0).put(source).put(destination);
      out.putShort(10, checkSum(ByteBuffer.allocate(0), out.slice(0, 20)));
    } else {
      out.putInt(0x6000_0000).putShort((short) tcp.limit()).put(TCP).put(HOPS);
      out.put(source).put(destination);
    }
    return out.put(tcp).flip();
  }

  /// RFC 9293, 3.1.
  private static ByteBuffer pseudoHeader(byte[] source, byte[] destination, int length) {
    ByteBuffer out = ByteBuffer.allocate(2 * source.length + 8);
    return out.put(source).put(destination).putInt(length).putInt(TCP).flip();
  }

  /// The Internet check sum of both (RFC 1071).
  private static short checkSum(ByteBuffer one, ByteBuffer other) {
    long sum = sum(one) + sum(other);
    while (sum > 0xffff) {
      sum = (sum & 0xffff) + (sum >> 16);
    }
    return (short) ~sum;
  }

  private static long sum(ByteBuffer words) {
    long sum = 0;
    for (int i = 0; i + 1 < words.limit(); i += 2) {
      sum += words.getShort(i) & 0xffff;
    }
    boolean odd = words.limit() % 2 == 1;
    return sum + (odd ? (words.get(words.limit() - 1) & 0xff) << 8 : 0);
  }
}
