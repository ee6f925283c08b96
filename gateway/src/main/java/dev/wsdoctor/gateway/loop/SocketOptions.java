package dev.wsdoctor.gateway.loop;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// Options of sockets by Linux's numbers (socket(7), tcp(7), ipv6(7)).
final class SocketOptions {
  static final int SOL_SOCKET = 1;
  static final int IPPROTO_TCP = 6;
  static final int IPPROTO_IPV6 = 41;
  static final int SO_REUSEADDR = 2;
  static final int SO_KEEPALIVE = 9;
  static final int TCP_NODELAY = 1;
  static final int IPV6_V6ONLY = 26;
  private static final int SO_ERROR = 4;

  private SocketOptions() {}

  /// The `errno` of what failed while nobody called; 0 if nothing did.
  static int error(SocketLoop loop, int descriptor) {
    MemorySegment value = loop.buffer().asSlice(0, Integer.BYTES);
    MemorySegment length = loop.buffer().asSlice(8, Integer.BYTES);
    length.set(ValueLayout.JAVA_INT_UNALIGNED, 0, Integer.BYTES);
    if (loop.calls().option(descriptor, SOL_SOCKET, SO_ERROR, value, length) != 0) {
      return loop.calls().errno();
    }
    return value.get(ValueLayout.JAVA_INT_UNALIGNED, 0);
  }
}
