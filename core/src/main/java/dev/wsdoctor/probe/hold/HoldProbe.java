package dev.wsdoctor.probe.hold;

import dev.wsdoctor.http.Target;
import dev.wsdoctor.probe.Approach;
import dev.wsdoctor.probe.LiveSocket;
import dev.wsdoctor.probe.Observation;
import dev.wsdoctor.probe.Opening;
import dev.wsdoctor.probe.Together;
import dev.wsdoctor.probe.hold.HoldReport.Loss;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/// Keeps connections open with pings, and opens a new one for each that is lost.
public final class HoldProbe {
  /// One thread for each: more would measure this machine.
  public static final int MOST_CONNECTIONS = 1000;

  private static final int SECONDS_BETWEEN_NEWS = 10;
  private static final Duration PAUSE = Duration.ofMillis(500);

  private final Approach approach;
  private final Duration time;
  private final Duration between;
  private final BooleanSupplier stopped;
  private final Consumer<String> progress;
  private final AtomicInteger open = new AtomicInteger();
  private final AtomicInteger lost = new AtomicInteger();
  private final AtomicLong ticks = new AtomicLong();
  private final long began = System.nanoTime();

  private HoldProbe(
      Approach approach,
      Duration time,
      Duration between,
      Consumer<String> progress,
      BooleanSupplier stopped) {
    this.approach = approach;
    this.time = time;
    this.between = between;
    this.progress = progress;
    this.stopped = stopped;
  }

  /// Holds `connections` for `time`, each with a ping every `between`; `stopped` ends it early.
  public static HoldReport run(
      Target target,
      Approach approach,
      int connections,
      Duration time,
      Duration between,
      Consumer<String> progress,
      BooleanSupplier stopped) {
    HoldProbe probe = new HoldProbe(approach, time, between, progress, stopped);
    int wanted = Math.min(connections, MOST_CONNECTIONS);
    List<Held> held =
        Together.all(
            IntStream.range(0, wanted)
                .<Callable<Held>>mapToObj(number -> () -> probe.hold(number))
                .toList(),
            probe::tick);
    List<Loss> losses =
        held.stream()
            .flatMap(one -> one.losses().stream())
            .sorted(Comparator.comparing(Loss::at))
            .toList();
    return new HoldReport(
        target,
        wanted,
        (int) held.stream().filter(one -> one.refused().isEmpty()).count(),
        held.stream().flatMap(one -> one.refused().stream()).toList(),
        probe.age(),
        Percentiles.of(held.stream().flatMap(one -> one.roundTrips().stream()).toList()),
        losses,
        new HoldJudge(wanted, between, losses).causes());
  }

  /// What one of the connections saw.
  private record Held(
      Optional<Observation> refused, List<Duration> roundTrips, List<Loss> losses) {}

  private Held hold(int number) {
    List<Duration> roundTrips = new ArrayList<>();
    List<Loss> losses = new ArrayList<>();
    Opening opening = approach.open();
    if (opening instanceof Opening.Failed(Observation seen)) {
      return new Held(Optional.of(seen), roundTrips, losses);
    }
    while (opening instanceof Opening.Open(LiveSocket socket, var _)) {
      Optional<Heartbeat.End> end = beat(socket, roundTrips);
      if (end.isEmpty()) {
        break;
      }
      lost.incrementAndGet();
      Duration at = age();
      opening = approach.open();
      losses.add(
          new Loss(
              number,
              at,
              end.get().age(),
              end.get().silence(),
              end.get().kind(),
              end.get().how(),
              opening instanceof Opening.Open));
      opening = insist(opening);
    }
    return new Held(Optional.empty(), roundTrips, losses);
  }

  /// A server that restarts is given the time that it takes.
  private Opening insist(Opening first) {
    Opening opening = first;
    while (opening instanceof Opening.Failed && !isOver()) {
      LockSupport.parkNanos(PAUSE.toNanos());
      opening = approach.open();
    }
    return opening;
  }

  private Optional<Heartbeat.End> beat(LiveSocket socket, List<Duration> roundTrips) {
    open.incrementAndGet();
    try (socket) {
      return new Heartbeat(socket, between, roundTrips).beat(this::isOver);
    } finally {
      open.decrementAndGet();
    }
  }

  private boolean isOver() {
    return stopped.getAsBoolean() || age().compareTo(time) >= 0;
  }

  private Duration age() {
    return Duration.ofNanos(System.nanoTime() - began);
  }

  private void tick() {
    long seconds = ticks.incrementAndGet();
    if (seconds % SECONDS_BETWEEN_NEWS == 0) {
      progress.accept(
          "%d s of %d s: %d open, %d lost so far"
              .formatted(age().toSeconds(), time.toSeconds(), open.get(), lost.get()));
    }
  }
}
