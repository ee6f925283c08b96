package dev.wsdoctor.http;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What the user wants to open: a ws, wss, http or https URL, taken apart.
///
/// `host` is an IPv6 literal without its brackets, or a name in the letters of DNS; `requestTarget`
/// is path and query as they go on the wire, one char per byte, never empty; `webSocket` tells ws
/// from http.
public record Target(boolean webSocket, boolean tls, String host, int port, String requestTarget) {
  private static final Pattern URL =
      Pattern.compile("(?i)(ws|wss|http|https)://([^/?#]*)([^#]*)(#.*)?");

  private static final String WITHOUT_SCHEME =
      "(localhost|[\\w-]+(\\.[\\w-]+)+|[\\w.-]+(?=:))(:[0-9]+)?([/?].*)?";

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
    Authority authority = new Authority(matcher.group(2));
    Optional<String> complaint = authority.complaint(matcher.group(1), url);
    if (complaint.isPresent()) {
      return new Parsed.Invalid(complaint.get());
    }
    String scheme = matcher.group(1).toLowerCase(Locale.ROOT);
    boolean tls = scheme.matches("wss|https");
    int port = authority.port().orElse(tls ? 443 : 80);
    return new Parsed.Valid(
        new Target(scheme.startsWith("ws"), tls, authority.host(), port, target(matcher.group(3))));
  }

  private static String complaint(String url) {
    int colon = url.indexOf("://");
    if (colon > 0) {
      return "expected a URL that starts with ws:// or wss:// (or http://, https://) but found '%s://' in '%s'"
          .formatted(url.substring(0, colon), url);
    }
    return url.matches(WITHOUT_SCHEME)
        ? "expected ws:// or wss:// in front of '%s': write ws://%s".formatted(url, url)
        : "expected a URL such as ws://example.com/ws but found '%s'".formatted(url);
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

  /// The same URL where it comes in at another port than the client dials.
  public Target arrivingAt(int otherPort) {
    return new Target(webSocket, tls, host, otherPort, requestTarget);
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
