package dev.wsdoctor.socket;

import dev.wsdoctor.socket.TcpSocket.End;
import java.util.BitSet;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// The sockets of others than nginx, by their inodes: none of them becomes nginx's. And what
/// follows from them for the next look: which sockets the kernel need not tell of.
///
/// What was accepted at a port where others listen is theirs, and nginx gets no such port for a
/// connection of its own while they do. What leads to an end at which nginx has accepted somebody
/// is a client on this machine, unless nginx has become a client of itself; then the other side of
/// that connection is new.
final class Strangers {
  /// How many ports, and how many ends, the kernel compares each socket with.
  private static final int MOST_COMPARED = 24;

  /// How many more than at the last look at everything may be known before there is another.
  private static final int MOST_MORE = 10_000;

  private static final long NOBODYS = 0;

  private InodeMap<Boolean> inodes = new InodeMap<>();
  private int atLastWhole;
  private Set<Long> listeners = Set.of();
  private Exclusion exclusion = Exclusion.NONE;

  boolean contains(TcpSocket socket) {
    return inodes.contains(socket.inode());
  }

  /// All sockets but for the known strangers; those of them that have ended are forgotten.
  Kernel.Listing listAll() {
    InodeMap<Boolean> alive = new InodeMap<>(inodes.size());
    Kernel.Listing listing =
        Kernel.sockets(
            inode -> {
              boolean isWanted = isWanted(inode);
              if (!isWanted) {
                alive.put(inode, true);
              }
              return isWanted;
            },
            Exclusion.NONE);
    inodes = alive;
    atLastWhole = alive.size();
    exclusion = Exclusion.NONE;
    return listing;
  }

  /// The same, without what is excluded.
  Kernel.Listing list() {
    return inodes.size() > atLastWhole + MOST_MORE
        ? listAll()
        : Kernel.sockets(this::isWanted, exclusion);
  }

  /// Nobody's is one that waits to be accepted, or is left by a process that has ended.
  private boolean isWanted(long inode) {
    return inode != NOBODYS && !inodes.contains(inode);
  }

  /// Whether something of nginx's may have been excluded from that listing.
  boolean mayHide(Kernel.Listing listing, boolean hasNew) {
    if (exclusion.isNone()) {
      return false;
    }
    return hasNew && !exclusion.remote().isEmpty()
        || !listeners.equals(listeners(listing.sockets()));
  }

  /// Learns from a listing with new sockets, after it was read which are nginx's.
  void learn(Kernel.Listing listing, NginxProcesses processes) {
    BitSet ports = new BitSet();
    for (TcpSocket socket : listing.sockets()) {
      if (!processes.owner(socket).isNginx()) {
        inodes.put(socket.inode(), true);
        if (socket.state() == TcpSocket.State.LISTEN) {
          ports.set(socket.local().port());
        }
      }
    }
    for (TcpSocket socket : listing.sockets()) {
      if (processes.owner(socket).isNginx()) {
        ports.clear(socket.local().port());
      }
    }
    listeners = listeners(listing.sockets());
    exclusion = new Exclusion(ports.stream().limit(MOST_COMPARED).boxed().toList(), List.of());
  }

  /// Learns from a listing without new sockets. Where there are some at each look, those on this
  /// machine that lead to nginx are better listed each time than twice.
  void settle(List<NginxProcesses.Held> own) {
    if (!exclusion.remote().isEmpty() || listeners.isEmpty()) {
      return;
    }
    Set<Integer> ports = new HashSet<>();
    Set<End> remote = new HashSet<>();
    for (NginxProcesses.Held held : own) {
      TcpSocket socket = held.socket();
      if (socket.state() == TcpSocket.State.LISTEN) {
        ports.add(socket.local().port());
      } else {
        remote.add(socket.remote());
      }
    }
    Set<End> accepting = new LinkedHashSet<>();
    for (NginxProcesses.Held held : own) {
      TcpSocket socket = held.socket();
      if (socket.isEstablished() && ports.contains(socket.local().port())) {
        accepting.add(socket.local());
      }
    }
    accepting.removeAll(remote);
    exclusion = new Exclusion(exclusion.local(), accepting.stream().limit(MOST_COMPARED).toList());
  }

  private static Set<Long> listeners(List<TcpSocket> sockets) {
    Set<Long> found = new HashSet<>();
    for (TcpSocket socket : sockets) {
      if (socket.state() == TcpSocket.State.LISTEN) {
        found.add(socket.inode());
      }
    }
    return found;
  }
}
