package dev.wsdoctor.probe.load;

import dev.wsdoctor.probe.load.LoadReport.Kind;
import dev.wsdoctor.probe.load.LoadReport.Times;
import dev.wsdoctor.probe.load.LoadReport.Trouble;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/// What all connections of a load count together. Every member may be used by every thread.
final class LoadTally {
  private static final int DIGITS = 3;
  private static final long LONGEST_NANOS = Duration.ofMinutes(20).toNanos();

  private final Histogram openings = new ConcurrentHistogram(LONGEST_NANOS, DIGITS);
  private final Histogram answers = new ConcurrentHistogram(LONGEST_NANOS, DIGITS);
  private final Map<Named, LongAdder> troubles = new ConcurrentHashMap<>();
  private final LongAdder wrong = new LongAdder();
  private final LongAdder sent = new LongAdder();
  private final LongAdder due = new LongAdder();

  private record Named(Kind kind, String what) {}

  void opened(long nanos) {
    openings.recordValue(Math.min(nanos, LONGEST_NANOS));
  }

  /// From the moment when it was due, not from when it was sent: a target that stalls delays all
  /// that would have followed (coordinated omission).
  void answered(long nanos) {
    answers.recordValue(Math.clamp(nanos, 0, LONGEST_NANOS));
  }

  void due() {
    due.increment();
  }

  void sent() {
    sent.increment();
  }

  void trouble(Kind kind, String what, long count) {
    troubles.computeIfAbsent(new Named(kind, what), _ -> new LongAdder()).add(count);
    wrong.add(count);
  }

  long wrong() {
    return wrong.sum();
  }

  /// What went well.
  long good() {
    return openings.getTotalCount() + answers.getTotalCount();
  }

  long allSent() {
    return sent.sum();
  }

  long allDue() {
    return due.sum();
  }

  Times openingTimes() {
    return times(openings);
  }

  Times answerTimes() {
    return times(answers);
  }

  private static Times times(Histogram histogram) {
    return new Times(
        histogram.getTotalCount(),
        at(histogram, 50),
        at(histogram, 90),
        at(histogram, 99),
        at(histogram, 99.9),
        Duration.ofNanos(histogram.getMaxValue()),
        Duration.ofNanos((long) histogram.getMean()));
  }

  private static Duration at(Histogram histogram, double percentile) {
    return Duration.ofNanos(histogram.getValueAtPercentile(percentile));
  }

  List<Trouble> allTroubles() {
    return troubles.entrySet().stream()
        .map(one -> new Trouble(one.getKey().kind(), one.getKey().what(), one.getValue().sum()))
        .sorted(Comparator.comparingLong(Trouble::count).reversed())
        .toList();
  }
}
