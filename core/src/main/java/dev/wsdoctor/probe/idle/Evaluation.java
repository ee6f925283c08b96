package dev.wsdoctor.probe.idle;

import dev.wsdoctor.probe.Ending;
import dev.wsdoctor.probe.Observation;
import dev.wsdoctor.probe.idle.IdleHop.Effect;
import dev.wsdoctor.probe.idle.IdleHop.Kind;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Reads limits out of the lives of a ladder.
final class Evaluation {
  /// The part of the limit after which traffic comes too late to prove anything.
  private static final double LATEST = 0.9;

  private final Observation opening;
  private final List<Life> lives;
  private final Duration watched;

  Evaluation(Observation opening, List<Life> lives, Duration watched) {
    this.opening = opening;
    this.lives = List.copyOf(lives);
    this.watched = watched;
  }

  IdleHop hop() {
    Optional<Duration> limit = limit();
    List<Kind> kinds = Stream.of(Traffic.values()).map(traffic -> kind(traffic, limit)).toList();
    boolean lifetime =
        limit.isPresent()
            && kinds.stream().noneMatch(kind -> kind.effect() == Effect.RESTARTS)
            && kinds.stream().anyMatch(kind -> kind.effect() == Effect.DOES_NOT_COUNT);
    return new IdleHop(
        opening,
        lives.size(),
        watched,
        limit,
        silentEndings().map(life -> life.ending().orElseThrow()).findFirst(),
        kinds,
        droppedAfter(),
        lifetime,
        farewell());
  }

  /// Those that ended without a byte in either direction.
  private Stream<Life> silentEndings() {
    return lives.stream()
        .filter(life -> life.end().isPresent() && life.sawNothing())
        .filter(life -> life.ending().filter(Ending.Violated.class::isInstance).isEmpty());
  }

  /// From the half whose beginning is known best.
  private Optional<Duration> limit() {
    List<Life> silent = silentEndings().sorted(Comparator.comparing(Life::doubt)).toList();
    return median(
        silent.stream().limit((silent.size() + 1) / 2).map(life -> life.end().orElseThrow()));
  }

  private static Optional<Duration> median(Stream<Duration> values) {
    List<Duration> sorted = values.sorted().toList();
    return sorted.isEmpty() ? Optional.empty() : Optional.of(sorted.get((sorted.size() - 1) / 2));
  }

  private Kind kind(Traffic traffic, Optional<Duration> limit) {
    if (traffic == Traffic.SILENT) {
      int samples = (int) silentEndings().count();
      boolean watchedOne =
          lives.stream().anyMatch(life -> life.traffic() == Traffic.SILENT && life.end().isEmpty());
      Effect none = watchedOne ? Effect.NO_LIMIT : Effect.NOT_MEASURED;
      return new Kind(traffic, limit.isPresent() ? Effect.IS_THE_LIMIT : none, limit, samples);
    }
    List<Life> active = active(traffic);
    List<Life> ended =
        active.stream().filter(Life::isCutOff).filter(life -> isInTime(life, limit)).toList();
    if (ended.isEmpty()) {
      Effect none = active.isEmpty() ? Effect.NOT_MEASURED : Effect.NO_LIMIT;
      return new Kind(traffic, none, Optional.empty(), active.size());
    }
    if (limit.isPresent() && isWithoutEffect(ended, limit.get())) {
      return new Kind(traffic, Effect.DOES_NOT_COUNT, limit, ended.size());
    }
    Optional<Duration> silence = median(ended.stream().map(life -> life.silence().orElseThrow()));
    return new Kind(traffic, Effect.RESTARTS, silence, ended.size());
  }

  /// The lives in which that traffic was the last and came in time. A server's own frames are seen
  /// on connections that sent nothing.
  private List<Life> active(Traffic traffic) {
    return lives.stream()
        .filter(
            life ->
                switch (traffic) {
                  case SILENT -> life.sawNothing();
                  case SERVER -> life.sent().isEmpty() && life.served().isPresent();
                  case CLIENT -> life.traffic() == traffic && life.sent().isPresent();
                  case PING, MESSAGE ->
                      life.traffic() == traffic && life.sent().isPresent() && life.answered();
                })
        .toList();
  }

  /// What is sent just when the limit strikes may or may not have been seen; it proves nothing.
  private static boolean isInTime(Life life, Optional<Duration> limit) {
    Duration sent = life.sent().orElse(Duration.ZERO);
    return limit.isEmpty() || sent.toNanos() < (long) (LATEST * limit.get().toNanos());
  }

  /// The latest traffic tells: if it has moved the end by less than half of what it would have, it
  /// has not moved it.
  private static boolean isWithoutEffect(List<Life> ended, Duration limit) {
    Life latest = ended.stream().max(Comparator.comparing(Life::lastTraffic)).orElseThrow();
    Duration moved = latest.end().orElseThrow().minus(limit);
    return moved.compareTo(latest.lastTraffic().dividedBy(2)) < 0;
  }

  /// The shortest silence after which a ping got neither an answer nor an end.
  private Optional<Duration> droppedAfter() {
    boolean answersPings = opening.pong().isPresent();
    return lives.stream()
        .filter(life -> answersPings && life.mute())
        .map(life -> life.sent().orElseThrow())
        .min(Comparator.naturalOrder());
  }

  /// A Close frame behind a frame of the server's own: it was not answered, or said good-bye. Or
  /// bytes that nobody can read.
  private Optional<Ending> farewell() {
    Optional<Ending> unreadable =
        lives.stream()
            .flatMap(life -> life.ending().stream())
            .filter(Ending.Violated.class::isInstance)
            .findFirst();
    return unreadable.or(this::goodbye);
  }

  private Optional<Ending> goodbye() {
    return lives.stream()
        .filter(life -> life.sent().isEmpty() && life.served().isPresent())
        .flatMap(life -> life.ending().stream())
        .filter(Ending.Closed.class::isInstance)
        .findFirst();
  }
}
