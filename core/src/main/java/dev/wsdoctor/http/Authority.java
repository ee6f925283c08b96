package dev.wsdoctor.http;

import java.net.IDN;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What stands between `://` and the path of a URL: user, host and port (RFC 3986, 3.2), as typed.
record Authority(String typed) {
  private static final Pattern HOST_AND_PORT =
      Pattern.compile("(\\[[^\\]]*\\]|[^:\\[\\]]*)(?::(.*))?");

  private static final Pattern IPV6 = Pattern.compile("[0-9A-Fa-f.]*:[0-9A-Fa-f:.]*(%[\\w.-]+)?");

  /// The forbidden host code points of the URL standard, and those that only a shell, a template or
  /// a server_name leaves in a host.
  private static final Pattern FORBIDDEN = Pattern.compile("[\\x00-\\x20\\x7f\"%*<>\\\\^`{|}]");

  /// The host without brackets, and in the letters that DNS and the Host field have (RFC 5891):
  /// what nginx compares with server_name is `xn--bcher-kva.example`.
  String host() {
    String written = hostAndPort().group(1).replaceAll("^\\[|\\]$", "");
    return isAscii(written) ? written : IDN.toASCII(written, IDN.ALLOW_UNASSIGNED);
  }

  /// Absent where none is written or the number is none; `complaint` tells these apart.
  Optional<Integer> port() {
    return portWritten().filter(port -> port.matches("[0-9]{1,5}")).map(Integer::valueOf);
  }

  /// What keeps a client from dialling it, as a sentence about that URL.
  Optional<String> complaint(String scheme, String url) {
    if (typed.contains("@")) {
      return Optional.of(
          "expected a host but found a user before it in '%s'; give it with -H 'Authorization: Basic ...'"
              .formatted(url));
    }
    Matcher parts = HOST_AND_PORT.matcher(typed);
    if (!parts.matches()) {
      return Optional.of(brackets(scheme, url));
    }
    String host = parts.group(1);
    if (host.isEmpty()) {
      return Optional.of(
          typed.matches("[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*")
              ? brackets(scheme, url)
              : "expected a host after '%s://' in '%s', as in ws://example.com/ws"
                  .formatted(scheme, url));
    }
    return complaintOfHost(host, scheme, url).or(() -> complaintOfPort(url));
  }

  private static Optional<String> complaintOfHost(String host, String scheme, String url) {
    if (host.startsWith("[")) {
      return IPV6.matcher(host.substring(1, host.length() - 1)).matches()
          ? Optional.empty()
          : Optional.of(brackets(scheme, url));
    }
    Matcher forbidden = FORBIDDEN.matcher(host);
    if (forbidden.find()) {
      return Optional.of(
          "expected a host such as example.com but found '%s', which no host has, in '%s'"
              .formatted(forbidden.group(), url));
    }
    return isName(host)
        ? Optional.empty()
        : Optional.of("expected a host such as example.com but found '%s'".formatted(host));
  }

  private Optional<String> complaintOfPort(String url) {
    return portWritten().isEmpty() || port().filter(n -> n >= 1 && n <= 65535).isPresent()
        ? Optional.empty()
        : Optional.of(
            "expected a port between 1 and 65535 but found '%s' in '%s'"
                .formatted(portWritten().get(), url));
  }

  private static String brackets(String scheme, String url) {
    return "expected an IPv6 address in brackets in '%s', as in %s://[::1]:8080/ws"
        .formatted(url, scheme);
  }

  private Optional<String> portWritten() {
    return Optional.ofNullable(hostAndPort().group(2)).filter(port -> !port.isEmpty());
  }

  private Matcher hostAndPort() {
    Matcher parts = HOST_AND_PORT.matcher(typed);
    parts.matches();
    return parts;
  }

  private static boolean isName(String host) {
    try {
      return isAscii(host) || !IDN.toASCII(host, IDN.ALLOW_UNASSIGNED).isEmpty();
    } catch (IllegalArgumentException _) {
      return false;
    }
  }

  private static boolean isAscii(String text) {
    return text.chars().allMatch(c -> c < 0x80);
  }
}
