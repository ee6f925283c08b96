package dev.wsdoctor.probe.load;

import dev.wsdoctor.http.Target;
import dev.wsdoctor.probe.Approach;
import dev.wsdoctor.probe.LiveSocket;
import dev.wsdoctor.probe.Observation;
import dev.wsdoctor.probe.Observation.Result;
import dev.wsdoctor.probe.Opening;
import dev.wsdoctor.probe.Together;
import dev.wsdoctor.probe.load.LoadReport.Kind;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/// Opens connections at one rate and sends messages at another, each at the time when it is due
/// (open loop). It ends by itself when too much goes wrong.
public final class LoadProbe {
  /// Of all that was tried, once there is enough of it to judge by.
  private static final double MOST_WRONG = 0.1;

  private static final int FEWEST_TO_JUDGE = 20;
  private static final Duration SLICE = Duration.ofMillis(100);
  private static final int SECONDS_BETWEEN_NEWS = 5;

  private final Approach approach;
  private final LoadPlan plan;
  private final BooleanSupplier interrupted;
  private final Consumer<String> progress;
  private final LoadTally tally = new LoadTally();
  private final AtomicInteger opened = new AtomicInteger();
  private final AtomicInteger ticks = new AtomicInteger();
  private final long began = System.nanoTime();

  private LoadProbe(
      Approach approach, LoadPlan plan, Consumer<String> progress, BooleanSupplier interrupted) {
    this.approach = approach;
    this.plan = plan;
    this.progress = progress;
    this.interrupted = interrupted;
  }

  /// Nothing is loaded when one ordinary handshake fails.
  public static LoadReport run(
      Target target,
      Approach approach,
      LoadPlan plan,
      Consumer<String> progress,
      BooleanSupplier stopped) {
    Observation first = approach.handshake();
    LoadProbe probe = new LoadProbe(approach, plan, progress, stopped);
    if (first.opened()) {
      probe.load(first.echo().isPresent());
    } else {
      probe.tally.trouble(Kind.OPENING, words(first), 1);
    }
    return probe.report(target, first);
  }

  private void load(boolean echoes) {
    Together.all(
        IntStream.range(0, plan.connections())
            .<Callable<Boolean>>mapToObj(number -> () -> one(number, echoes))
            .toList(),
        this::tick);
  }

  private boolean one(int number, boolean echoes) {
    if (!waitUntil(began + plan.opening(number).toNanos())) {
      return false;
    }
    long dialled = System.nanoTime();
    return switch (approach.open()) {
      case Opening.Failed(Observation seen) -> {
        tally.trouble(Kind.OPENING, words(seen), 1);
        yield false;
      }
      case Opening.Open(LiveSocket socket, var _) -> {
        opened.incrementAndGet();
        tally.opened(System.nanoTime() - dialled);
        long start = began + plan.ramp().toNanos();
        try (socket) {
          new LoadedSocket(socket, plan, echoes, tally)
              .run(
                  start + plan.first(number).toNanos(),
                  start + plan.time().toNanos(),
                  this::isOver);
        }
        yield true;
      }
    };
  }

  private boolean waitUntil(long time) {
    while (System.nanoTime() < time && !isOver()) {
      LockSupport.parkNanos(Math.min(SLICE.toNanos(), Math.max(1, time - System.nanoTime())));
    }
    return !isOver();
  }

  private boolean isOver() {
    return interrupted.getAsBoolean() || isTooMuch();
  }

  private boolean isTooMuch() {
    long wrong = tally.wrong();
    long all = wrong + tally.good();
    return all >= FEWEST_TO_JUDGE && wrong > all * MOST_WRONG;
  }

  private static String words(Observation seen) {
    return switch (seen.result()) {
      case Result.Opened() -> "opened";
      case Result.Refused(int status) -> "answer " + status;
      case Result.Failed(var failure, String _) ->
          failure.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    };
  }

  private LoadReport report(Target target, Observation first) {
    Optional<String> stopped =
        interrupted.getAsBoolean()
            ? Optional.of(LoadReport.INTERRUPTED)
            : Optional.of("more than a tenth of all went wrong").filter(_ -> isTooMuch());
    var answers = tally.answerTimes();
    return new LoadReport(
        target,
        plan,
        opened.get(),
        first.echo().isPresent(),
        tally.allDue(),
        tally.allSent(),
        answers.count(),
        Duration.ofNanos(System.nanoTime() - began),
        tally.openingTimes(),
        answers,
        tally.allTroubles(),
        stopped,
        new LoadJudge(opened.get(), tally.allTroubles()).causes());
  }

  private void tick() {
    if (ticks.incrementAndGet() % SECONDS_BETWEEN_NEWS == 0) {
      progress.accept(
          "%d s: %d of %d connections opened, %d messages sent, %d errors"
              .formatted(
                  Duration.ofNanos(System.nanoTime() - began).toSeconds(),
                  opened.get(),
                  plan.connections(),
                  tally.allSent(),
                  tally.wrong()));
    }
  }
}
