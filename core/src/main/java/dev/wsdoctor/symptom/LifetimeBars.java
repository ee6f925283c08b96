package dev.wsdoctor.symptom;

import dev.wsdoctor.rule.timeout.IdleLimit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// The lifetimes of sockets as a histogram, marked where many ended at a limit that is known: of
/// the configuration, or of a hop in front by its default.
final class LifetimeBars {
  private static final long[] BOUNDS = {
    0, 1, 10, 45, 75, 150, 330, 900, 3_300, 4_200, 28_800, Long.MAX_VALUE
  };

  private static final List<String> RANGES =
      List.of(
          "under 1 s",
          "1 to 10 s",
          "10 to 45 s",
          "45 to 75 s",
          "75 to 150 s",
          "2.5 to 5.5 min",
          "5.5 to 15 min",
          "15 to 55 min",
          "55 to 70 min",
          "70 min to 8 h",
          "8 h and more");

  private static final int FEWEST = 3;

  /// Beside a limit of a few seconds one more or less is too much.
  private static final int EXACT_BELOW_SECONDS = 10;

  /// A mark is worth it from a fifth of the bar on.
  private static final int SHARE = 5;

  private final TreeMap<Integer, Long> lifetimes;
  private final List<IdleLimit> limits;

  LifetimeBars(Map<Integer, Long> lifetimes, List<IdleLimit> limits) {
    this.lifetimes = new TreeMap<>(lifetimes);
    this.limits = limits;
  }

  /// From the first to the last that is not empty.
  List<LogReport.Bar> bars() {
    List<LogReport.Bar> bars = new ArrayList<>();
    for (int i = 0; i < RANGES.size(); i++) {
      long count = between(BOUNDS[i], BOUNDS[i + 1]);
      bars.add(
          new LogReport.Bar(
              RANGES.get(i), BOUNDS[i], BOUNDS[i + 1], count, marks(BOUNDS[i], BOUNDS[i + 1])));
    }
    while (!bars.isEmpty() && bars.getLast().count() == 0) {
      bars.removeLast();
    }
    while (!bars.isEmpty() && bars.getFirst().count() == 0) {
      bars.removeFirst();
    }
    return bars;
  }

  private long between(long from, long to) {
    int end = (int) Math.min(to, Integer.MAX_VALUE);
    return lifetimes.subMap((int) from, end).values().stream().mapToLong(Long::longValue).sum();
  }

  private List<LogReport.Mark> marks(long from, long to) {
    List<LogReport.Mark> own =
        limits.stream()
            .map(limit -> mark(limit.value().toSeconds(), own(limit)))
            .filter(mark -> isWorthIt(mark, from, to))
            .distinct()
            .toList();
    List<LogReport.Mark> marks = new ArrayList<>(own);
    for (KnownLimit known : KnownLimit.all()) {
      LogReport.Mark mark = mark(known.limit().toSeconds(), known.hop());
      boolean isOwn = own.stream().anyMatch(other -> other.seconds() == mark.seconds());
      if (!isOwn && isWorthIt(mark, from, to)) {
        marks.add(mark);
      }
    }
    return marks;
  }

  private static String own(IdleLimit limit) {
    return "%s (%s)".formatted(limit.setting(), limit.place().where());
  }

  private LogReport.Mark mark(long seconds, String who) {
    long slack = seconds < EXACT_BELOW_SECONDS ? 0 : 1;
    return new LogReport.Mark(seconds, between(seconds - slack, seconds + slack + 1), who);
  }

  private boolean isWorthIt(LogReport.Mark mark, long from, long to) {
    return mark.seconds() >= from
        && mark.seconds() < to
        && mark.count() >= FEWEST
        && mark.count() * SHARE >= between(from, to);
  }
}
