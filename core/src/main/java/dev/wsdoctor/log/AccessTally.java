package dev.wsdoctor.log;

import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;

/// Counts the lines of access logs that concern one URL. The line of a socket is written when it
/// ends, and its `$request_time` is how long it lived. Memory does not grow with the log.
public final class AccessTally implements Consumer<String> {
  private static final int SWITCHING = 101;

  /// The newest lines decide what fails now.
  private static final int NEWEST = 200;

  private static final int LONGEST_LIFE_SECONDS = 1_000_000;
  private static final int MOST_NAMES = 100;

  private final LoggedUrl url;
  private final LogFormats formats;
  private final Deque<Answer> newest = new ArrayDeque<>();
  private final Map<Integer, Long> lifetimes = new TreeMap<>();
  private final Set<String> secrets = new TreeSet<>();
  private long lines;
  private long entries;
  private long concerned;
  private long opened;
  private long atOnce;
  private long cutShort;
  private long burst;
  private long longestBurst;
  private String burstTime = "";

  /// What a request was answered; `handshake` tells whether the line shows it to be a handshake,
  /// and `stripped` that it is one no more.
  record Answer(int status, String time, boolean handshake, boolean stripped, Refusal.By by) {}

  public AccessTally(LoggedUrl url, LogFormats formats) {
    this.url = url;
    this.formats = formats;
  }

  @Override
  public void accept(String line) {
    if (line.isEmpty()) {
      return;
    }
    lines++;
    formats.parse(line).ifPresent(this::take);
  }

  /// A line that was taken apart already.
  public void take(AccessEntry entry) {
    entries++;
    if (url.concerns(entry)) {
      count(entry);
    }
  }

  private void count(AccessEntry entry) {
    OptionalInt status = entry.status();
    if (status.isEmpty()) {
      return;
    }
    concerned++;
    noteSecrets(entry.query());
    if (status.getAsInt() == SWITCHING) {
      tunnel(entry);
    }
    newest.addLast(answer(entry, status.getAsInt()));
    if (newest.size() > NEWEST) {
      newest.removeFirst();
    }
  }

  private static Answer answer(AccessEntry entry, int status) {
    boolean handshake =
        status == SWITCHING
            || entry.value("http_upgrade").filter("websocket"::equalsIgnoreCase).isPresent()
            || entry.value("http_sec_websocket_key").isPresent();
    boolean noUpgrade = entry.has("http_upgrade") && entry.value("http_upgrade").isEmpty();
    boolean old = entry.version().equals("HTTP/1.0");
    return new Answer(
        status,
        entry.time(),
        handshake,
        !handshake && (noUpgrade || old),
        Refusal.of(status, entry, handshake).by());
  }

  private void tunnel(AccessEntry entry) {
    opened++;
    entry
        .seconds()
        .ifPresent(
            lived -> {
              int seconds = (int) Math.min(Math.round(lived), LONGEST_LIFE_SECONDS);
              lifetimes.merge(seconds, 1L, Long::sum);
              atOnce += lived < 1 ? 1 : 0;
            });
    if (entry.has("request_completion") && entry.value("request_completion").isEmpty()) {
      cutShort++;
    }
    burst = entry.time().equals(burstTime) ? burst + 1 : 1;
    burstTime = entry.time();
    longestBurst = Math.max(longestBurst, burst);
  }

  /// Only the names: the values are what must not be repeated.
  private void noteSecrets(String query) {
    for (String argument : query.split("&", MOST_NAMES)) {
      int equals = argument.indexOf('=');
      if (equals > 0 && secrets.size() < MOST_NAMES) {
        Optional.of(argument.substring(0, equals))
            .filter(SecretNames::isOne)
            .ifPresent(secrets::add);
      }
    }
  }

  /// The lifetime at which at least a fifth of all sockets ended, give or take a second, and at
  /// least three; the ones that ended at once do not count.
  public Optional<Peak> peak() {
    return lifetimes.keySet().stream()
        .filter(second -> second > 1)
        .max(Comparator.<Integer>comparingLong(this::near).thenComparingLong(this::at))
        .map(second -> new Peak(second, near(second), opened))
        .filter(Peak::isClear);
  }

  private long near(int second) {
    return at(second - 1) + at(second) + at(second + 1);
  }

  private long at(int second) {
    return lifetimes.getOrDefault(second, 0L);
  }

  /// So many of all sockets lived for about that many seconds.
  public record Peak(int seconds, long sockets, long ofAll) {
    private static final int FEWEST = 3;
    private static final int SHARE = 5;

    boolean isClear() {
      return sockets >= FEWEST && sockets * SHARE >= ofAll;
    }
  }

  /// The status that the newest handshakes are refused with, if a fifth of the newest requests are.
  public Optional<Refusals> refusals() {
    Map<Integer, Long> byStatus = new TreeMap<>();
    newest.stream()
        .filter(AccessTally::isRefused)
        .forEach(answer -> byStatus.merge(answer.status(), 1L, Long::sum));
    return byStatus.entrySet().stream()
        .max(Map.Entry.comparingByValue())
        .filter(top -> top.getValue() * 5 >= newest.size())
        .map(top -> refusals(top.getKey(), top.getValue()));
  }

  private Refusals refusals(int status, long count) {
    String last = "";
    long stripped = 0;
    long asked = 0;
    long byBackend = 0;
    long byNginx = 0;
    for (Answer answer : newest) {
      if (answer.status() == status && isRefused(answer)) {
        last = answer.time();
        asked += answer.handshake() ? 1 : 0;
        byBackend += answer.by() == Refusal.By.BACKEND ? 1 : 0;
        byNginx += answer.by() == Refusal.By.NGINX ? 1 : 0;
        stripped += answer.stripped() ? 1 : 0;
      }
    }
    return new Refusals(status, count, newest.size(), stripped, asked, byBackend, byNginx, last);
  }

  /// An ordinary page on the same path is no refusal; where the line does not tell, an error is.
  private static boolean isRefused(Answer answer) {
    return answer.status() != SWITCHING
        && (answer.handshake() || answer.status() >= 400 || answer.status() == 9);
  }

  /// So many of the newest requests got that status; `stripped` of them came without Upgrade or as
  /// HTTP/1.0, `asked` of them are known to have come with it, and `byBackend` or `byNginx` of them
  /// to have been answered by the one or the other.
  public record Refusals(
      int status,
      long count,
      long ofNewest,
      long stripped,
      long asked,
      long byBackend,
      long byNginx,
      String last) {}

  public long opened() {
    return opened;
  }

  /// Sockets that ended within a second.
  public long atOnce() {
    return atOnce;
  }

  /// Sockets that nginx ended itself (`$request_completion` is empty).
  public long cutShort() {
    return cutShort;
  }

  /// The most sockets that ended within one second of the log, one behind the other.
  public long longestBurst() {
    return longestBurst;
  }

  /// Names of arguments that look like secrets.
  public Set<String> secrets() {
    return Set.copyOf(secrets);
  }

  public long lines() {
    return lines;
  }

  /// Lines that one of the formats fits.
  public long entries() {
    return entries;
  }

  /// Lines about this URL.
  public long concerned() {
    return concerned;
  }
}
