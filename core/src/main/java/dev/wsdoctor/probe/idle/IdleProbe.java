package dev.wsdoctor.probe.idle;

import dev.wsdoctor.http.Target;
import dev.wsdoctor.probe.Approach;
import dev.wsdoctor.probe.LiveSocket;
import dev.wsdoctor.probe.Observation;
import dev.wsdoctor.probe.Opening;
import dev.wsdoctor.probe.Together;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/// Measures after how much silence a hop ends a WebSocket, and which traffic prevents that.
///
/// A ladder of connections is opened at once. Each is silent, sends one piece of traffic after its
/// time (0.5 s, 1 s, 2 s, ...), and is silent again until it ends. With a limit of T the silent
/// ones end at T, and one with traffic at t ends at t + T if that traffic counts: so everything is
/// known after at most twice the limit.
public final class IdleProbe {
  private static final Duration FIRST_RUNG = Duration.ofMillis(500);
  private static final int SILENT_ONES = 2;
  private static final int SECONDS_BETWEEN_NEWS = 5;
  private static final Duration GOODBYE = Duration.ofMillis(200);

  private final Duration until;
  private final Consumer<String> progress;
  private final BooleanSupplier stopped;
  private final AtomicInteger open = new AtomicInteger();
  private final AtomicInteger ticks = new AtomicInteger();

  private IdleProbe(Duration until, Consumer<String> progress, BooleanSupplier stopped) {
    this.until = until;
    this.progress = progress;
    this.stopped = stopped;
  }

  /// Measures the hops at the same time, each for at most `until`; `stopped` ends it early with
  /// what was found. `timers` are those that the configuration sets.
  public static IdleReport run(
      Target target,
      List<Approach> hops,
      Duration until,
      List<Timer> timers,
      Consumer<String> progress,
      BooleanSupplier stopped) {
    IdleProbe probe = new IdleProbe(until, progress, stopped);
    List<IdleHop> measured =
        Together.all(
            hops.stream().<Callable<IdleHop>>map(hop -> () -> probe.measure(hop)).toList(),
            probe::tick);
    IdleJudge judge = new IdleJudge(target, measured, timers);
    return new IdleReport(target, measured, judge.remarks(), judge.causes());
  }

  private IdleHop measure(Approach hop) {
    Observation opening = hop.handshake();
    if (!opening.opened()) {
      return new Evaluation(opening, List.of(), Duration.ZERO).hop();
    }
    long began = System.nanoTime();
    List<Optional<Life>> lives = Together.all(ladder(hop, opening.echo().isPresent()));
    return new Evaluation(
            opening,
            lives.stream().flatMap(Optional::stream).toList(),
            Duration.ofNanos(System.nanoTime() - began))
        .hop();
  }

  private List<Callable<Optional<Life>>> ladder(Approach hop, boolean echoes) {
    List<Callable<Optional<Life>>> rungs = new ArrayList<>();
    for (int i = 0; i < SILENT_ONES; i++) {
      rungs.add(() -> live(hop, Traffic.SILENT, until));
    }
    Duration longest = until.dividedBy(2);
    for (Duration at = FIRST_RUNG; at.compareTo(longest) < 0; at = at.multipliedBy(2)) {
      Duration when = at;
      rungs.add(() -> live(hop, Traffic.CLIENT, when));
      rungs.add(() -> live(hop, Traffic.PING, when));
      if (echoes) {
        rungs.add(() -> live(hop, Traffic.MESSAGE, when));
      }
    }
    return rungs;
  }

  private Optional<Life> live(Approach hop, Traffic traffic, Duration at) {
    return switch (hop.open()) {
      case Opening.Failed _ -> Optional.empty();
      case Opening.Open(LiveSocket socket, Observation seen) -> {
        open.incrementAndGet();
        try (socket) {
          Life life = new Rung(socket, answerTime(seen), traffic, at, until, stopped).live();
          socket.closeCleanly(life.mute() ? Duration.ZERO : GOODBYE);
          yield Optional.of(life);
        } finally {
          open.decrementAndGet();
        }
      }
    };
  }

  /// The 101 was sent at some time within it.
  private static Duration answerTime(Observation seen) {
    return seen.timings().stream()
        .filter(timing -> timing.phase().equals("answer"))
        .map(Observation.Timing::took)
        .findFirst()
        .orElse(Duration.ZERO);
  }

  private void tick() {
    int seconds = ticks.incrementAndGet();
    if (seconds % SECONDS_BETWEEN_NEWS == 0) {
      progress.accept(
          "%d s of at most %d s; %d connections are open (Ctrl-C ends it with what is known)"
              .formatted(seconds, until.toSeconds(), open.get()));
    }
  }
}
