package dev.wsdoctor.probe.sizes;

import dev.wsdoctor.http.Target;
import dev.wsdoctor.probe.Approach;
import dev.wsdoctor.probe.LiveSocket;
import dev.wsdoctor.probe.Observation;
import dev.wsdoctor.probe.Opening;
import dev.wsdoctor.probe.sizes.SizesReport.Outcome;
import dev.wsdoctor.probe.sizes.SizesReport.Series;
import dev.wsdoctor.probe.sizes.SizesReport.Shape;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/// Sends messages of growing size and then halves the distance between the largest that passed and
/// the smallest that did not, to the byte.
public final class SizesProbe {
  /// The largest size that is tried without being asked for more.
  public static final long USUAL_MOST = 64L << 20;

  /// As much of a message as is worth keeping, since only lengths are looked at.
  public static final int KEPT_BYTES = 64 * 1024;

  /// Steps around the forms of the length (RFC 6455, 5.2), then powers of four.
  private static final List<Long> FIRST = List.of(1L, 125L, 126L, 4096L, 65_535L, 65_536L);

  private static final List<Shape> SHAPES =
      List.of(
          new Shape(true, false),
          new Shape(true, true),
          new Shape(false, false),
          new Shape(false, true));

  /// A message that takes longer than this is not coming.
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private static final Duration GOODBYE = Duration.ofMillis(200);

  private final long most;
  private final Consumer<String> progress;
  private final BooleanSupplier stopped;

  private SizesProbe(long most, Consumer<String> progress, BooleanSupplier stopped) {
    this.most = most;
    this.progress = progress;
    this.stopped = stopped;
  }

  /// Tries every shape over every hop, up to `most` bytes. The limits of the approaches should keep
  /// no more than [#KEPT_BYTES] of a message.
  public static SizesReport run(
      Target target,
      List<Approach> hops,
      long most,
      Consumer<String> progress,
      BooleanSupplier stopped) {
    SizesProbe probe = new SizesProbe(most, progress, stopped);
    List<Observation> openings = new ArrayList<>();
    List<Series> all = new ArrayList<>();
    for (Approach hop : hops) {
      Observation opening = hop.handshake();
      openings.add(opening);
      if (opening.opened()) {
        all.addAll(probe.series(hop, opening));
      }
    }
    SizesJudge judge = new SizesJudge(openings, all);
    return new SizesReport(
        target, openings, all, stopped.getAsBoolean(), judge.remarks(), judge.causes());
  }

  /// One for each shape; a hop that lets the smallest message die is not asked again.
  private List<Series> series(Approach hop, Observation opening) {
    List<Series> all = new ArrayList<>();
    for (Shape shape : SHAPES) {
      Series series = series(hop, opening, shape);
      if (stopped.getAsBoolean() && series.passed() == 0 && series.failed().isEmpty()) {
        return all; // nothing is known of this shape
      }
      all.add(series);
      if (series.passed() == 0 && !isQuick(series.failure())) {
        return all;
      }
    }
    return all;
  }

  private Series series(Approach hop, Observation opening, Shape shape) {
    boolean echoes = opening.echo().isPresent();
    long passed = 0;
    Optional<Duration> slowest = Optional.empty();
    for (long size : sizes()) {
      if (stopped.getAsBoolean()) {
        break;
      }
      Outcome outcome = send(hop, shape, size, echoes);
      if (isCutShort(outcome)) {
        break;
      }
      if (!(outcome instanceof Outcome.Passed(Duration took))) {
        return narrow(
            hop,
            shape,
            echoes,
            new Series(
                opening.hop(), shape, passed, slowest, Optional.of(size), Optional.of(outcome)));
      }
      passed = size;
      slowest = Optional.of(took);
    }
    if (passed > 0) {
      progress.accept("%s: %s: %d bytes pass".formatted(opening.hop(), shape.words(), passed));
    }
    return new Series(opening.hop(), shape, passed, slowest, Optional.empty(), Optional.empty());
  }

  private List<Long> sizes() {
    List<Long> sizes = new ArrayList<>(FIRST);
    for (long size = 1 << 18; size < most; size *= 4) {
      sizes.add(size);
    }
    sizes.add(most);
    return sizes.stream().filter(size -> size <= most).sorted().distinct().toList();
  }

  private Series narrow(Approach hop, Shape shape, boolean echoes, Series rough) {
    long passed = rough.passed();
    long failed = rough.failed().orElseThrow();
    Optional<Outcome> failure = rough.failure();
    while (failed - passed > 1 && !stopped.getAsBoolean() && isQuick(failure)) {
      long middle = passed + (failed - passed) / 2;
      Outcome outcome = send(hop, shape, middle, echoes);
      if (isCutShort(outcome)) {
        break;
      }
      if (outcome instanceof Outcome.Passed) {
        passed = middle;
      } else {
        failed = middle;
        failure = Optional.of(outcome);
      }
    }
    progress.accept(
        "%s: %s: %d bytes pass, %d do not".formatted(rough.hop(), shape.words(), passed, failed));
    return new Series(rough.hop(), shape, passed, rough.slowest(), Optional.of(failed), failure);
  }

  /// Who is stopped while he waits does not know what would have come.
  private boolean isCutShort(Outcome outcome) {
    return stopped.getAsBoolean() && outcome instanceof Outcome.Silent;
  }

  /// Each silence would cost the whole patience, so its limit stays rough.
  private static boolean isQuick(Optional<Outcome> failure) {
    return failure.filter(Outcome.Ended.class::isInstance).isPresent();
  }

  private Outcome send(Approach hop, Shape shape, long size, boolean echoes) {
    return switch (hop.open()) {
      case Opening.Failed(Observation seen) -> new Outcome.NotOpened(seen.result().toString());
      case Opening.Open(LiveSocket socket, var _) -> {
        try (socket) {
          Outcome outcome = new Parcel(socket, shape, size, echoes, PATIENCE, stopped).send();
          if (outcome instanceof Outcome.Passed) {
            socket.closeCleanly(GOODBYE);
          }
          yield outcome;
        }
      }
    };
  }
}
