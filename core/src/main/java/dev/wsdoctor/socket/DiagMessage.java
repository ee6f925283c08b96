package dev.wsdoctor.socket;

import dev.wsdoctor.socket.TcpSocket.End;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/// Writes the question and reads the answers of sock_diag(7), byte for byte as `linux/inet_diag.h`
/// and `linux/tcp.h` lay them out. Numbers are in the machine's order, ports and addresses in that
/// of the network.
final class DiagMessage {
  static final int HEADER_BYTES = 16;
  static final int DONE = 3;
  static final int ERROR = 2;

  /// `struct inet_diag_req`, with a `struct inet_diag_sockid` in it that is left empty.
  private static final int REQUEST_BYTES = HEADER_BYTES + 60;

  private static final int OF_ONE_FAMILY_BYTES = HEADER_BYTES + 56;
  private static final int STATES = HEADER_BYTES + 52;
  private static final int ATTRIBUTE_BYTES = 4;
  private static final short BYTECODE = 1;
  private static final short TCPDIAG_GETSOCK = 18;
  private static final short SOCK_DIAG_BY_FAMILY = 20;
  private static final short REQUEST_AND_DUMP = 0x301;
  private static final byte TCP = 6;
  private static final byte WITH_TCP_INFO = 1 << 1;
  private static final int ESTABLISHED_OR_LISTEN = 1 << 1 | 1 << 10;

  private static final int FIXED_BYTES = 72;
  private static final int STATE = 1;
  private static final int LISTEN = 10;
  private static final int INODE = 68;
  private static final int TCP_INFO = 2;
  private static final int INET = 2;

  private DiagMessage() {}

  /// Asks for the established and listening TCP sockets of both families but for the excluded ones.
  /// This is the older of two forms, and the only one that walks the kernel's table once for both.
  static byte[] request(Exclusion without) {
    byte[] program = without.isNone() ? new byte[0] : without.program();
    int attribute = program.length == 0 ? 0 : ATTRIBUTE_BYTES + program.length;
    ByteBuffer request = ByteBuffer.allocate(REQUEST_BYTES + attribute);
    begin(request, TCPDIAG_GETSOCK);
    request.put((byte) INET).put((byte) 0).put((byte) 0).put(WITH_TCP_INFO);
    request.putInt(STATES, ESTABLISHED_OR_LISTEN).position(REQUEST_BYTES);
    if (attribute > 0) {
      request.putShort((short) attribute).putShort(BYTECODE).put(program);
    }
    return request.array();
  }

  /// Asks for every established and listening TCP socket of that family, AF_INET or AF_INET6.
  static byte[] request(int family) {
    ByteBuffer request = ByteBuffer.allocate(OF_ONE_FAMILY_BYTES);
    begin(request, SOCK_DIAG_BY_FAMILY);
    request
        .put((byte) family)
        .put(TCP)
        .put(WITH_TCP_INFO)
        .put((byte) 0)
        .putInt(ESTABLISHED_OR_LISTEN);
    return request.array();
  }

  private static void begin(ByteBuffer request, short type) {
    request.order(ByteOrder.nativeOrder()).putInt(request.capacity());
    request.putShort(type).putShort(REQUEST_AND_DUMP).putInt(1).putInt(0);
  }

  /// Whether the answer that begins `at` there is about a listening socket.
  static boolean isListener(ByteBuffer messages, int at) {
    return messages.get(at + STATE) == LISTEN;
  }

  /// The inode in an answer that begins `at` there.
  static long inode(ByteBuffer messages, int at) {
    return Integer.toUnsignedLong(messages.getInt(at + INODE));
  }

  /// Reads one answer; `message` begins behind the netlink header.
  static TcpSocket read(ByteBuffer message, Addresses addresses) {
    int attributes = message.position() + FIXED_BYTES;
    return new TcpSocket(
        end(message, 8, 4, addresses),
        end(message, 24, 6, addresses),
        TcpSocket.State.of(message.get(1)),
        TcpSocket.Timer.of(message.get(2)),
        message.get(3) & 0xff,
        Integer.toUnsignedLong(message.getInt(56)),
        Integer.toUnsignedLong(message.getInt(60)),
        inode(message, 0),
        activity(message, attributes));
  }

  private static End end(ByteBuffer message, int at, int portAt, Addresses addresses) {
    String address =
        message.get(0) == INET
            ? addresses.text(message.getInt(at), () -> text(bytes(message, at, 4)))
            : text(bytes(message, at, 16));
    int high = message.get(portAt) & 0xff;
    return new End(address, high << 8 | (message.get(portAt + 1) & 0xff));
  }

  private static byte[] bytes(ByteBuffer message, int at, int length) {
    byte[] bytes = new byte[length];
    message.get(at, bytes);
    return bytes;
  }

  /// The texts of IPv4 addresses: many sockets share few, and to write one down takes longer than
  /// all else there is to read of a socket.
  static final class Addresses {
    private final InodeMap<String> texts = new InodeMap<>();

    /// Of the four bytes as one number.
    String text(int address, Supplier<String> written) {
      long key = 1L << 32 | Integer.toUnsignedLong(address);
      String known = texts.get(key, "");
      if (!known.isEmpty()) {
        return known;
      }
      String text = written.get();
      texts.put(key, text);
      return text;
    }
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
