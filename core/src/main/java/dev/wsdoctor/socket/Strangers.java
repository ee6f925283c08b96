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

  /// Whether something of nginx's may have been excluded from that listing, in which `fresh` are
  /// those of which it is not known whose they are.
  boolean mayHide(Kernel.Listing listing, List<TcpSocket> fresh) {
    for (TcpSocket socket : fresh) {
      if (exclusion.remote().contains(socket.local())) {
        return true;
      }
    }
    BitSet gone = new BitSet();
    exclusion.local().forEach(gone::set);
    for (TcpSocket socket : listing.sockets()) {
      if (socket.state() == TcpSocket.State.LISTEN) {
        gone.clear(socket.local().port());
      }
    }
    return !gone.isEmpty();
  }

  /// Learns that these are not nginx's.
  void learn(List<TcpSocket> others) {
    others.forEach(socket -> inodes.put(socket.inode(), true));
  }

  /// Finds what the next look may leave out; `fresh` are those that this one found for the first
  /// time. Where clients on this machine come at each look, they are better listed each time than
  /// every time twice.
  void exclude(Kernel.Listing listing, List<NginxProcesses.Held> own, List<TcpSocket> fresh) {
    if (fresh.isEmpty() && !exclusion.remote().isEmpty()) {
      return;
    }
    Set<End> ends = ends(own);
    fresh.forEach(socket -> ends.remove(socket.local()));
    exclusion =
        new Exclusion(portsOfOthers(listing, own), ends.stream().limit(MOST_COMPARED).toList());
  }

  private List<Integer> portsOfOthers(Kernel.Listing listing, List<NginxProcesses.Held> own) {
    BitSet ports = new BitSet();
    for (TcpSocket socket : listing.sockets()) {
      if (socket.state() == TcpSocket.State.LISTEN && contains(socket)) {
        ports.set(socket.local().port());
      }
    }
    own.forEach(held -> ports.clear(held.socket().local().port()));
    return ports.stream().limit(MOST_COMPARED).boxed().toList();
  }

  /// At which nginx has accepted clients and is none itself.
  private static Set<End> ends(List<NginxProcesses.Held> own) {
    BitSet ports = new BitSet();
    for (NginxProcesses.Held held : own) {
      if (held.socket().state() == TcpSocket.State.LISTEN) {
        ports.set(held.socket().local().port());
      }
    }
    Set<End> accepting = new LinkedHashSet<>();
    Set<End> remote = new HashSet<>();
    for (NginxProcesses.Held held : own) {
      TcpSocket socket = held.socket();
      if (!ports.get(socket.local().port())) {
        remote.add(socket.remote());
      } else if (socket.isEstablished()) {
        accepting.add(socket.local());
      }
    }
    accepting.removeAll(remote);
    return accepting;
  }
}
