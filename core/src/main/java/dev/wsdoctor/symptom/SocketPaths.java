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
  private final Map<String, Location> places = new HashMap<>();
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
    Optional<Location> location =
        located(path).or(() -> site.flatMap(known -> known.losingLocation(path)));
    location.ifPresent(found -> places.put(words(found), found));
    return location.map(SocketPaths::words).orElse(path);
  }

  /// The location that this place is.
  Optional<Location> location(String place) {
    return Optional.ofNullable(places.get(place));
  }

  /// Whether that place is a location that sends handshakes on.
  boolean sendsOn(String place) {
    return places.containsKey(place) && !loses(place);
  }

  /// Whether that place is a location that does not send them on as such.
  boolean loses(String place) {
    return location(place)
        .filter(one -> site.filter(known -> known.losing().contains(one.directive())).isPresent())
        .isPresent();
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
