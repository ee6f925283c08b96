package dev.wsdoctor.socket;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;

/// Looks at the connections of nginx again and again, and keeps what cannot change between two
/// looks: whose a socket is, which two belong together, since when each is known. It is for one
/// thread.
public final class ConnectionWatch {
  private final OptionalLong master;
  private final NginxProcesses processes = new NginxProcesses();
  private final Sightings sightings = new Sightings();

  private final Strangers strangers = new Strangers();
  private InodeMap<Long> partners = new InodeMap<>();

  /// Of this master process and its workers only, where one is given.
  public ConnectionWatch(OptionalLong master) {
    this.master = master;
  }

  /// What is open now.
  public LiveConnections look() {
    boolean changed = processes.find();
    Kernel.Listing listing = changed ? strangers.listAll() : strangers.list();
    Sorted sorted = sort(listing);
    if (!changed && strangers.mayHide(listing, sorted.fresh())) {
      listing = strangers.listAll();
      sorted = sort(listing);
    }
    List<TcpSocket> fresh = sorted.fresh();
    long nanos = System.nanoTime();
    if (changed || !fresh.isEmpty()) {
      processes.readSockets(alive(listing));
      sorted = sort(listing);
      strangers.learn(sorted.fresh());
      sightings.see(sorted.own(), nanos);
    } else {
      sightings.seeNoOther(nanos);
    }
    strangers.exclude(listing, sorted.own(), fresh);
    return put(sorted, listing.source(), nanos);
  }

  /// Those of nginx, and those of which it is not known whose they are.
  private record Sorted(List<NginxProcesses.Held> own, List<TcpSocket> fresh) {}

  private Sorted sort(Kernel.Listing listing) {
    Sorted sorted = new Sorted(new ArrayList<>(listing.sockets().size()), new ArrayList<>());
    for (TcpSocket socket : listing.sockets()) {
      NginxProcesses.Owner owner = processes.owner(socket);
      if (owner.isNginx()) {
        sorted.own().add(new NginxProcesses.Held(socket, owner));
      } else if (!strangers.contains(socket)) {
        sorted.fresh().add(socket);
      }
    }
    return sorted;
  }

  private LiveConnections put(Sorted sorted, Kernel.Source source, long nanos) {
    List<NginxProcess> running =
        processes.processes(Instant.now()).stream()
            .filter(one -> master.isEmpty() || one.belongsTo(master.getAsLong()))
            .toList();
    LiveConnections found =
        LiveConnections.of(
            sorted.own(), running, source, partners, inode -> sightings.age(inode, nanos));
    partners = found.partners();
    return found;
  }

  private static Set<Long> alive(Kernel.Listing listing) {
    Set<Long> alive = HashSet.newHashSet(listing.sockets().size());
    listing.sockets().forEach(socket -> alive.add(socket.inode()));
    return alive;
  }
}
