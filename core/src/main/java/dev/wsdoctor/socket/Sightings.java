package dev.wsdoctor.socket;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;

/// Since when each socket is known, by its inode; times in nanoseconds of one clock.
final class Sightings {
  /// `missed` is the last look at which it was not there.
  private record Sighting(long first, OptionalLong missed) {}

  private final Map<Long, Sighting> known = new HashMap<>();
  private OptionalLong lastLook = OptionalLong.empty();

  /// These are there at `now`, and no others.
  void see(List<TcpSocket> sockets, long now) {
    Sighting fresh = new Sighting(now, lastLook);
    sockets.forEach(socket -> known.putIfAbsent(socket.inode(), fresh));
    if (known.size() > 2 * sockets.size()) {
      Set<Long> alive = new HashSet<>();
      sockets.forEach(socket -> alive.add(socket.inode()));
      known.keySet().retainAll(alive);
    }
    lastLook = OptionalLong.of(now);
  }

  Age age(long inode, long now) {
    Sighting sighting = known.get(inode);
    if (sighting == null) {
      return Age.UNKNOWN;
    }
    Age age = Age.UNKNOWN.atLeast(Duration.ofNanos(now - sighting.first()));
    return sighting.missed().isEmpty()
        ? age
        : age.atMost(Duration.ofNanos(now - sighting.missed().getAsLong()));
  }
}
