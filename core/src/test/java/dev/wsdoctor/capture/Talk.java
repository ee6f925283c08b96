package dev.wsdoctor.capture;

import dev.wsdoctor.websocket.Frame;
import dev.wsdoctor.websocket.FrameEncoder;
import dev.wsdoctor.websocket.Role;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// The IP packets of one TCP connection, a millisecond apart, for captures that tests make up.
final class Talk {
  static final String KEY = "dGhlIHNhbXBsZSBub25jZQ==";
  static final String REQUEST =
      head(
          "GET /ws HTTP/1.1",
          "Host: a.example",
          "Upgrade: websocket",
          "Connection: Upgrade",
          "Sec-WebSocket-Version: 13",
          "Sec-WebSocket-Key: " + KEY);
  static final String ANSWER =
      head(
          "HTTP/1.1 101 Switching Protocols",
          "Upgrade: websocket",
          "Connection: Upgrade",
          "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");

  private static final int MASKING_KEY = 0x1234_5678;

  final List<Sent> packets = new ArrayList<>();
  private final byte[] clientAddress;
  private final byte[] serverAddress;
  private final int clientPort;
  private final int serverPort;
  private int clientSequence;
  private int serverSequence;
  private long millis;

  /// A packet and the time of it.
  record Sent(long millis, ByteBuffer ip) {}

  /// Between 127.0.0.1 and 127.0.0.2; the sequence numbers start at `first` and may pass zero.
  Talk(int clientPort, int serverPort, int first) {
    this(new byte[] {127, 0, 0, 1}, new byte[] {127, 0, 0, 2}, clientPort, serverPort, first);
  }

  Talk(byte[] client, byte[] server, int clientPort, int serverPort, int first) {
    this.clientAddress = client;
    this.serverAddress = server;
    this.clientPort = clientPort;
    this.serverPort = serverPort;
    this.clientSequence = first;
    this.serverSequence = first + 77;
  }

  static Talk opened() {
    return new Talk(40_000, 8_080, -100).syn().client(REQUEST).server(ANSWER);
  }

  /// At this time, in milliseconds from the first packet.
  Talk at(long time) {
    millis = time;
    return this;
  }

  Talk syn() {
    send(Role.CLIENT, Segment.SYN, new byte[0]);
    send(Role.SERVER, Segment.SYN | Segment.ACK, new byte[0]);
    return this;
  }

  Talk client(String bytes) {
    return send(Role.CLIENT, Segment.ACK, bytes(bytes));
  }

  Talk server(String bytes) {
    return send(Role.SERVER, Segment.ACK, bytes(bytes));
  }

  Talk client(Frame frame) {
    return send(Role.CLIENT, Segment.ACK, FrameEncoder.encode(frame.masked(MASKING_KEY)));
  }

  Talk server(Frame frame) {
    return send(Role.SERVER, Segment.ACK, FrameEncoder.encode(frame));
  }

  Talk fin(Role from) {
    return send(from, Segment.FIN | Segment.ACK, new byte[0]);
  }

  Talk reset(Role from) {
    return send(from, Segment.RST | Segment.ACK, new byte[0]);
  }

  Talk send(Role from, int flags, byte[] payload) {
    boolean client = from == Role.CLIENT;
    int acknowledged = client ? serverSequence : clientSequence;
    ByteBuffer tcp = ByteBuffer.allocate(20 + payload.length);
    tcp.putShort((short) (client ? clientPort : serverPort));
    tcp.putShort((short) (client ? serverPort : clientPort));
    tcp.putInt(client ? clientSequence : serverSequence);
    tcp.putInt((flags & Segment.ACK) == 0 ? 0 : acknowledged);
    tcp.put((byte) 0x50).put((byte) flags).putShort((short) 0xffff).putInt(0).put(payload);
    packets.add(new Sent(millis++, ip(client, tcp.array())));
    int counted = payload.length + ((flags & (Segment.SYN | Segment.FIN)) == 0 ? 0 : 1);
    clientSequence += client ? counted : 0;
    serverSequence += client ? 0 : counted;
    return this;
  }

  private ByteBuffer ip(boolean client, byte[] tcp) {
    byte[] source = client ? clientAddress : serverAddress;
    byte[] destination = client ? serverAddress : clientAddress;
    boolean four = source.length == 4;
    ByteBuffer out = ByteBuffer.allocate((four ? 20 : 40) + tcp.length);
    if (four) {
      out.put((byte) 0x45).put((byte) 0).putShort((short) (20 + tcp.length));
      out.putInt(0x4000).put((byte) 64).put((byte) 6).putShort((short) 0);
    } else {
      out.putInt(0x6000_0000).putShort((short) tcp.length).put((byte) 6).put((byte) 64);
    }
    return out.put(source).put(destination).put(tcp).flip();
  }

  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  /// Several payloads in one.
  static byte[] together(byte[]... parts) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      out.writeBytes(part);
    }
    return out.toByteArray();
  }

  private static String head(String... lines) {
    return String.join("\r\n", lines) + "\r\n\r\n";
  }
}
