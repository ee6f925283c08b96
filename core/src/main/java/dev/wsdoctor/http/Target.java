package dev.wsdoctor.http;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What the user wants to open: a ws, wss, http or https URL, taken apart.
///
/// `host` is as typed, an IPv6 literal without its brackets; `requestTarget` is path and query as
/// they go on the wire, one char per byte, never empty; `webSocket` tells ws from http.
public record Target(boolean webSocket, boolean tls, String host, int port, String requestTarget) {
  private static final Pattern URL =
      Pattern.compile(
          "(?i)(ws|wss|http|https)://(\\[[^\\]]*\\]|[^/?#:]*)(?::([^/?#]*))?([^#]*)(#.*)?");

  /// A URL that can be opened, or the sentence that says why not.
  public sealed interface Parsed {
    record Valid(Target target) implements Parsed {}

    record Invalid(String message) implements Parsed {}
  }

  public static Parsed parse(String url) {
    Matcher matcher = URL.matcher(url);
    if (!matcher.matches()) {
      return new Parsed.Invalid(complaint(url));
    }
    String host = matcher.group(2).replaceAll("^\\[|\\]$", "");
    if (host.isEmpty() || host.contains("@") || host.contains(" ")) {
      return new Parsed.Invalid(
          "expected a host after '%s://' in '%s', as in ws://example.com/ws"
              .formatted(matcher.group(1), url));
    }
    boolean tls = matcher.group(1).toLowerCase(Locale.ROOT).matches("wss|https");
    Optional<Integer> port = port(Optional.ofNullable(matcher.group(3)), tls);
    if (port.isEmpty()) {
      return new Parsed.Invalid(
          "expected a port between 1 and 65535 but found '%s' in '%s'"
              .formatted(matcher.group(3), url));
    }
    boolean webSocket = matcher.group(1).toLowerCase(Locale.ROOT).startsWith("ws");
    return new Parsed.Valid(new Target(webSocket, tls, host, port.get(), target(matcher.group(4))));
  }

  private static String complaint(String url) {
    int colon = url.indexOf("://");
    if (colon > 0) {
      return "expected a URL that starts with ws:// or wss:// (or http://, https://) but found '%s://' in '%s'"
          .formatted(url.substring(0, colon), url);
    }
    return "expected a URL such as ws://example.com/ws but found '%s'".formatted(url);
  }

  private static Optional<Integer> port(Optional<String> written, boolean tls) {
    if (written.isEmpty() || written.get().isEmpty()) {
      return Optional.of(tls ? 443 : 80);
    }
    if (!written.get().matches("[0-9]{1,5}")) {
      return Optional.empty();
    }
    int port = Integer.parseInt(written.get());
    return port >= 1 && port <= 65535 ? Optional.of(port) : Optional.empty();
  }

  /// Path and query as a browser puts them on the wire: spaces and bytes above 0x7f
  /// percent-encoded.
  private static String target(String pathAndQuery) {
    String from = pathAndQuery.startsWith("/") ? pathAndQuery : "/" + pathAndQuery;
    StringBuilder out = new StringBuilder();
    for (byte b : from.getBytes(StandardCharsets.UTF_8)) {
      int c = b & 0xff;
      if (c <= ' ' || c >= 0x7f || c == '"' || c == '<' || c == '>') {
        out.append('%').append("%02X".formatted(c));
      } else {
        out.append((char) c);
      }
    }
    return out.toString();
  }

  public boolean hasDefaultPort() {
    return port == (tls ? 443 : 80);
  }

  /// `host` or `host:port`, the Host field a browser sends.
  public String authority() {
    String name = host.contains(":") ? "[" + host + "]" : host;
    return hasDefaultPort() ? name : name + ":" + port;
  }

  /// The path without the query.
  public String path() {
    int query = requestTarget.indexOf('?');
    return query < 0 ? requestTarget : requestTarget.substring(0, query);
  }

  public String scheme() {
    return (webSocket ? "ws" : "http") + (tls ? "s" : "");
  }

  @Override
  public String toString() {
    return scheme() + "://" + authority() + requestTarget;
  }
}
