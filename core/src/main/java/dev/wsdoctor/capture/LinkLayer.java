package dev.wsdoctor.capture;

import java.nio.ByteBuffer;
import java.util.Optional;

/// What stands before the IP packet, by LINKTYPE_ number (tcpdump.org/linktypes.html).
final class LinkLayer {
  static final int NULL = 0;
  static final int ETHERNET = 1;
  static final int RAW = 101;
  static final int LOOP = 108;
  static final int LINUX_SLL = 113;
  static final int IPV4 = 228;
  static final int IPV6 = 229;
  static final int LINUX_SLL2 = 276;

  /// OpenBSD's and Linux's old numbers of RAW.
  private static final int RAW_12 = 12;

  private static final int RAW_14 = 14;

  private static final int VLAN = 0x8100;
  private static final int SERVICE_VLAN = 0x88a8;
  private static final int TYPE_IPV4 = 0x0800;
  private static final int TYPE_IPV6 = 0x86dd;

  private LinkLayer() {}

  static boolean isKnown(int linkType) {
    return headerBytes(linkType) >= 0;
  }

  private static int headerBytes(int linkType) {
    return switch (linkType) {
      case RAW, RAW_12, RAW_14, IPV4, IPV6 -> 0;
      case NULL, LOOP -> 4;
      case ETHERNET -> 14;
      case LINUX_SLL -> 16;
      case LINUX_SLL2 -> 20;
      default -> -1;
    };
  }

  /// The IP packet in a frame; empty for anything else, such as ARP.
  static Optional<ByteBuffer> network(int linkType, ByteBuffer frame) {
    int header = headerBytes(linkType);
    if (header < 0 || frame.remaining() <= header) {
      return Optional.empty();
    }
    return switch (linkType) {
      case ETHERNET -> typed(frame, 12);
      case LINUX_SLL -> typed(frame, 14);
      case LINUX_SLL2 ->
          isIp(frame.getShort(0) & 0xffff) ? behind(frame, header) : Optional.empty();
      // The family's number differs between systems; the version nibble of IP tells as well.
      default -> behind(frame, header);
    };
  }

  /// The type stands at `at`, behind VLAN tags of four bytes each.
  private static Optional<ByteBuffer> typed(ByteBuffer frame, int at) {
    int position = at;
    while (position + 2 <= frame.limit()) {
      int type = frame.getShort(position) & 0xffff;
      if (type != VLAN && type != SERVICE_VLAN) {
        return isIp(type) ? behind(frame, position + 2) : Optional.empty();
      }
      position += 4;
    }
    return Optional.empty();
  }

  private static boolean isIp(int type) {
    return type == TYPE_IPV4 || type == TYPE_IPV6;
  }

  private static Optional<ByteBuffer> behind(ByteBuffer frame, int position) {
    return position < frame.limit()
        ? Optional.of(frame.slice(position, frame.limit() - position))
        : Optional.empty();
  }
}
