package dev.wsdoctor.gateway.exchange;

import dev.wsdoctor.gateway.upstream.Failure;
import dev.wsdoctor.http.Response;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// The `$upstream_*` variables of one request: a value for each server that was tried, separated by
/// `, `, and by ` : ` where another `proxy_pass` followed.
final class UpstreamFacts {
  /// One server that was tried.
  private static final class Attempt {
    private final String address;
    private final boolean first;
    private final long start = System.nanoTime();
    private long connected;
    private long headed;
    private long end;
    private int status;
    private long bytes;
    private long sent;
    private long came;

    Attempt(String address, boolean first) {
      this.address = address;
      this.first = first;
    }
  }

  private static final int HEADLESS = 200;

  private final List<Attempt> attempts = new ArrayList<>();
  private boolean another;
  private Optional<Response> response = Optional.empty();
  private Optional<CacheFacts> cache = Optional.empty();
  private Optional<Failure> failure = Optional.empty();
  private Optional<String> limitRate = Optional.empty();

  /// Another `proxy_pass` begins.
  void begin() {
    another = true;
    response = Optional.empty();
  }

  void trying(String address) {
    attempts.add(new Attempt(address, another));
    another = false;
  }

  /// The request has something to do with a cache, or not.
  void cache(Optional<CacheFacts> known) {
    cache = known;
  }

  Optional<CacheFacts> cache() {
    return cache;
  }

  /// The answer was kept, and no server is asked.
  void kept(Response answer) {
    response = Optional.of(answer);
  }

  /// A server gave no answer.
  void failed(Failure why) {
    failure = Optional.of(why);
    ended(why.status());
  }

  /// Why the last server gave no answer; absent when none could be asked.
  Optional<Failure> failure() {
    return failure;
  }

  void connected() {
    attempts.getLast().connected = System.nanoTime();
  }

  void answered(Response answer) {
    response = Optional.of(answer);
    attempts.getLast().headed = System.nanoTime();
    attempts.getLast().status = answer.status();
  }

  /// The upstream says how fast its answer is to be sent (`X-Accel-Limit-Rate`).
  void limitRate(long rate) {
    limitRate = Optional.of("" + rate);
  }

  Optional<String> limitRate() {
    return limitRate;
  }

  void received(long bytes) {
    attempts.getLast().bytes += bytes;
  }

  /// What came is no answer of HTTP/1, and passed on as it is.
  void answeredHeadless() {
    attempts.getLast().headed = System.nanoTime();
    attempts.getLast().status = HEADLESS;
  }

  /// Bytes have gone to the server (`$upstream_bytes_sent`).
  void sent(long count) {
    attempts.getLast().sent += count;
  }

  /// Bytes have come from the server, heads and all (`$upstream_bytes_received`).
  void came(long count) {
    attempts.getLast().came += count;
  }

  /// Bytes of a tunnel have gone past this.
  void tunnelled(long toServer, long fromServer) {
    sent(toServer);
    came(fromServer);
  }

  /// With that status, where no answer has given one.
  void ended(int status) {
    Attempt last = attempts.getLast();
    last.end = System.nanoTime();
    last.status = last.status == 0 ? status : last.status;
  }

  /// The server that is being asked will not be listened to any more.
  void left() {
    if (!attempts.isEmpty() && attempts.getLast().end == 0) {
      ended(0);
    }
  }

  Duration elapsed() {
    return attempts.isEmpty()
        ? Duration.ZERO
        : Duration.ofNanos(System.nanoTime() - attempts.getFirst().start);
  }

  Optional<String> variable(String name) {
    if (name.startsWith("upstream_http_")) {
      String field = name.substring(14).replace('_', '-');
      return response.map(r -> String.join(", ", r.fields().all(field)));
    }
    if (name.startsWith("upstream_cookie_")) {
      return response.flatMap(r -> cookie(r, name.substring(16)));
    }
    if (name.startsWith("upstream_cache_")) {
      return cache.flatMap(c -> c.variable(name));
    }
    if (name.equals("limit_rate")) {
      return limitRate;
    }
    if (attempts.isEmpty()) {
      return Optional.empty();
    }
    return switch (name) {
      case "upstream_addr" -> Optional.of(joined(a -> a.address));
      case "upstream_status" -> Optional.of(joined(a -> a.status == 0 ? "-" : "" + a.status));
      case "upstream_response_time" -> Optional.of(joined(a -> seconds(a, a.end)));
      case "upstream_connect_time" -> Optional.of(joined(a -> seconds(a, a.connected)));
      case "upstream_header_time" -> Optional.of(joined(a -> seconds(a, a.headed)));
      case "upstream_response_length" -> Optional.of(joined(a -> "" + a.bytes));
      case "upstream_bytes_sent" -> Optional.of(joined(a -> "" + a.sent));
      case "upstream_bytes_received" -> Optional.of(joined(a -> "" + a.came));
      default -> Optional.empty();
    };
  }

  private static Optional<String> cookie(Response response, String name) {
    return response.fields().all("Set-Cookie").stream()
        .filter(c -> c.toLowerCase(Locale.ROOT).startsWith(name + "="))
        .map(c -> c.substring(name.length() + 1).split(";", 2)[0])
        .findFirst();
  }

  private static String seconds(Attempt attempt, long at) {
    long millis = Math.max(0, (at - attempt.start) / 1_000_000);
    return at == 0 ? "-" : "%d.%03d".formatted(millis / 1000, millis % 1000);
  }

  private String joined(java.util.function.Function<Attempt, String> value) {
    StringBuilder out = new StringBuilder();
    for (Attempt attempt : attempts) {
      out.append(out.isEmpty() ? "" : attempt.first ? " : " : ", ").append(value.apply(attempt));
    }
    return out.toString();
  }
}
