package dev.wsdoctor.capture;

import dev.wsdoctor.websocket.Role;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/// Writes what a tap relays as if it had been captured: plain TCP between the client and the server
/// behind the tap, in pcapng form, for Wireshark and for `read`.
///
/// Handshakes of TCP, numbers and check sums are made up and right. Bytes that were not recorded
/// are a hole in the numbers, as after a lost packet.
public final class PcapngWriter {
  private static final int SECTION = 28;
  private static final byte NANOSECONDS = 9;
  private static final int SECTION_APPLICATION = 4;
  private static final String APPLICATION = "wsdoctor tap";

  private final OutputStream out;
  private final long mostBytes;
  private final Map<Integer, WrittenConnection> open = new HashMap<>();
  private long written;
  private boolean full;

  /// Begins a file that gets no more than about `mostBytes`.
  public PcapngWriter(OutputStream out, long mostBytes) throws IOException {
    this.out = out;
    this.mostBytes = mostBytes;
    begin();
  }

  private void begin() throws IOException {
    byte[] name = APPLICATION.getBytes(StandardCharsets.US_ASCII);
    ByteBuffer section = ByteBuffer.allocate(SECTION - 12 + 4 + name.length + 4);
    section
        .putInt(PcapngReader.BYTE_ORDER_MAGIC)
        .putShort((short) 1)
        .putShort((short) 0)
        .putLong(-1);
    section.putShort((short) SECTION_APPLICATION).putShort((short) name.length).put(name).putInt(0);
    block(PcapngReader.SECTION_HEADER, section);
    ByteBuffer description = ByteBuffer.allocate(20);
    description.putShort((short) LinkLayer.RAW).putShort((short) 0).putInt(0);
    description.putShort((short) PcapngReader.TIME_RESOLUTION).putShort((short) 1).put(NANOSECONDS);
    block(PcapngReader.INTERFACE_DESCRIPTION, description.position(20));
  }

  /// Whether there was more than the file may hold.
  public boolean isFull() {
    return full;
  }

  public void opened(int connection, Instant time, Peer client, Peer server) throws IOException {
    WrittenConnection begun = WrittenConnection.between(connection, client, server);
    open.put(connection, begun);
    packet(time, begun.packet(Role.CLIENT, Segment.SYN));
    packet(time, begun.packet(Role.SERVER, Segment.SYN | Segment.ACK));
    packet(time, begun.packet(Role.CLIENT, Segment.ACK));
  }

  public void bytes(int connection, Instant time, Role from, byte[] bytes) throws IOException {
    WrittenConnection known = open.get(connection);
    if (known == null) {
      return;
    }
    for (int at = 0; at < bytes.length; at += WrittenConnection.MOST_PAYLOAD) {
      int count = Math.min(WrittenConnection.MOST_PAYLOAD, bytes.length - at);
      packet(time, known.packet(from, ByteBuffer.wrap(bytes, at, count)));
    }
  }

  /// So many bytes of `from` are not there.
  public void unrecorded(int connection, Role from, long count) {
    WrittenConnection known = open.get(connection);
    if (known != null) {
      known.skip(from, count);
    }
  }

  public void finished(int connection, Instant time, Role from) throws IOException {
    end(connection, time, from, Segment.FIN | Segment.ACK);
  }

  public void reset(int connection, Instant time, Role from) throws IOException {
    end(connection, time, from, Segment.RST | Segment.ACK);
  }

  private void end(int connection, Instant time, Role from, int flags) throws IOException {
    WrittenConnection known = open.get(connection);
    if (known != null) {
      packet(time, known.packet(from, flags));
    }
  }

  public void closed(int connection) {
    open.remove(connection);
  }

  public void flush() throws IOException {
    out.flush();
  }

  private void packet(Instant time, ByteBuffer ip) throws IOException {
    if (full || written > mostBytes) {
      full = true;
      return;
    }
    int length = ip.remaining();
    long nanos = time.getEpochSecond() * 1_000_000_000L + time.getNano();
    ByteBuffer body = ByteBuffer.allocate(20 + (length + 3 & ~3));
    body.putInt(0).putInt((int) (nanos >>> 32)).putInt((int) nanos);
    body.putInt(length).putInt(length).put(ip);
    block(PcapngReader.ENHANCED_PACKET, body);
  }

  /// The whole buffer, whatever was put into it.
  private void block(int type, ByteBuffer body) throws IOException {
    int length = 12 + body.capacity();
    ByteBuffer block = ByteBuffer.allocate(length);
    block.putInt(type).putInt(length).put(body.array()).putInt(length);
    out.write(block.array());
    written += length;
  }
}
