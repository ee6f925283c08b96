package dev.wsdoctor.log;

import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.DoublePredicate;
import java.util.function.Predicate;

/// Counts the sockets of access logs: how long they lived, who ended them, and the handshakes that
/// were refused. Memory does not grow with the log.
public final class SocketTally implements Consumer<AccessEntry> {
  private static final int SWITCHING = 101;

  /// nginx reads its clock once per round of events, so that a timer of a second may seem to have
  /// run for a few milliseconds less.
  private static final double ONE = 0.95;

  /// Beyond this lifetimes are counted by the hour.
  private static final int EXACT_SECONDS = 7_500;

  private static final int LONGEST_SECONDS = 10_000_000;
  private static final int HOUR = 3_600;
  private static final int MOST_PLACES = 10_000;

  private final Endings endings;
  private final DoublePredicate isIdleLimit;
  private final Consumer<String> paths;
  private final TreeMap<Integer, Long> lifetimes = new TreeMap<>();
  private final Map<Ending, Long> ends = new EnumMap<>(Ending.class);
  private final Map<String, Refusal> refusals = new HashMap<>();
  private long sockets;
  private long unnamedRefusals;
  private boolean joined;
  private String first = "";
  private String last = "";

  /// `isIdleLimit` tells whether a tunnel that lived for so many seconds may have ended by nginx's
  /// own timer; `paths` is told the path of every socket.
  public SocketTally(Endings endings, DoublePredicate isIdleLimit, Consumer<String> paths) {
    this.endings = endings;
    this.isIdleLimit = isIdleLimit;
    this.paths = paths;
  }

  @Override
  public void accept(AccessEntry entry) {
    int status = entry.status().orElse(0);
    if (status == SWITCHING) {
      socket(entry);
      return;
    }
    boolean handshake =
        entry.value("http_upgrade").filter("websocket"::equalsIgnoreCase).isPresent()
            || entry.value("http_sec_websocket_key").isPresent();
    if (handshake) {
      paths.accept(entry.path());
    }
    if (status != 0 && (handshake || status >= 400 || status == 9)) {
      refusal(Refusal.of(status, entry, handshake));
    }
  }

  private void socket(AccessEntry entry) {
    sockets++;
    joined |= entry.has("connection");
    first = first.isEmpty() ? entry.time() : first;
    last = entry.time();
    paths.accept(entry.path());
    entry.seconds().ifPresent(lived -> lifetimes.merge(rounded(lived), 1L, Long::sum));
    ends.merge(ending(entry), 1L, Long::sum);
  }

  private static int rounded(double seconds) {
    int whole = (int) Math.min(seconds < ONE ? 0 : Math.round(seconds), LONGEST_SECONDS);
    return whole <= EXACT_SECONDS ? whole : whole / HOUR * HOUR;
  }

  private Ending ending(AccessEntry entry) {
    Optional<Ending> told = endings.of(entry);
    if (told.isPresent()) {
      return told.get();
    }
    if (entry.has("request_completion") && entry.value("request_completion").isEmpty()) {
      return Ending.CUT_SHORT;
    }
    boolean idle = entry.seconds().isPresent() && isIdleLimit.test(entry.seconds().getAsDouble());
    return idle ? Ending.IDLE_LIMIT : Ending.ORDERLY;
  }

  private void refusal(Refusal refusal) {
    String key = refusal.status() + " " + refusal.by() + " " + refusal.path();
    if (refusals.size() < MOST_PLACES || refusals.containsKey(key)) {
      refusals.merge(key, refusal, Refusal::and);
      return;
    }
    unnamedRefusals++;
  }

  /// Who ended how many. Where the access log has no `$connection`, the ends that the error log
  /// tells are taken from those that seemed orderly.
  public Map<Ending, Long> endings() {
    Map<Ending, Long> all = new EnumMap<>(Ending.class);
    all.putAll(ends);
    if (!joined) {
      endings.counts().forEach((ending, count) -> move(all, ending, count));
    }
    return all;
  }

  private void move(Map<Ending, Long> all, Ending to, long told) {
    long missing = Math.max(0, told - all.getOrDefault(to, 0L));
    long orderly = all.getOrDefault(Ending.ORDERLY, 0L);
    long moved = sockets == 0 ? missing : Math.min(missing, orderly);
    if (moved > 0) {
      all.merge(to, moved, Long::sum);
      all.merge(Ending.ORDERLY, -Math.min(moved, orderly), Long::sum);
    }
    all.values().removeIf(count -> count == 0);
  }

  /// Those at a path of sockets, the most frequent first.
  public List<Refusal> refusals(Predicate<String> isSocketPath) {
    return refusals.values().stream()
        .filter(refusal -> isSocketPath.test(refusal.path()))
        .sorted((one, other) -> Long.compare(other.count(), one.count()))
        .toList();
  }

  /// Refused requests at so many different paths that they were not told apart.
  public long unnamedRefusals() {
    return unnamedRefusals;
  }

  public long sockets() {
    return sockets;
  }

  /// Sockets by the seconds that they lived, from 7,500 on by the hour.
  public Map<Integer, Long> lifetimes() {
    return new TreeMap<>(lifetimes);
  }

  /// When the first socket of the logs ended, as written; empty when there is none.
  public String first() {
    return first;
  }

  public String last() {
    return last;
  }
}
