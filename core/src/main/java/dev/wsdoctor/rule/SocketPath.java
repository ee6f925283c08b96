package dev.wsdoctor.rule;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Whether a path is one that applications use for sockets: its words tell.
final class SocketPath {
  private static final Pattern BETWEEN_WORDS = Pattern.compile("[^a-z0-9]+");
  private static final Set<String> WORDS =
      Set.of(
          "ws",
          "wss",
          "socket",
          "sockets",
          "websocket",
          "websockets",
          "websockify",
          "sockjs",
          "cable",
          "live",
          "stream",
          "streaming",
          "hub",
          "signalr",
          "realtime",
          "mqtt",
          "push",
          "channels",
          "comms",
          "vncwebsocket",
          "adminws",
          "graphql-ws",
          "subscriptions",
          "hmr",
          "embywebsocket",
          "pubsub",
          "wsagents",
          "notify",
          "notifications",
          "events",
          "terminal");

  /// Those by which nothing but a socket goes.
  private static final Set<String> SOCKETS_ALONE =
      Set.of(
          "ws",
          "wss",
          "websocket",
          "websockets",
          "websockify",
          "vncwebsocket",
          "adminws",
          "embywebsocket",
          "cable");

  private SocketPath() {}

  static boolean looksLikeOne(String path) {
    return BETWEEN_WORDS
        .splitAsStream(path.toLowerCase(Locale.ROOT))
        .anyMatch(word -> WORDS.contains(word) || word.endsWith("socket"));
  }

  static boolean isForSocketsAlone(String path) {
    return BETWEEN_WORDS
        .splitAsStream(path.toLowerCase(Locale.ROOT))
        .anyMatch(SOCKETS_ALONE::contains);
  }

  /// Whether the two share a word of at least two letters that is no mere version or api mark.
  static boolean shareAWord(String path, String other) {
    Set<String> words = words(other);
    return words(path).stream().anyMatch(words::contains);
  }

  private static Set<String> words(String path) {
    return BETWEEN_WORDS
        .splitAsStream(path.toLowerCase(Locale.ROOT))
        .filter(word -> word.length() >= 2 && !word.equals("api") && !word.matches("v\\d+"))
        .collect(Collectors.toUnmodifiableSet());
  }
}
