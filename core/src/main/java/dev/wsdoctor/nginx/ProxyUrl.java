package dev.wsdoctor.nginx;

import java.util.Optional;
import java.util.regex.Pattern;

/// The URL of a `proxy_pass` taken apart (`ngx_parse_url`, `ngx_http_proxy_set_vars`). `uri` begins
/// with `/` or `?` or is empty; of a unix socket `host` is `unix:/path` and the port 0.
record ProxyUrl(boolean tls, String host, int port, String portText, String uri) {
  static final String INVALID_PREFIX = "invalid URL prefix";

  private static final int MAX_PORT = 65_535;
  private static final Pattern PORT = Pattern.compile("[0-9]{1,5}");

  /// A URL, or nginx's sentence about it.
  sealed interface Parsed {
    record Valid(ProxyUrl url) implements Parsed {}

    record Invalid(String message) implements Parsed {}
  }

  static Parsed parse(String written) {
    boolean plain = written.length() > 7 && written.regionMatches(true, 0, "http://", 0, 7);
    boolean tls = written.length() > 8 && written.regionMatches(true, 0, "https://", 0, 8);
    if (!plain && !tls) {
      return new Parsed.Invalid(INVALID_PREFIX);
    }
    String rest = written.substring(tls ? 8 : 7);
    return rest.regionMatches(true, 0, "unix:", 0, 5) ? unix(tls, rest) : inet(tls, rest);
  }

  private static Parsed unix(boolean tls, String rest) {
    int colon = rest.indexOf(':', 5);
    String path = colon < 0 ? rest : rest.substring(0, colon);
    if (path.length() == 5) {
      return new Parsed.Invalid("no path in the unix domain socket");
    }
    String uri = colon < 0 ? "" : rest.substring(colon + 1);
    return new Parsed.Valid(new ProxyUrl(tls, path, 0, "", uri));
  }

  private static Parsed inet(boolean tls, String rest) {
    int end = 0;
    while (end < rest.length() && rest.charAt(end) != '/' && rest.charAt(end) != '?') {
      end++;
    }
    String authority = rest.substring(0, end);
    int colon = authority.indexOf(':', Math.max(authority.indexOf(']'), 0));
    String port = colon < 0 ? "" : authority.substring(colon + 1);
    String host = colon < 0 ? authority : authority.substring(0, colon);
    if (host.isEmpty()) {
      return new Parsed.Invalid("no host");
    }
    Optional<Integer> number = colon < 0 ? Optional.of(tls ? 443 : 80) : number(port);
    return number.isEmpty()
        ? new Parsed.Invalid("invalid port")
        : new Parsed.Valid(new ProxyUrl(tls, host, number.get(), port, rest.substring(end)));
  }

  private static Optional<Integer> number(String port) {
    if (!PORT.matcher(port).matches()) {
      return Optional.empty();
    }
    int number = Integer.parseInt(port);
    return number >= 1 && number <= MAX_PORT ? Optional.of(number) : Optional.empty();
  }

  boolean isUnix() {
    return port == 0;
  }

  boolean hasNoPort() {
    return portText.isEmpty();
  }

  /// `$proxy_host`: the port is left out where it is the scheme's own.
  String hostHeader() {
    if (isUnix()) {
      return "localhost";
    }
    return hasNoPort() || port == (tls ? 443 : 80) ? host : host + ":" + portText;
  }

  /// `$proxy_port`: the scheme's own port where none is written; empty for a unix socket.
  String portVariable() {
    return isUnix() ? "" : Integer.toString(port);
  }

  /// Nothing but the query behind the host: nginx puts the slash there when it evaluates variables.
  ProxyUrl withSlashBeforeQuery() {
    return uri.startsWith("?") ? new ProxyUrl(tls, host, port, portText, "/" + uri) : this;
  }
}
