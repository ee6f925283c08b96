package dev.wsdoctor.probe.hold;

import dev.wsdoctor.finding.Evidence;
import dev.wsdoctor.finding.Finding;
import dev.wsdoctor.finding.Fix;
import dev.wsdoctor.finding.Severity;
import dev.wsdoctor.probe.BrokenPeer;
import dev.wsdoctor.probe.hold.HoldReport.Kind;
import dev.wsdoctor.probe.hold.HoldReport.Loss;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Why connections were lost, from how and when they ended together.
final class HoldJudge {
  /// Ends that lie closer together than this have one cause.
  private static final Duration BURST = Duration.ofSeconds(2);

  /// Silences that differ by less than this part are the same.
  private static final double ALIKE = 0.1;

  /// A pair may be chance.
  private static final int FEWEST = 2;

  private final int connections;
  private final Duration between;
  private final List<Loss> losses;

  /// `losses` in the order of time; a ping went out every `between`.
  HoldJudge(int connections, Duration between, List<Loss> losses) {
    this.connections = connections;
    this.between = between;
    this.losses = List.copyOf(losses);
  }

  List<Finding> causes() {
    Optional<Finding> idle = idle();
    if (idle.isPresent()) {
      return idle.stream().toList();
    }
    Optional<Finding> lifetime = lifetime();
    if (lifetime.isPresent()) {
      return lifetime.stream().toList();
    }
    List<Finding> found = new ArrayList<>();
    List<List<Loss>> bursts = bursts();
    bursts.stream().flatMap(burst -> reload(burst).stream()).findFirst().ifPresent(found::add);
    losses.stream()
        .filter(loss -> loss.kind() == Kind.MUTE)
        .findFirst()
        .map(HoldJudge::halfOpen)
        .ifPresent(found::add);
    losses.stream()
        .filter(loss -> loss.kind() == Kind.VIOLATED)
        .findFirst()
        .map(HoldJudge::violated)
        .ifPresent(found::add);
    if (found.isEmpty() && !losses.isEmpty()) {
      found.add(single());
    }
    return found;
  }

  /// A limit for silence that is shorter than the time between two pings ends the same connection
  /// again and again, always after the same silence.
  private Optional<Finding> idle() {
    List<Duration> silences = losses.stream().map(Loss::silence).sorted().toList();
    if (silences.isEmpty() || losses.stream().anyMatch(loss -> loss.kind() != Kind.CUT)) {
      return Optional.empty();
    }
    Duration middle = silences.get(silences.size() / 2);
    boolean equal = areAlike(silences);
    long ever = losses.stream().map(Loss::connection).distinct().count();
    return equal && ever < losses.size() ? Optional.of(idle(middle)) : Optional.empty();
  }

  private Finding idle(Duration silence) {
    return Finding.of(
            "intermediary-timeout",
            Severity.WARNING,
            0.8,
            "every lost connection had been silent for %s: an idle limit that is shorter than the %s between two pings"
                .formatted(seconds(silence), seconds(between)),
            "Whoever stands on the way ends what is silent for longer than its own limit, nginx by proxy_read_timeout; a ping"
                + " in time prevents it.")
        .because(losses.stream().limit(5).map(loss -> Evidence.probe(describe(loss))).toList())
        .mendedBy(Fix.manual("ping more often, or raise that limit; probe --idle measures it"));
  }

  /// Connections that end at the same age, those that came after them too, whatever passed.
  private Optional<Finding> lifetime() {
    List<Duration> ages = losses.stream().map(Loss::age).sorted().toList();
    long ever = losses.stream().map(Loss::connection).distinct().count();
    boolean again = ever < losses.size();
    boolean ended =
        losses.stream().allMatch(loss -> loss.kind() == Kind.CUT || loss.kind() == Kind.CLOSED);
    return again && ended && areAlike(ages)
        ? Optional.of(lifetime(ages.get(ages.size() / 2)))
        : Optional.empty();
  }

  private Finding lifetime(Duration age) {
    return Finding.of(
            "closed-by-backend",
            Severity.WARNING,
            0.8,
            "every connection ended at the age of %s, whatever passed: the backend, or a hop in front, allows no longer life"
                .formatted(seconds(age)),
            "nginx has no limit for the age of a tunnel; application servers and load balancers have.")
        .because(losses.stream().limit(5).map(loss -> Evidence.probe(describe(loss))).toList())
        .mendedBy(
            Fix.manual(
                "hold a socket to the backend directly to see which (probe URL --hold), and let clients reconnect"));
  }

  private static boolean areAlike(List<Duration> sorted) {
    Duration middle = sorted.get(sorted.size() / 2);
    return sorted.getLast().minus(sorted.getFirst()).toNanos() <= ALIKE * middle.toNanos();
  }

  private List<List<Loss>> bursts() {
    List<List<Loss>> all = new ArrayList<>();
    for (Loss loss : losses) {
      boolean together =
          !all.isEmpty() && loss.at().minus(all.getLast().getLast().at()).compareTo(BURST) < 0;
      if (!together) {
        all.add(new ArrayList<>());
      }
      all.getLast().add(loss);
    }
    return all;
  }

  /// No way of nginx to shut down sends a Close frame; that new sockets open at once tells a reload
  /// from a stop.
  private Optional<Finding> reload(List<Loss> burst) {
    boolean bare = burst.stream().allMatch(loss -> loss.kind() == Kind.CUT);
    long ended = burst.stream().map(Loss::connection).distinct().count();
    boolean together = ended >= Math.min(FEWEST, connections) && ended * 2 >= connections;
    boolean reopened = burst.stream().allMatch(Loss::reopened);
    if (!bare || !together || !reopened) {
      return Optional.empty();
    }
    return Optional.of(
        Finding.of(
                "reload-closes-connections",
                Severity.WARNING,
                ended >= FEWEST ? 0.7 : 0.6,
                "%d of %d connections ended together at %s without a Close frame, and new ones opened at once: nginx was reloaded, or all had reached the longest life that somebody allows"
                    .formatted(ended, connections, seconds(burst.getFirst().at())),
                "At a reload the old workers keep their tunnels until worker_shutdown_timeout, and then end them with a bare"
                    + " FIN; clients see 1006 and reconnect all at once. A longest life of the backend's looks the same until the"
                    + " second generation ends at the same age.")
            .because(burst.stream().limit(5).map(loss -> Evidence.probe(describe(loss))).toList())
            .mendedBy(
                Fix.manual(
                    "reload less often, raise worker_shutdown_timeout, and let clients reconnect after a random delay")));
  }

  private static Finding halfOpen(Loss loss) {
    return Finding.of(
            "half-open-connection",
            Severity.WARNING,
            0.8,
            "a connection died without a word: " + loss.how(),
            "Something on the way dropped it; neither side is told until it sends, and then only by a timeout.")
        .because(Evidence.probe(describe(loss)))
        .mendedBy(Fix.manual("let both sides ping, and take a missing pong for an end"));
  }

  private static Finding violated(Loss loss) {
    return BrokenPeer.cause(loss.how(), Evidence.probe(describe(loss)));
  }

  private Finding single() {
    Loss first = losses.getFirst();
    String who =
        first.kind() == Kind.CLOSED
            ? "the application, since nginx sends no Close frame"
            : "nginx, the backend or a hop in between; their logs at that time say which";
    return Finding.of(
            "intermediary-timeout",
            Severity.WARNING,
            0.5,
            "%d of %d connections were lost although pings went over them, the first at %s (%s), ended by %s"
                .formatted(losses.size(), connections, seconds(first.at()), first.how(), who),
            "A connection with traffic is ended by a limit on its life time, by a restart, or by the application.")
        .because(losses.stream().limit(5).map(loss -> Evidence.probe(describe(loss))).toList())
        .mendedBy(Fix.manual("look at the ages of the lost connections: equal ages mean a limit"));
  }

  private static String describe(Loss loss) {
    return "connection %d at %s, %s old: %s%s"
        .formatted(
            loss.connection(),
            seconds(loss.at()),
            seconds(loss.age()),
            loss.how(),
            loss.reopened() ? "; a new one opened at once" : "; a new one did not open");
  }

  private static String seconds(Duration time) {
    return String.format(Locale.ROOT, "%.1f s", time.toNanos() / 1e9);
  }
}
