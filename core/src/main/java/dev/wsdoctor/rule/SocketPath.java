package dev.wsdoctor.rule;

import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Whether a path is one that applications use for sockets: its words tell.
public final class SocketPath {
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

  /// Those by which a protocol goes that has a fallback for sockets.
  private static final Set<String> WITH_FALLBACK = Set.of("signalr", "sockjs");

  private SocketPath() {}

  /// Whether a path says outright that it is a socket's; fewer words do than suggest one.
  public static boolean isOne(String path) {
    return has(
        path,
        word ->
            SOCKETS_ALONE.contains(word)
                || WITH_FALLBACK.contains(word)
                || word.endsWith("socket"));
  }

  public static boolean looksLikeOne(String path) {
    return has(path, word -> WORDS.contains(word) || word.endsWith("socket"));
  }

  static boolean isForSocketsAlone(String path) {
    return has(path, SOCKETS_ALONE::contains);
  }

  private static boolean has(String path, Predicate<String> word) {
    return BETWEEN_WORDS.splitAsStream(path.toLowerCase(Locale.ROOT)).anyMatch(word);
  }

  /// Whether the two share a word of at least two letters that is no mere version or api mark.
  public static boolean shareAWord(String path, String other) {
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
