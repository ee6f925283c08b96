package dev.wsdoctor.socket;

import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;

/// Looks at the connections of nginx again and again, and keeps what cannot change between two
/// looks: whose a socket is, which two belong together, since when each is known. It is for one
/// thread.
public final class ConnectionWatch {
  /// Dead entries are thrown away when they are more than the living.
  private static final int MOST_DEAD_PER_LIVING = 1;

  private final OptionalLong master;
  private final NginxProcesses processes = new NginxProcesses();
  private final Sightings sightings = new Sightings();

  /// The sockets of others, by their inodes: none of them becomes nginx's.
  private final Set<Long> strangers = new HashSet<>();

  private Map<Long, Long> partners = Map.of();

  /// Of this master process and its workers only, where one is given.
  public ConnectionWatch(OptionalLong master) {
    this.master = master;
  }

  /// What is open now.
  public LiveConnections look() {
    boolean changed = processes.find();
    Kernel.Listing listing = Kernel.sockets(inode -> !strangers.contains(inode));
    long nanos = System.nanoTime();
    if (changed || hasNew(listing)) {
      processes.readSockets(alive(listing));
      learnStrangers(listing);
    }
    List<TcpSocket> own = listing.sockets().stream().filter(processes::own).toList();
    sightings.see(own, nanos);
    List<NginxProcess> running =
        processes.processes(Instant.now()).stream()
            .filter(one -> master.isEmpty() || one.belongsTo(master.getAsLong()))
            .toList();
    LiveConnections found =
        LiveConnections.of(
            new Kernel.Listing(own, 0, listing.source()),
            running,
            partners,
            inode -> sightings.age(inode, nanos));
    partners = found.partners();
    return found;
  }

  private boolean hasNew(Kernel.Listing listing) {
    return listing.sockets().stream().anyMatch(socket -> !processes.own(socket));
  }

  private static Set<Long> alive(Kernel.Listing listing) {
    Set<Long> alive = HashSet.newHashSet(listing.sockets().size());
    listing.sockets().forEach(socket -> alive.add(socket.inode()));
    return alive;
  }

  private void learnStrangers(Kernel.Listing listing) {
    if (strangers.size() > (1 + MOST_DEAD_PER_LIVING) * listing.skipped()) {
      strangers.clear();
    }
    for (TcpSocket socket : listing.sockets()) {
      if (!processes.own(socket)) {
        strangers.add(socket.inode());
      }
    }
  }
}
