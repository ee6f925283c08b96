package dev.wsdoctor.gateway.resolve;

import java.net.InetAddress;
import java.util.List;

/// What came of looking a name up.
public sealed interface Resolution {
  /// Its addresses, at least one.
  record Found(List<InetAddress> addresses) implements Resolution {
    public Found {
      addresses = List.copyOf(addresses);
    }
  }

  /// `code` and `words` as nginx tells them, such as 3 and `Host not found`
  /// (`ngx_resolver_strerror`).
  record Failed(int code, String words) implements Resolution {
    static final Failed NOT_FOUND = of(3);
    static final Failed TIMED_OUT = new Failed(110, "Operation timed out");

    /// That of a response code of DNS (RFC 1035, 4.1.1).
    static Failed of(int code) {
      return new Failed(
          code,
          switch (code) {
            case 1 -> "Format error";
            case 2 -> "Server failure";
            case 3 -> "Host not found";
            case 4 -> "Unimplemented";
            case 5 -> "Operation refused";
            default -> "Unknown error";
          });
    }
  }
}
