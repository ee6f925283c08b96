package dev.wsdoctor.capture;

import java.nio.ByteBuffer;

/// One end of a connection: an IP literal and a port, or `unix:/path` and 0.
public record Peer(String host, int port) {
  /// From an address of 4 or 16 bytes and a port behind it.
  static Peer of(ByteBuffer end) {
    int bytes = end.remaining() - Short.BYTES;
    return new Peer(bytes == 4 ? version4(end) : version6(end), end.getShort(bytes) & 0xffff);
  }

  private static String version4(ByteBuffer end) {
    return "%d.%d.%d.%d"
        .formatted(end.get(0) & 0xff, end.get(1) & 0xff, end.get(2) & 0xff, end.get(3) & 0xff);
  }

  /// The first longest run of zero groups is shortened (RFC 5952, 4.2).
  private static String version6(ByteBuffer end) {
    int from = -1;
    int run = 1;
    for (int i = 0; i < 8; i++) {
      int zeros = 0;
      while (i + zeros < 8 && end.getShort(2 * (i + zeros)) == 0) {
        zeros++;
      }
      if (zeros > run) {
        from = i;
        run = zeros;
      }
    }
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < 8; i++) {
      if (i == from) {
        out.append("::");
        i += run - 1;
        continue;
      }
      boolean first = out.isEmpty() || out.toString().endsWith("::");
      out.append(first ? "" : ":").append(Integer.toHexString(end.getShort(2 * i) & 0xffff));
    }
    return out.toString();
  }

  /// `127.0.0.1:80`, `[::1]:80`, `unix:/path`.
  @Override
  public String toString() {
    if (host.startsWith("unix:")) {
      return host;
    }
    return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
  }
}
