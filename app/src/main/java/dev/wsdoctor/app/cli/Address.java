package dev.wsdoctor.app.cli;

import dev.wsdoctor.http.Target;
import java.util.List;

/// The address to check, as typed: one URL, or `HOST [PORT [PATH]]` as the well-known
/// check-websocket.sh takes it.
final class Address {
  private static final String TLS_PORT = "443";
  private static final int MOST_WORDS = 3;

  private Address() {}

  static Target.Parsed parse(List<String> words) {
    String first = words.getFirst();
    if (first.contains("://") || first.contains("/")) {
      return words.size() == 1
          ? Target.parse(first)
          : new Target.Parsed.Invalid(
              "expected one URL but found '%s' after it".formatted(words.get(1)));
    }
    return words.size() > MOST_WORDS
        ? new Target.Parsed.Invalid(
            "expected HOST [PORT [PATH]] but found '%s' after it".formatted(words.get(MOST_WORDS)))
        : Target.parse(url(words));
  }

  /// Whether a first word that is no command can only be meant as an address.
  static boolean isOne(List<String> words) {
    String first = words.getFirst();
    return first.contains(".")
        || first.contains(":")
        || first.contains("/")
        || first.equals("localhost")
        || (words.size() > 1 && words.get(1).matches("[0-9]+"));
  }

  private static String url(List<String> words) {
    String host = words.getFirst();
    int colon = host.lastIndexOf(':');
    boolean hasPort = colon >= 0 && colon == host.indexOf(':');
    if (words.size() == 1 && hasPort) {
      return url(List.of(host.substring(0, colon), host.substring(colon + 1)));
    }
    String port = words.size() > 1 ? words.get(1) : TLS_PORT;
    String path = words.size() > 2 ? words.get(2) : "/";
    String scheme = port.equals(TLS_PORT) ? "wss" : "ws";
    String literal = colon >= 0 && !hasPort && !host.startsWith("[") ? "[" + host + "]" : host;
    return scheme + "://" + literal + ":" + port + (path.startsWith("/") ? path : "/" + path);
  }
}
