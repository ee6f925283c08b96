package dev.wsdoctor.socket;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// Finds which connection to a backend serves which client of one worker.
///
/// nginx passes bytes on at once, so a client was heard when its backend was last spoken to, and
/// the other way round. Where several fit, the one with the nearest descriptor is taken: nginx
/// opens the one soon after the other.
final class Pairing {
  /// The kernel counts in ticks of up to 10 ms, and lists the sockets one after the other.
  private static final long TOLERANCE_MILLIS = 40;

  /// How late a busy worker may be; only for those that nothing fits better.
  private static final List<Long> TOLERANCES = List.of(TOLERANCE_MILLIS, 400L, 2_000L, 5_000L);

  /// How many clients with fitting times are compared for one backend connection.
  private static final int MOST_CANDIDATES = 256;

  /// `place` is that in the list that was given.
  private record Side(TcpSocket socket, Activity activity, int descriptor, int place) {}

  /// In the order of how long they were silent.
  private final List<Side> clients;

  private final long tolerance;

  private final boolean[] taken;

  private Pairing(List<Side> clients, long tolerance) {
    this.clients = clients;
    this.tolerance = tolerance;
    this.taken = new boolean[clients.size()];
  }

  /// The connection to a backend of each client that has one, in the order of the clients. All are
  /// of the same worker; `partners` are those that belonged together before, by their inodes, which
  /// they do as long as their bytes do not speak against it.
  static List<Optional<TcpSocket>> of(
      List<NginxProcesses.Held> clients,
      List<NginxProcesses.Held> upstreams,
      InodeMap<Long> partners) {
    List<Optional<TcpSocket>> paired = kept(clients, upstreams, partners);
    for (long tolerance : TOLERANCES) {
      InodeMap<Boolean> used = used(paired);
      if (used.size() == upstreams.size() || used.size() == clients.size()) {
        return paired;
      }
      Pairing pairing = new Pairing(alone(clients, paired), tolerance);
      spoken(upstreams, used).forEach(upstream -> pairing.place(upstream, paired));
    }
    return paired;
  }

  /// The inodes of the backends' side.
  static InodeMap<Boolean> used(List<Optional<TcpSocket>> paired) {
    InodeMap<Boolean> used = new InodeMap<>(paired.size());
    paired.forEach(one -> one.ifPresent(upstream -> used.put(upstream.inode(), true)));
    return used;
  }

  /// The known pairs that are still there and still move together.
  private static List<Optional<TcpSocket>> kept(
      List<NginxProcesses.Held> clients,
      List<NginxProcesses.Held> upstreams,
      InodeMap<Long> partners) {
    List<Optional<TcpSocket>> paired = new ArrayList<>(clients.size());
    InodeMap<Optional<TcpSocket>> byInode = new InodeMap<>(upstreams.size());
    upstreams.forEach(one -> byInode.put(one.socket().inode(), Optional.of(one.socket())));
    for (NginxProcesses.Held held : clients) {
      TcpSocket client = held.socket();
      long partner = partners.get(client.inode(), 0L);
      paired.add(
          byInode
              .get(partner, Optional.empty())
              .filter(upstream -> moveTogether(client, upstream)));
    }
    return paired;
  }

  private static boolean moveTogether(TcpSocket client, TcpSocket upstream) {
    if (client.activity().isEmpty() || upstream.activity().isEmpty()) {
      return false;
    }
    Activity near = client.activity().get();
    Activity far = upstream.activity().get();
    return isNear(near.sinceReceived(), far.sinceSent(), TOLERANCES.getLast())
        && isNear(near.sinceSent(), far.sinceReceived(), TOLERANCES.getLast());
  }

  private static boolean isNear(Duration one, Duration other, long tolerance) {
    return Math.abs(one.toMillis() - other.toMillis()) <= tolerance;
  }

  /// The clients without a backend, the last heard first.
  private static List<Side> alone(
      List<NginxProcesses.Held> clients, List<Optional<TcpSocket>> paired) {
    List<Side> alone = new ArrayList<>();
    for (int i = 0; i < clients.size(); i++) {
      if (paired.get(i).isEmpty()) {
        side(clients.get(i), i).ifPresent(alone::add);
      }
    }
    alone.sort(Comparator.comparing(side -> side.activity().sinceReceived()));
    return alone;
  }

  /// The connections to backends without a client.
  private static List<Side> spoken(List<NginxProcesses.Held> upstreams, InodeMap<Boolean> used) {
    List<Side> spoken = new ArrayList<>();
    for (int i = 0; i < upstreams.size(); i++) {
      if (!used.contains(upstreams.get(i).socket().inode())) {
        side(upstreams.get(i), i).ifPresent(spoken::add);
      }
    }
    spoken.sort(Comparator.comparingInt(Side::descriptor));
    return spoken;
  }

  private static Optional<Side> side(NginxProcesses.Held held, int place) {
    return held.socket()
        .activity()
        .map(activity -> new Side(held.socket(), activity, held.owner().descriptor(), place));
  }

  private void place(Side upstream, List<Optional<TcpSocket>> paired) {
    int client = best(upstream);
    if (client >= 0) {
      taken[client] = true;
      paired.set(clients.get(client).place(), Optional.of(upstream.socket()));
    }
  }

  /// The index of the client that fits best, or -1.
  private int best(Side upstream) {
    long spoken = upstream.activity().sinceSent().toMillis();
    int best = -1;
    int seen = 0;
    for (int i = firstHeard(spoken - tolerance); i < clients.size(); i++) {
      boolean late = heard(i) > spoken + tolerance;
      if (late || seen == MOST_CANDIDATES) {
        return best;
      }
      if (!taken[i] && answersFit(clients.get(i).activity(), upstream.activity())) {
        seen++;
        best = best < 0 || distance(i, upstream) < distance(best, upstream) ? i : best;
      }
    }
    return best;
  }

  private long heard(int client) {
    return clients.get(client).activity().sinceReceived().toMillis();
  }

  /// The index of the first client that was silent for at least that long.
  private int firstHeard(long millis) {
    int low = 0;
    int high = clients.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (heard(middle) < millis) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  private boolean answersFit(Activity client, Activity upstream) {
    return isNear(client.sinceSent(), upstream.sinceReceived(), tolerance);
  }

  private int distance(int client, Side upstream) {
    return Math.abs(clients.get(client).descriptor() - upstream.descriptor());
  }
}
