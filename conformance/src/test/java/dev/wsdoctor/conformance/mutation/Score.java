package dev.wsdoctor.conformance.mutation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// The figures of many judged mutants.
record Score(List<Judged> all) {
  private static final String ROW = "%-32s %6s %6s %6s %7s %6s %6s%n";

  Score {
    all = List.copyOf(all);
  }

  List<Judged> breaking() {
    return all.stream().filter(Judged::breaks).toList();
  }

  List<Judged> unnamed() {
    return breaking().stream().filter(one -> !one.named()).toList();
  }

  /// Also those that were mended although they are for a person to mend.
  List<Judged> unfixed() {
    return breaking().stream()
        .filter(one -> one.mutant().isForAPerson() ? one.offered() : !one.fixed())
        .toList();
  }

  List<Judged> falseAlarms() {
    return all.stream().filter(Judged::falseAlarm).toList();
  }

  /// The share of the breaking mutants that are not in `failures`.
  double shareWithout(List<Judged> failures) {
    return breaking().isEmpty() ? 1 : 1 - (double) failures.size() / breaking().size();
  }

  /// No false alarm, and at least the share `bar` named, and mended.
  void expect(double bar, long seed) {
    assertThat(falseAlarms()).as("false alarms, seed %d", seed).isEmpty();
    assertThat(shareWithout(unnamed()))
        .as("named, seed %d; not: %s", seed, unnamed())
        .isGreaterThanOrEqualTo(bar);
    assertThat(shareWithout(unfixed()))
        .as("fixed, seed %d; not: %s", seed, unfixed())
        .isGreaterThanOrEqualTo(bar);
  }

  /// The figures are what a long run is for.
  void print() {
    print("false alarm", falseAlarms());
    print("not named", unnamed());
    print("not mended", unfixed());
    System.out.println(table());
  }

  private static void print(String what, List<Judged> judged) {
    judged.forEach(one -> System.out.println(what + ": " + one.story()));
  }

  /// One line per kind of fault, and the sums.
  String table() {
    Map<String, List<Judged>> kinds =
        all.stream()
            .collect(
                Collectors.groupingBy(
                    one -> one.mutant().kind(), TreeMap::new, Collectors.toList()));
    StringBuilder table =
        new StringBuilder(
            ROW.formatted("fault", "made", "break", "named", "offered", "fixed", "alarms"));
    kinds.forEach((kind, ofKind) -> table.append(new Score(ofKind).row(kind)));
    return table.append(row("all")).toString();
  }

  private String row(String title) {
    List<Judged> breaking = breaking();
    return ROW.formatted(
        title,
        all.size(),
        breaking.size(),
        breaking.size() - unnamed().size(),
        breaking.stream().filter(Judged::offered).count(),
        breaking.size() - unfixed().size(),
        falseAlarms().size());
  }
}
