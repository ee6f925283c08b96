package dev.wsdoctor.gateway.proxyprotocol;

/// Addresses as nginx writes them (`ngx_inet_ntop`).
final class AddressText {
  private static final int V4_BYTES = 4;
  private static final int GROUPS = 8;

  private AddressText() {}

  static String of(byte[] address) {
    return address.length == V4_BYTES ? v4(address, 0) : v6(address);
  }

  private static String v4(byte[] address, int at) {
    return (address[at] & 0xff)
        + "."
        + (address[at + 1] & 0xff)
        + "."
        + (address[at + 2] & 0xff)
        + "."
        + (address[at + 3] & 0xff);
  }

  /// `ngx_inet6_ntop`: the longest run of zeros becomes `::`, an IPv4 address stays readable.
  private static String v6(byte[] address) {
    int[] groups = new int[GROUPS];
    for (int i = 0; i < GROUPS; i++) {
      groups[i] = ((address[2 * i] & 0xff) << 8) | (address[2 * i + 1] & 0xff);
    }
    int start = 0;
    int length = 0;
    for (int i = 0; i < GROUPS; i++) {
      int run = i;
      while (run < GROUPS && groups[run] == 0) {
        run++;
      }
      if (run - i > length) {
        start = i;
        length = run - i;
      }
    }
    boolean mapped = length == 5 && start == 0 && groups[5] == 0xffff;
    return written(groups, start, length, mapped ? v4(address, 12) : "");
  }

  private static String written(int[] groups, int start, int length, String v4) {
    var text = new StringBuilder();
    int end = v4.isEmpty() ? GROUPS : GROUPS - 2;
    for (int i = 0; i < end; i++) {
      if (length > 1 && i == start) {
        text.append(i == 0 ? "::" : ":");
        i += length - 1;
      } else {
        text.append(Integer.toHexString(groups[i])).append(i < GROUPS - 1 ? ":" : "");
      }
    }
    return text.append(v4).toString();
  }
}
