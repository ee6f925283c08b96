package dev.wsdoctor.gateway.upstream;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32;

/// The points of `hash ... consistent`, 160 for each unit of weight, as Cache::Memcached::Fast sets
/// them: crc32 of the host, a zero byte, the port and the point before
/// (`ngx_http_upstream_init_chash`).
final class Continuum {
  private static final int POINTS_PER_WEIGHT = 160;
  private static final Pattern PORT = Pattern.compile("(?s)(.*):([0-9]*)");

  private record Point(long hash, String server) {}

  private final List<Point> points;

  private Continuum(List<Point> points) {
    this.points = points;
  }

  static Continuum of(PeerList peers) {
    List<Point> all = new ArrayList<>();
    for (Peer peer : peers.peers()) {
      add(all, peer.name(), peer.weight() * POINTS_PER_WEIGHT);
    }
    all.sort(Comparator.comparingLong(Point::hash));
    List<Point> distinct = new ArrayList<>(all.size());
    for (Point point : all) {
      if (distinct.isEmpty() || distinct.getLast().hash() != point.hash()) {
        distinct.add(point);
      }
    }
    return new Continuum(distinct);
  }

  private static void add(List<Point> all, String server, int number) {
    byte[] base = base(server).getBytes(StandardCharsets.ISO_8859_1);
    CRC32 crc = new CRC32();
    int previous = 0;
    for (int i = 0; i < number; i++) {
      crc.reset();
      crc.update(base);
      for (int shift = 0; shift < 32; shift += 8) {
        crc.update(previous >>> shift);
      }
      previous = (int) crc.getValue();
      all.add(new Point(crc.getValue(), server));
    }
  }

  private static String base(String server) {
    if (server.toLowerCase(Locale.ROOT).startsWith("unix:")) {
      return server.substring(5) + '\0';
    }
    Matcher port = PORT.matcher(server);
    return port.matches() ? port.group(1) + '\0' + port.group(2) : server + '\0';
  }

  /// The first point that is not before the hash; one behind the last if all are before it.
  int find(long hash) {
    int from = 0;
    int to = points.size();
    while (from < to) {
      int middle = (from + to) >>> 1;
      if (hash > points.get(middle).hash()) {
        from = middle + 1;
      } else {
        to = middle;
      }
    }
    return from;
  }

  /// The name of the server that a point belongs to; the points form a circle.
  String server(long point) {
    return points.get((int) Long.remainderUnsigned(point, points.size())).server();
  }
}
