package dev.wsdoctor.directive.check;

import dev.wsdoctor.directive.Quantities;
import java.util.Optional;

/// `host[:port][/uri]` as ngx_parse_url reads it, without resolving the host.
final class UpstreamAddress {
  private UpstreamAddress() {}

  /// What nginx finds wrong: `no host`, `invalid port`, `invalid host`.
  static Optional<String> problem(String url, boolean uriAllowed) {
    if (url.regionMatches(true, 0, "unix:", 0, 5)) {
      boolean empty = url.length() == 5 || url.startsWith(":", 5);
      return empty ? Optional.of("no path in the unix domain socket") : Optional.empty();
    }
    int end = authorityEnd(url);
    if (end < url.length() && !uriAllowed) {
      return Optional.of("invalid host");
    }
    return authorityProblem(url.substring(0, end));
  }

  private static Optional<String> authorityProblem(String authority) {
    if (authority.startsWith("[")) {
      int close = authority.indexOf(']');
      String behind = authority.substring(close + 1);
      if (close < 0 || !(behind.isEmpty() || behind.startsWith(":"))) {
        return Optional.of("invalid host");
      }
      if (!behind.isEmpty() && !isPort(behind.substring(1))) {
        return Optional.of("invalid port");
      }
      return close == 1
          ? Optional.of("no host")
          : Optional.of("invalid IPv6 address")
              .filter(_ -> !ListenAddress.isIpv6(authority.substring(1, close)));
    }
    int colon = authority.indexOf(':');
    String host = colon < 0 ? authority : authority.substring(0, colon);
    if (colon >= 0 && !isPort(authority.substring(colon + 1))) {
      return Optional.of("invalid port");
    }
    return host.isEmpty() ? Optional.of("no host") : Optional.empty();
  }

  private static boolean isPort(String text) {
    long port = Quantities.number(text).orElse(0);
    return port >= 1 && port <= 65535;
  }

  /// `no port`, where an address has to name one.
  static Optional<String> lackOfPort(String url) {
    int from = Math.max(url.startsWith("[") ? url.indexOf(']') : 0, 0);
    return url.indexOf(':', from) < 0 ? Optional.of("no port") : Optional.empty();
  }

  /// Whether it names a host, which has to be asked for.
  static boolean isName(String url) {
    String host = url.substring(0, url.indexOf(':') < 0 ? url.length() : url.indexOf(':'));
    return !url.startsWith("[") && !host.equalsIgnoreCase("unix") && !ListenAddress.isIpv4(host);
  }

  /// Whether there is anything behind host and port.
  static boolean hasUri(String url) {
    if (url.regionMatches(true, 0, "unix:", 0, 5)) {
      return url.indexOf(':', 5) >= 0;
    }
    return authorityEnd(url) < url.length();
  }

  /// Where the path or the query begins, or the end.
  static int authorityEnd(String url) {
    int slash = url.indexOf('/');
    int question = url.indexOf('?');
    int end = slash < 0 ? url.length() : slash;
    return question < 0 ? end : Math.min(end, question);
  }
}
