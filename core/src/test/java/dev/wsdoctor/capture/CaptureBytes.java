package dev.wsdoctor.capture;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/// Writes capture files, in every form that the reader knows.
final class CaptureBytes {
  static final long FIRST_SECOND = 1_700_000_000L;

  private CaptureBytes() {}

  static byte[] pcap(List<Talk.Sent> packets) {
    return pcap(packets, LinkLayer.RAW, ByteOrder.LITTLE_ENDIAN, false, Integer.MAX_VALUE);
  }

  /// Of each packet at most `snapshot` bytes are kept, link header included.
  static byte[] pcap(
      List<Talk.Sent> packets, int linkType, ByteOrder order, boolean nanos, int snapshot) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteBuffer head = ByteBuffer.allocate(24).order(order);
    head.putInt(nanos ? PcapReader.NANOSECONDS : PcapReader.MICROSECONDS);
    head.putShort((short) 2).putShort((short) 4).putLong(0).putInt(262_144).putInt(linkType);
    out.writeBytes(head.array());
    for (Talk.Sent packet : packets) {
      byte[] frame = frame(linkType, packet.ip());
      int kept = Math.min(snapshot, frame.length);
      ByteBuffer header = ByteBuffer.allocate(16 + kept).order(order);
      header.putInt((int) (FIRST_SECOND + packet.millis() / 1_000));
      header.putInt((int) (packet.millis() % 1_000) * (nanos ? 1_000_000 : 1_000));
      header.putInt(kept).putInt(frame.length).put(frame, 0, kept);
      out.writeBytes(header.array());
    }
    return out.toByteArray();
  }

  static byte[] pcapng(List<Talk.Sent> packets, int linkType, ByteOrder order) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteBuffer section = ByteBuffer.allocate(16).order(order);
    section.putInt(PcapngReader.BYTE_ORDER_MAGIC).putShort((short) 1).putShort((short) 0);
    block(out, PcapngReader.SECTION_HEADER, section.putLong(-1).array(), order);
    ByteBuffer on = ByteBuffer.allocate(20).order(order);
    on.putShort((short) linkType).putShort((short) 0).putInt(0);
    on.putShort((short) PcapngReader.TIME_RESOLUTION).putShort((short) 1).put((byte) 3);
    block(out, PcapngReader.INTERFACE_DESCRIPTION, on.array(), order);
    block(out, 0x0bad, new byte[8], order);
    for (Talk.Sent packet : packets) {
      byte[] frame = frame(linkType, packet.ip());
      long time = FIRST_SECOND * 1_000 + packet.millis();
      ByteBuffer body = ByteBuffer.allocate(20 + (frame.length + 3 & ~3)).order(order);
      body.putInt(0).putInt((int) (time >> 32)).putInt((int) time);
      body.putInt(frame.length).putInt(frame.length).put(frame);
      block(out, PcapngReader.ENHANCED_PACKET, body.array(), order);
    }
    return out.toByteArray();
  }

  private static void block(ByteArrayOutputStream out, int type, byte[] body, ByteOrder order) {
    ByteBuffer block = ByteBuffer.allocate(12 + body.length).order(order);
    block.putInt(type).putInt(12 + body.length).put(body).putInt(12 + body.length);
    out.writeBytes(block.array());
  }

  private static byte[] frame(int linkType, ByteBuffer packet) {
    byte[] ip = new byte[packet.remaining()];
    packet.duplicate().get(ip);
    short type = (short) (ip[0] >> 4 == 4 ? 0x0800 : 0x86dd);
    ByteBuffer header =
        switch (linkType) {
          case LinkLayer.NULL, LinkLayer.LOOP -> ByteBuffer.allocate(4).putInt(2);
          // With a VLAN tag.
          case LinkLayer.ETHERNET ->
              ByteBuffer.allocate(18)
                  .position(12)
                  .putShort((short) 0x8100)
                  .putShort((short) 7)
                  .putShort(type);
          case LinkLayer.LINUX_SLL -> ByteBuffer.allocate(16).position(14).putShort(type);
          case LinkLayer.LINUX_SLL2 -> ByteBuffer.allocate(20).putShort(0, type);
          default -> ByteBuffer.allocate(0);
        };
    return Talk.together(header.array(), ip);
  }
}
