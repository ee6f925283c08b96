package dev.wsdoctor.conformance.gateway;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/// A DNS server on loopback (RFC 1035), over UDP and TCP. What it knows of a name is in its first
/// label; nothing else is there.
final class NameServer implements AutoCloseable {
  private static final int A = 1;
  private static final int CNAME = 5;
  private static final int AAAA = 28;
  private static final int TRUNCATED = 0x0200;
  private static final int SIZE = 512;
  private static final byte[] LOOPBACK = {127, 0, 0, 1};
  private static final byte[] LOOPBACK_6 = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1};

  private final DatagramSocket datagrams;
  private final ServerSocket streams;

  /// How often a name was asked for. Guarded by this.
  private final Map<String, Integer> asked = new HashMap<>();

  private NameServer(DatagramSocket datagrams, ServerSocket streams) {
    this.datagrams = datagrams;
    this.streams = streams;
  }

  static NameServer start(int port) {
    try {
      InetAddress loopback = InetAddress.getLoopbackAddress();
      var server =
          new NameServer(new DatagramSocket(port, loopback), new ServerSocket(port, 9, loopback));
      Thread.ofPlatform().daemon().start(server::serveDatagrams);
      Thread.ofPlatform().daemon().start(server::serveStreams);
      return server;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void serveDatagrams() {
    while (!datagrams.isClosed()) {
      try {
        var packet = new DatagramPacket(new byte[SIZE], SIZE);
        datagrams.receive(packet);
        byte[] answer = answer(Arrays.copyOf(packet.getData(), packet.getLength()), false);
        if (answer.length > 0) {
          datagrams.send(new DatagramPacket(answer, answer.length, packet.getSocketAddress()));
        }
      } catch (IOException _) {
        // closed while waiting
      }
    }
  }

  private void serveStreams() {
    while (!streams.isClosed()) {
      try (Socket socket = streams.accept()) {
        var in = new DataInputStream(socket.getInputStream());
        byte[] question = in.readNBytes(in.readUnsignedShort());
        byte[] answer = answer(question, true);
        var out = new DataOutputStream(socket.getOutputStream());
        out.writeShort(answer.length);
        out.write(answer);
        out.flush();
      } catch (IOException _) {
        // closed while waiting, or by who asked
      }
    }
  }

  /// Nothing for a name that gets no answer.
  private synchronized byte[] answer(byte[] asking, boolean overTcp) {
    ByteBuffer question = ByteBuffer.wrap(asking);
    int id = question.getShort();
    question.position(12);
    StringBuilder name = new StringBuilder();
    for (int length = question.get(); length > 0; length = question.get()) {
      byte[] label = new byte[length];
      question.get(label);
      name.append(new String(label, StandardCharsets.ISO_8859_1)).append('.');
    }
    int type = question.getShort();
    Answer to = new Answer(id, Arrays.copyOfRange(asking, 12, question.position() + 2));
    String label = name.substring(0, name.indexOf("."));
    boolean v4 = type == A;
    return switch (label) {
      case "one" -> v4 ? to.with(record(A, 60, LOOPBACK)) : to.bytes(0);
      case "six" -> v4 ? to.bytes(0) : to.with(record(AAAA, 60, LOOPBACK_6));
      case "alias" ->
          v4 ? to.with(record(CNAME, 60, 1, 'x', 0), record(A, 60, LOOPBACK)) : to.bytes(0);
      case "large" -> overTcp && v4 ? to.with(record(A, 60, LOOPBACK)) : to.bytes(TRUNCATED);
      case "counted" -> v4 ? to.with(record(A, 60, count(label))) : to.bytes(0);
      case "passing" -> v4 ? to.with(record(A, 1, count(label))) : to.bytes(0);
      case "half" -> v4 ? to.with(record(A, 60, LOOPBACK)) : to.bytes(2);
      case "empty" -> to.bytes(0);
      case "broken" -> to.bytes(2);
      case "refused" -> to.bytes(5);
      case "mute" -> new byte[0];
      default -> to.bytes(3);
    };
  }

  /// Another address each time.
  private byte[] count(String label) {
    return new byte[] {127, 0, 0, asked.merge(label, 1, Integer::sum).byteValue()};
  }

  private static byte[] record(int type, int ttl, int... data) {
    byte[] bytes = new byte[data.length];
    for (int i = 0; i < data.length; i++) {
      bytes[i] = (byte) data[i];
    }
    return record(type, ttl, bytes);
  }

  /// Of the name that was asked for, which a pointer names.
  private static byte[] record(int type, int ttl, byte[] data) {
    return ByteBuffer.allocate(12 + data.length)
        .putShort((short) 0xc00c)
        .putShort((short) type)
        .putShort((short) 1)
        .putInt(ttl)
        .putShort((short) data.length)
        .put(data)
        .array();
  }

  /// An answer to a question.
  private static final class Answer {
    private final int id;
    private final byte[] question;

    Answer(int id, byte[] question) {
      this.id = id;
      this.question = question;
    }

    /// A head with that code, or flag, and nothing else.
    byte[] bytes(int flags) {
      return message(flags);
    }

    byte[] with(byte[]... records) {
      return message(0, records);
    }

    private byte[] message(int flags, byte[]... records) {
      ByteBuffer out = ByteBuffer.allocate(SIZE);
      out.putShort((short) id).putShort((short) (0x8180 | flags)).putShort((short) 1);
      out.putShort((short) records.length).putInt(0);
      out.put(question);
      for (byte[] record : records) {
        out.put(record);
      }
      byte[] bytes = new byte[out.position()];
      out.flip().get(bytes);
      return bytes;
    }
  }

  @Override
  public void close() {
    try {
      datagrams.close();
      streams.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
