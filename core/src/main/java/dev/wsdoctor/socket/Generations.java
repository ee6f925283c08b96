package dev.wsdoctor.socket;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// What the ages of the workers say of their connections: none is older than its worker, and one
/// that a worker of before a reload holds is older than the workers of after it.
final class Generations {
  /// nginx starts the new workers before it tells the old ones to leave (ngx_reconfigure waits for
  /// 100 ms in between).
  private static final Duration OVERLAP = Duration.ofSeconds(1);

  private final Map<Long, Duration> current = new HashMap<>();

  Generations(List<NginxProcess> processes) {
    processes.stream()
        .filter(one -> one.isWorker() && !one.isLeaving())
        .forEach(
            one ->
                one.age().ifPresent(age -> current.merge(one.parent(), age, Generations::longest)));
  }

  private static Duration longest(Duration a, Duration b) {
    return a.compareTo(b) >= 0 ? a : b;
  }

  /// The age of a client's connection, with what else is known of it.
  Age bound(Age known, TcpSocket client, NginxProcess worker) {
    Age age =
        client
            .activity()
            .map(one -> known.atLeast(longest(one.sinceSent(), one.sinceReceived())))
            .orElse(known);
    Age bounded = worker.age().map(age::atMost).orElse(age);
    Duration reload = current.getOrDefault(worker.parent(), Duration.ZERO).minus(OVERLAP);
    return worker.isLeaving() && !reload.isNegative() ? bounded.atLeast(reload) : bounded;
  }
}
