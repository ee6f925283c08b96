package dev.wsdoctor.diagnosis;

import dev.wsdoctor.http.Target;
import dev.wsdoctor.nginx.Location;
import dev.wsdoctor.nginx.VirtualServer;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Ordinary pages of the server that a URL leads to: `/` and what its locations name.
final class Pages {
  private static final int MOST = 8;
  private static final Pattern PLAIN = Pattern.compile("/[A-Za-z0-9._~/-]*");

  /// GET is safe (RFC 9110, 9.2.1), but not every application knows that.
  private static final Pattern ACTS =
      Pattern.compile(
          "(?i).*(log-?out|sign-?out|delete|remove|reset|cron|restart|reload|shutdown|stop|purge|unsubscribe|exec|run).*");

  private Pages() {}

  /// Without the socket's own path.
  static List<Target> of(Prediction prediction) {
    Target socket = prediction.subject().target();
    Optional<VirtualServer> server = prediction.decision().server();
    Stream<String> named =
        server.stream().flatMap(s -> s.everyLocation()).filter(Pages::isPlain).map(Location::name);
    return Stream.concat(Stream.of("/"), named)
        .filter(path -> !path.equals(socket.path()))
        .distinct()
        .limit(MOST)
        .map(path -> new Target(false, socket.tls(), socket.host(), socket.port(), path))
        .toList();
  }

  private static boolean isPlain(Location location) {
    return switch (location.kind()) {
      case PREFIX, EXACT, PREFERENTIAL ->
          PLAIN.matcher(location.name()).matches()
              && !ACTS.matcher(location.name()).matches()
              && location.directive().body("internal").findAny().isEmpty();
      case REGEX, REGEX_CASELESS, NAMED -> false;
    };
  }
}
