package dev.wsdoctor.socket;

import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;

/// Since when each socket is known, by its inode; times in nanoseconds of one clock.
final class Sightings {
  /// `missed` is the last look at which it was not there.
  private record Sighting(long first, OptionalLong missed) {}

  private static final Sighting NEVER = new Sighting(0, OptionalLong.empty());

  private InodeMap<Sighting> known = new InodeMap<>();
  private OptionalLong lastLook = OptionalLong.empty();

  /// These are there at `now`, and no others.
  void see(List<NginxProcesses.Held> sockets, long now) {
    Sighting fresh = new Sighting(now, lastLook);
    InodeMap<Sighting> seen = new InodeMap<>(sockets.size());
    for (NginxProcesses.Held held : sockets) {
      long inode = held.socket().inode();
      seen.put(inode, known.get(inode, fresh));
    }
    known = seen;
    lastLook = OptionalLong.of(now);
  }

  /// None is there at `now` that was not at the last look.
  void seeNoOther(long now) {
    lastLook = OptionalLong.of(now);
  }

  Age age(long inode, long now) {
    if (!known.contains(inode)) {
      return Age.UNKNOWN;
    }
    Sighting sighting = known.get(inode, NEVER);
    Age age = Age.UNKNOWN.atLeast(Duration.ofNanos(now - sighting.first()));
    return sighting.missed().isEmpty()
        ? age
        : age.atMost(Duration.ofNanos(now - sighting.missed().getAsLong()));
  }
}
