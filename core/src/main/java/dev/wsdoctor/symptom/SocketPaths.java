package dev.wsdoctor.symptom;

import dev.wsdoctor.nginx.Location;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;

/// Which paths are those of sockets: where one was opened or asked for, and what the configuration
/// gives to a location that is made for them.
final class SocketPaths implements Consumer<String>, Predicate<String> {
  private static final int MOST = 10_000;

  private final Optional<LogSite> site;
  private final Set<String> seen = new HashSet<>();
  private final Map<String, Optional<Location>> located = new HashMap<>();

  SocketPaths(Optional<LogSite> site) {
    this.site = site;
  }

  @Override
  public void accept(String path) {
    if (seen.size() < MOST && !path.isEmpty()) {
      seen.add(path);
    }
  }

  @Override
  public boolean test(String path) {
    return seen.contains(path) || located(path).isPresent();
  }

  /// Whether nothing has told one yet.
  boolean isEmpty() {
    return seen.isEmpty() && site.filter(s -> s.socketLocations().findAny().isPresent()).isEmpty();
  }

  /// `location /ws (nginx.conf:12)`, or the path where no such location is known.
  String place(String path) {
    return located(path).map(SocketPaths::words).orElse(path);
  }

  /// Whether that place is a location, and no path: one that is made to send handshakes on.
  boolean isLocation(String place) {
    return located.values().stream()
        .flatMap(Optional::stream)
        .anyMatch(location -> words(location).equals(place));
  }

  private static String words(Location location) {
    return location.title() + " (" + location.directive().where() + ")";
  }

  private Optional<Location> located(String path) {
    if (located.size() >= MOST) {
      located.clear();
    }
    return located.computeIfAbsent(path, p -> site.flatMap(s -> s.socketLocation(p)));
  }
}
