package dev.wsdoctor.directive.check;

import dev.wsdoctor.directive.Quantities;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The address of a `listen`, as ngx_parse_url makes it out; host names are not resolved.
sealed interface ListenAddress {
  /// As nginx prints it: `0.0.0.0:80`.
  record Socket(String text) implements ListenAddress {}

  /// What is wrong with it: `invalid port`.
  record Invalid(String why) implements ListenAddress {}

  /// Not all that this lets through is an address.
  Pattern IPV4 = Pattern.compile("\\d{1,4}(\\.\\d{1,4}){3}");

  Pattern IPV6 = Pattern.compile("[0-9a-fA-F:.]+");

  static ListenAddress parse(String text) {
    if (text.regionMatches(true, 0, "unix:", 0, 5)) {
      return text.length() == 5
          ? new Invalid("no path in the unix domain socket")
          : new Socket("unix:" + text.substring(5));
    }
    if (text.indexOf('/') >= 0 || text.indexOf('?') >= 0) {
      return new Invalid("invalid host");
    }
    if (text.indexOf(' ') >= 0) {
      return new Invalid("host not found");
    }
    if (text.startsWith("[")) {
      return bracketed(text);
    }
    int colon = text.indexOf(':');
    if (colon >= 0) {
      return withPort(text.substring(0, colon), text.substring(colon + 1));
    }
    boolean port = text.indexOf('.') < 0 && Quantities.number(firstOfRange(text)).isPresent();
    return port ? withPort("*", text) : withPort(text, "80");
  }

  private static ListenAddress bracketed(String text) {
    int close = text.indexOf(']');
    if (close < 0) {
      return new Invalid("invalid host");
    }
    if (!isIpv6(text.substring(1, close)) && close > 1) {
      return new Invalid("invalid IPv6 address");
    }
    if (close == 1) {
      return new Invalid("no host");
    }
    if (close + 1 == text.length()) {
      return withPort(text, "80");
    }
    boolean colon = text.charAt(close + 1) == ':';
    return colon
        ? withPort(text.substring(0, close + 1), text.substring(close + 2))
        : new Invalid("invalid host");
  }

  /// ngx_inet6_addr: eight groups, or fewer with one `::`.
  static boolean isIpv6(String text) {
    boolean shortened = text.contains("::");
    long colons = text.chars().filter(c -> c == ':').count();
    return IPV6.matcher(text).matches()
        && !text.contains(":::")
        && text.indexOf("::") == text.lastIndexOf("::")
        && (text.contains(".") || (shortened ? colons <= 7 : colons == 7))
        && Stream.of(text.split("[:.]")).allMatch(group -> group.length() <= 4);
  }

  /// ngx_parse_addr_port, which takes no names, and no `[::1]` without a port.
  static boolean isLiteral(String text) {
    if (isIpv4(text) || isWholeIpv6(text)) {
      return true;
    }
    int colon = text.lastIndexOf(':');
    String host = colon < 0 ? "" : text.substring(0, colon);
    boolean bracketed = host.startsWith("[") && host.endsWith("]");
    return colon >= 0
        && isPort(text.substring(colon + 1))
        && (bracketed ? isWholeIpv6(host.substring(1, host.length() - 1)) : isIpv4(host));
  }

  private static boolean isWholeIpv6(String text) {
    String last = text.substring(text.lastIndexOf(':') + 1);
    return text.indexOf(':') != text.lastIndexOf(':')
        && isIpv6(text)
        && (!text.contains(".") || isIpv4(last));
  }

  static boolean isIpv4(String text) {
    return IPV4.matcher(text).matches()
        && Stream.of(text.split("\\.")).allMatch(octet -> Integer.parseInt(octet) <= 255);
  }

  private static ListenAddress withPort(String host, String port) {
    if (!isPort(firstOfRange(port))) {
      return new Invalid("invalid port");
    }
    if (host.isEmpty()) {
      return new Invalid("no host");
    }
    return new Socket((host.equals("*") ? "0.0.0.0" : host) + ":" + port);
  }

  /// `8000-8010` listens on all of them.
  private static String firstOfRange(String port) {
    int dash = port.indexOf('-');
    return dash > 0 ? port.substring(0, dash) : port;
  }

  private static boolean isPort(String text) {
    long port = Quantities.number(text).orElse(0);
    return port >= 1 && port <= 65535;
  }
}
