package dev.wsdoctor.gateway.exchange;

import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;

/// Counts the connections and requests of a gateway since its start, over all reloads
/// (`ngx_stat_accepted` and the like). May be used by many threads.
public final class Traffic {
  private final LongAdder accepted = new LongAdder();
  private final LongAdder closed = new LongAdder();
  private final LongAdder requests = new LongAdder();
  private final LongAdder reading = new LongAdder();
  private final LongAdder writing = new LongAdder();

  void accepted() {
    accepted.increment();
  }

  void closed() {
    closed.increment();
  }

  /// The first byte of a request has come.
  void requested() {
    requests.increment();
  }

  /// The head of a request needs more than what has come at once.
  void reads() {
    reading.increment();
  }

  void hasRead() {
    reading.decrement();
  }

  /// A request is carried out; a tunnel is one, too.
  void answers() {
    writing.increment();
  }

  void hasAnswered() {
    writing.decrement();
  }

  private long active() {
    return accepted.sum() - closed.sum();
  }

  /// Those that are neither reading nor writing.
  private long waiting() {
    return Math.max(0, active() - reading.sum() - writing.sum());
  }

  /// `$connections_active` and the like.
  Optional<String> variable(String name) {
    return switch (name) {
      case "connections_active" -> Optional.of("" + active());
      case "connections_reading" -> Optional.of("" + reading.sum());
      case "connections_writing" -> Optional.of("" + writing.sum());
      case "connections_waiting" -> Optional.of("" + waiting());
      default -> Optional.empty();
    };
  }

  /// What `stub_status` says (`ngx_http_stub_status_handler`).
  String status() {
    long came = accepted.sum();
    return """
    Active connections: %d\s
    server accepts handled requests
     %d %d %d\s
    Reading: %d Writing: %d Waiting: %d\s
    """
        .formatted(active(), came, came, requests.sum(), reading.sum(), writing.sum(), waiting());
  }
}
