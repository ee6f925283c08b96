package dev.wsdoctor.socket;

import dev.wsdoctor.socket.TcpSocket.End;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.Optional;

/// Writes the question and reads the answers of sock_diag(7), byte for byte as `linux/inet_diag.h`
/// and `linux/tcp.h` lay them out. Numbers are in the machine's order, ports and addresses in that
/// of the network.
final class DiagMessage {
  static final int HEADER_BYTES = 16;
  static final int DONE = 3;
  static final int ERROR = 2;

  private static final int REQUEST_BYTES = HEADER_BYTES + 56;
  private static final short SOCK_DIAG_BY_FAMILY = 20;
  private static final short REQUEST_AND_DUMP = 0x301;
  private static final byte TCP = 6;
  private static final byte WITH_TCP_INFO = 1 << 1;
  private static final int ESTABLISHED_OR_LISTEN = 1 << 1 | 1 << 10;

  private static final int FIXED_BYTES = 72;
  private static final int INODE = 68;
  private static final int TCP_INFO = 2;
  private static final int INET = 2;

  private DiagMessage() {}

  /// Asks for every established and listening TCP socket of that family, AF_INET or AF_INET6.
  static byte[] request(int family) {
    ByteBuffer request = ByteBuffer.allocate(REQUEST_BYTES).order(ByteOrder.nativeOrder());
    request.putInt(REQUEST_BYTES).putShort(SOCK_DIAG_BY_FAMILY).putShort(REQUEST_AND_DUMP);
    request.putInt(1).putInt(0);
    request
        .put((byte) family)
        .put(TCP)
        .put(WITH_TCP_INFO)
        .put((byte) 0)
        .putInt(ESTABLISHED_OR_LISTEN);
    return request.array();
  }

  /// The inode in an answer that begins `at` there.
  static long inode(ByteBuffer messages, int at) {
    return Integer.toUnsignedLong(messages.getInt(at + INODE));
  }

  /// Reads one answer; `message` begins behind the netlink header.
  static TcpSocket read(ByteBuffer message) {
    int family = message.get(0);
    int attributes = message.position() + FIXED_BYTES;
    return new TcpSocket(
        end(message, 8, 4, family),
        end(message, 24, 6, family),
        TcpSocket.State.of(message.get(1)),
        TcpSocket.Timer.of(message.get(2)),
        message.get(3) & 0xff,
        Integer.toUnsignedLong(message.getInt(56)),
        Integer.toUnsignedLong(message.getInt(60)),
        inode(message, 0),
        activity(message, attributes));
  }

  private static End end(ByteBuffer message, int addressAt, int portAt, int family) {
    byte[] address = new byte[family == INET ? 4 : 16];
    message.get(addressAt, address);
    int port =
        Short.toUnsignedInt(message.duplicate().order(ByteOrder.BIG_ENDIAN).getShort(portAt));
    return new End(text(address), port);
  }

  /// [InetAddress] gives IPv4 for the IPv6 spelling of it.
  static String text(byte[] address) {
    if (address.length == 4) {
      return (address[0] & 0xff)
          + "."
          + (address[1] & 0xff)
          + "."
          + (address[2] & 0xff)
          + "."
          + (address[3] & 0xff);
    }
    try {
      return InetAddress.getByAddress(address).getHostAddress();
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException("an address has 4 or 16 bytes", e);
    }
  }

  private static Optional<Activity> activity(ByteBuffer message, int from) {
    int at = from;
    while (at + 4 <= message.limit()) {
      int length = message.getShort(at) & 0xffff;
      if (length < 4 || at + length > message.limit()) {
        return Optional.empty();
      }
      if (message.getShort(at + 2) == TCP_INFO) {
        return TcpInfo.read(message.slice(at + 4, length - 4).order(ByteOrder.nativeOrder()));
      }
      at += (length + 3) & ~3;
    }
    return Optional.empty();
  }

  /// The fields of struct tcp_info that are wanted, by their offsets; the kernel appends new ones.
  private static final class TcpInfo {
    private static final int LAST_DATA_SENT = 44;
    private static final int LAST_DATA_RECEIVED = 52;
    private static final int ROUND_TRIP_MICROS = 68;
    private static final int TOTAL_RETRANSMITS = 100;
    private static final int BYTES_ACKED = 120;
    private static final int BYTES_RECEIVED = 128;
    private static final int LEAST_BYTES = BYTES_RECEIVED + 8;

    static Optional<Activity> read(ByteBuffer info) {
      if (info.limit() < LEAST_BYTES) {
        return Optional.empty();
      }
      return Optional.of(
          new Activity(
              millis(info.getInt(LAST_DATA_SENT)),
              millis(info.getInt(LAST_DATA_RECEIVED)),
              Duration.ofNanos(1_000L * Integer.toUnsignedLong(info.getInt(ROUND_TRIP_MICROS))),
              info.getInt(TOTAL_RETRANSMITS),
              info.getLong(BYTES_ACKED),
              info.getLong(BYTES_RECEIVED)));
    }

    private static Duration millis(int value) {
      return Duration.ofMillis(Integer.toUnsignedLong(value));
    }
  }
}
