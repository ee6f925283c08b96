package dev.wsdoctor.socket;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

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

  private record Side(TcpSocket socket, Activity activity, int descriptor) {}

  /// In the order of how long they were silent.
  private final List<Side> clients;

  private final long tolerance;

  private final boolean[] taken;
  private final Map<Long, TcpSocket> upstreams = new HashMap<>();

  private Pairing(List<Side> clients, long tolerance) {
    this.clients = clients;
    this.tolerance = tolerance;
    this.taken = new boolean[clients.size()];
  }

  /// The connection to a backend of each client that has one, by the client's inode. All are of the
  /// same worker; `partners` are those that belonged together before, which they do as long as
  /// their bytes do not speak against it.
  static Map<Long, TcpSocket> of(
      List<TcpSocket> clients,
      List<TcpSocket> upstreams,
      NginxProcess worker,
      Map<Long, Long> partners) {
    Map<Long, TcpSocket> paired = kept(clients, upstreams, partners);
    Set<Long> used = paired.values().stream().map(TcpSocket::inode).collect(Collectors.toSet());
    for (long tolerance : TOLERANCES) {
      if (used.size() == upstreams.size() || paired.size() == clients.size()) {
        return paired;
      }
      List<Side> heard = sides(clients, worker, paired.keySet());
      heard.sort(Comparator.comparing(side -> side.activity().sinceReceived()));
      List<Side> spoken = sides(upstreams, worker, used);
      spoken.sort(Comparator.comparingInt(Side::descriptor));
      Pairing pairing = new Pairing(heard, tolerance);
      spoken.forEach(pairing::place);
      paired.putAll(pairing.upstreams);
      pairing.upstreams.values().forEach(one -> used.add(one.inode()));
    }
    return paired;
  }

  /// The known pairs that are still there and still move together.
  private static Map<Long, TcpSocket> kept(
      List<TcpSocket> clients, List<TcpSocket> upstreams, Map<Long, Long> partners) {
    Map<Long, TcpSocket> paired = HashMap.newHashMap(clients.size());
    if (partners.isEmpty()) {
      return paired;
    }
    Map<Long, TcpSocket> byInode = HashMap.newHashMap(upstreams.size());
    upstreams.forEach(one -> byInode.put(one.inode(), one));
    for (TcpSocket client : clients) {
      TcpSocket upstream = byInode.get(partners.getOrDefault(client.inode(), 0L));
      if (upstream != null && moveTogether(client, upstream)) {
        paired.put(client.inode(), upstream);
      }
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

  private static List<Side> sides(List<TcpSocket> sockets, NginxProcess worker, Set<Long> without) {
    List<Side> sides = new ArrayList<>();
    for (TcpSocket socket : sockets) {
      if (socket.activity().isPresent() && !without.contains(socket.inode())) {
        int descriptor = worker.descriptors().getOrDefault(socket.inode(), 0);
        sides.add(new Side(socket, socket.activity().get(), descriptor));
      }
    }
    return sides;
  }

  private void place(Side upstream) {
    int client = best(upstream);
    if (client >= 0) {
      taken[client] = true;
      upstreams.put(clients.get(client).socket().inode(), upstream.socket());
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
