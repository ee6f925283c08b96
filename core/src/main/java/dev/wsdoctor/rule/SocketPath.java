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

  /// Words that nothing but sockets is called.
  private static final Set<String> SURE_WORDS =
      Set.of("ws", "wss", "cable", "signalr", "sockjs", "websockify", "websockets");

  private SocketPath() {}

  /// Whether a path says outright that it is a socket's; fewer words do than suggest one.
  static boolean isOne(String path) {
    return BETWEEN_WORDS
        .splitAsStream(path.toLowerCase(Locale.ROOT))
        .anyMatch(word -> SURE_WORDS.contains(word) || word.endsWith("socket"));
  }

  static boolean looksLikeOne(String path) {
    return BETWEEN_WORDS
        .splitAsStream(path.toLowerCase(Locale.ROOT))
        .anyMatch(word -> WORDS.contains(word) || word.endsWith("socket"));
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
