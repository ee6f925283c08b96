package dev.wsdoctor.gateway.loop;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_SHORT_UNALIGNED;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/// Addresses of sockets as Linux lays them out: `struct sockaddr_in`, `sockaddr_in6` and
/// `sockaddr_un` (ip(7), ipv6(7), unix(7)).
final class SocketAddresses {
  /// The most that an address needs.
  static final int MOST_BYTES = 128;

  static final int AF_UNIX = 1;
  static final int AF_INET = 2;
  static final int AF_INET6 = 10;

  private static final int FAMILY_BYTES = 2;
  private static final int PORT_AT = 2;
  private static final int IPV4_AT = 4;
  private static final int IPV4_ALL = 16;
  private static final int IPV6_AT = 8;
  private static final int SCOPE_AT = 24;
  private static final int IPV6_ALL = 28;
  private static final int MOST_PATH = 107;
  private static final ValueLayout.OfShort NETWORK_SHORT =
      JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);

  private SocketAddresses() {}

  static int family(SocketAddress address) {
    if (address instanceof InetSocketAddress inet) {
      return inet.getAddress() instanceof Inet6Address ? AF_INET6 : AF_INET;
    }
    return AF_UNIX;
  }

  /// The part of `into` that the address takes.
  ///
  /// @throws IOException for a name that nobody has resolved, and a path that is too long
  static MemorySegment write(SocketAddress address, MemorySegment into) throws IOException {
    return switch (address) {
      case InetSocketAddress inet when inet.isUnresolved() ->
          throw new IOException("no address for \"" + inet.getHostString() + "\"");
      case InetSocketAddress inet -> write(inet, into);
      case UnixDomainSocketAddress unix -> write(unix.getPath().toString(), into);
      default -> throw new IOException("no address of a stream: " + address);
    };
  }

  private static MemorySegment write(InetSocketAddress address, MemorySegment into) {
    byte[] bytes = address.getAddress().getAddress();
    into.asSlice(0, IPV6_ALL).fill((byte) 0);
    into.set(JAVA_SHORT_UNALIGNED, 0, (short) family(address));
    into.set(NETWORK_SHORT, PORT_AT, (short) address.getPort());
    if (!(address.getAddress() instanceof Inet6Address six)) {
      MemorySegment.copy(bytes, 0, into, JAVA_BYTE, IPV4_AT, bytes.length);
      return into.asSlice(0, IPV4_ALL);
    }
    MemorySegment.copy(bytes, 0, into, JAVA_BYTE, IPV6_AT, bytes.length);
    into.set(JAVA_INT_UNALIGNED, SCOPE_AT, six.getScopeId());
    return into.asSlice(0, IPV6_ALL);
  }

  private static MemorySegment write(String path, MemorySegment into) throws IOException {
    byte[] bytes = path.getBytes(StandardCharsets.UTF_8);
    if (bytes.length > MOST_PATH) {
      throw new IOException("the path of a unix socket is longer than 107 bytes: " + path);
    }
    into.set(JAVA_SHORT_UNALIGNED, 0, (short) AF_UNIX);
    MemorySegment.copy(bytes, 0, into, JAVA_BYTE, FAMILY_BYTES, bytes.length);
    into.set(JAVA_BYTE, FAMILY_BYTES + bytes.length, (byte) 0);
    return into.asSlice(0, FAMILY_BYTES + bytes.length + 1);
  }

  /// What the kernel wrote; a unix socket without a name has an empty path.
  static SocketAddress read(MemorySegment from, int length) {
    int family = length < FAMILY_BYTES ? AF_UNIX : from.get(JAVA_SHORT_UNALIGNED, 0);
    return switch (family) {
      case AF_INET -> inet(from.asSlice(IPV4_AT, 4), from.get(NETWORK_SHORT, PORT_AT), 0);
      case AF_INET6 ->
          inet(
              from.asSlice(IPV6_AT, 16),
              from.get(NETWORK_SHORT, PORT_AT),
              from.get(JAVA_INT_UNALIGNED, SCOPE_AT));
      default -> UnixDomainSocketAddress.of(length <= FAMILY_BYTES ? "" : path(from, length));
    };
  }

  private static String path(MemorySegment from, int length) {
    byte[] bytes = from.asSlice(FAMILY_BYTES, length - FAMILY_BYTES).toArray(JAVA_BYTE);
    int end = 0;
    while (end < bytes.length && bytes[end] != 0) {
      end++;
    }
    return new String(bytes, 0, end, StandardCharsets.UTF_8);
  }

  private static InetSocketAddress inet(MemorySegment address, short port, int scope) {
    byte[] bytes = address.toArray(JAVA_BYTE);
    try {
      InetAddress read =
          scope == 0
              ? InetAddress.getByAddress(bytes)
              : Inet6Address.getByAddress("", bytes, scope);
      return new InetSocketAddress(read, Short.toUnsignedInt(port));
    } catch (UnknownHostException e) {
      throw new IllegalStateException("an address of " + bytes.length + " bytes", e);
    }
  }
}
