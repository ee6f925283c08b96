package dev.wsdoctor.rule;

import dev.wsdoctor.application.ApplicationProfile;
import dev.wsdoctor.http.Target;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/// A transport that spreads one session over several requests, of which the WebSocket may be the
/// last: all of them must reach the server that knows the session.
///
/// @param part what the URL tells of the request's place in the session
/// @param streams whether a fallback of it is an answer that never ends
public record SessionTransport(String name, Part part, boolean streams) {
  /// Where a request stands in its session.
  public enum Part {
    /// It names a session that an earlier request has opened.
    CONTINUES,
    /// Clients usually come here only after other requests.
    FOLLOWS,
    /// The socket is the whole session.
    ALONE
  }

  /// The sessions of an application that is known to have some.
  public static SessionTransport of(ApplicationProfile application) {
    return new SessionTransport(
        application.title(), Part.FOLLOWS, application.needs().unbuffered());
  }

  public static Optional<SessionTransport> of(Target target) {
    int question = target.requestTarget().indexOf('?');
    String query = question < 0 ? "" : target.requestTarget().substring(question + 1);
    List<String> segments =
        Stream.of(target.path().toLowerCase(Locale.ROOT).split("/"))
            .filter(segment -> !segment.isEmpty())
            .toList();
    return segments.isEmpty()
        ? Optional.empty()
        : engineIo(segments, query)
            .or(() -> sockJs(segments))
            .or(() -> signalR(segments, List.of(query.split("&"))));
  }

  /// Socket.IO opens its session by polling, unless the client is told otherwise, and names it in
  /// `sid` from then on.
  private static Optional<SessionTransport> engineIo(List<String> segments, String query) {
    if (!segments.contains("socket.io") && !segments.contains("engine.io")) {
      return Optional.empty();
    }
    boolean continues = query.contains("sid=") || query.contains("transport=polling");
    return Optional.of(
        new SessionTransport("Socket.IO", continues ? Part.CONTINUES : Part.FOLLOWS, false));
  }

  /// SockJS asks for `/echo/000/session/transport`; its WebSocket needs nothing of the others.
  private static Optional<SessionTransport> sockJs(List<String> segments) {
    String last = segments.getLast();
    boolean fallback =
        last.startsWith("xhr") || last.equals("eventsource") || last.equals("htmlfile");
    boolean numbered = segments.size() > 2 && segments.get(segments.size() - 3).matches("[0-9]{3}");
    if (numbered && fallback) {
      return Optional.of(new SessionTransport("SockJS", Part.CONTINUES, true));
    }
    boolean named = segments.contains("sockjs") || segments.contains("sockjs-node");
    return named || (numbered && last.equals("websocket"))
        ? Optional.of(new SessionTransport("SockJS", Part.ALONE, true))
        : Optional.empty();
  }

  /// SignalR negotiates first, unless told not to, and brings the connection's `id` with the
  /// socket.
  private static Optional<SessionTransport> signalR(List<String> segments, List<String> query) {
    boolean hub =
        segments.contains("signalr")
            || segments.contains("_blazor")
            || segments.contains("hubs")
            || segments.getLast().endsWith("hub");
    if (!hub) {
      return Optional.empty();
    }
    boolean negotiated =
        query.stream()
            .anyMatch(field -> field.startsWith("id=") || field.startsWith("connectionToken="));
    return Optional.of(
        new SessionTransport("SignalR", negotiated ? Part.CONTINUES : Part.FOLLOWS, true));
  }
}
