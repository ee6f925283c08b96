package dev.wsdoctor.socket;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Finds which connection to a backend serves which client of one worker.
///
/// nginx passes bytes on at once, so a client was heard when its backend was last spoken to, and
/// the other way round. Where several fit, the one with the nearest descriptor is taken: nginx
/// opens the one soon after the other.
final class Pairing {
  /// The kernel counts in ticks of up to 10 ms, and lists the sockets one after the other.
  private static final long TOLERANCE_MILLIS = 40;

  /// How many clients with fitting times are compared for one backend connection.
  private static final int MOST_CANDIDATES = 256;

  private record Side(TcpSocket socket, Activity activity, int descriptor) {}

  /// In the order of how long they were silent.
  private final List<Side> clients;

  private final boolean[] taken;
  private final Map<Long, TcpSocket> upstreams = new HashMap<>();

  private Pairing(List<Side> clients) {
    this.clients = clients;
    this.taken = new boolean[clients.size()];
  }

  /// The connection to a backend of each client that has one, by the client's inode. Both are of
  /// the same worker.
  static Map<Long, TcpSocket> of(
      List<TcpSocket> clients, List<TcpSocket> upstreams, NginxProcess worker) {
    List<Side> heard = new ArrayList<>(sides(clients, worker));
    heard.sort(Comparator.comparing(side -> side.activity().sinceReceived()));
    Pairing pairing = new Pairing(heard);
    sides(upstreams, worker).stream()
        .sorted(Comparator.comparingInt(Side::descriptor))
        .forEach(pairing::place);
    return pairing.upstreams;
  }

  private static List<Side> sides(List<TcpSocket> sockets, NginxProcess worker) {
    return sockets.stream()
        .filter(socket -> socket.activity().isPresent())
        .map(
            socket ->
                new Side(
                    socket,
                    socket.activity().get(),
                    worker.descriptors().getOrDefault(socket.inode(), 0)))
        .toList();
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
    for (int i = firstHeard(spoken - TOLERANCE_MILLIS); i < clients.size(); i++) {
      boolean late = heard(i) > spoken + TOLERANCE_MILLIS;
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

  private static boolean answersFit(Activity client, Activity upstream) {
    long apart = client.sinceSent().toMillis() - upstream.sinceReceived().toMillis();
    return Math.abs(apart) <= TOLERANCE_MILLIS;
  }

  private int distance(int client, Side upstream) {
    return Math.abs(clients.get(client).descriptor() - upstream.descriptor());
  }
}
