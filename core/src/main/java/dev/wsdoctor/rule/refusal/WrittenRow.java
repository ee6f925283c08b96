package dev.wsdoctor.rule.refusal;

import dev.wsdoctor.conf.Directive;
import dev.wsdoctor.conf.Edit;
import dev.wsdoctor.rule.refusal.SyntaxMend.Candidate;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// A line of a `map` with a sign between key and value, with two values, or with the key `default`
/// a second time where the empty one is meant.
final class WrittenRow {
  private WrittenRow() {}

  static Stream<Candidate> candidates(Refusal refusal) {
    if (refusal.says(
        "invalid number of the map parameters", "invalid number of the geo parameters")) {
      return Stream.concat(
          refusal.line().flatMap(row -> signs(refusal, row)),
          refusal.line().flatMap(WrittenRow::oneValue));
    }
    return refusal.says("duplicate default map parameter")
        ? refusal.line().filter(row -> isClosing(row)).map(WrittenRow::empty)
        : Stream.of();
  }

  /// Of all rows of the block: it is a habit.
  private static Stream<Candidate> signs(Refusal refusal, Directive row) {
    List<Edit> edits =
        refusal.around(row).stream()
            .flatMap(block -> block.children().stream())
            .filter(one -> one.parameterCount() == 2 && one.parameter().matches("=>?|:=?|->"))
            .map(one -> Parameters.without(one, 0))
            .toList();
    return edits.isEmpty()
        ? Stream.of()
        : Stream.of(
            new Candidate(edits, "leave the sign between key and value out", List.of(row.head())));
  }

  private static Stream<Candidate> oneValue(Directive row) {
    return row.parameterCount() < 2
        ? Stream.of()
        : Stream.of(
            new Candidate(
                IntStream.range(1, row.parameterCount())
                    .mapToObj(index -> Parameters.without(row, index))
                    .toList(),
                "give the key one value: " + row.parameter(),
                List.of(row.head())));
  }

  private static boolean isClosing(Directive row) {
    return row.parameter().equalsIgnoreCase("close") || row.parameter().isEmpty();
  }

  private static Candidate empty(Directive row) {
    return new Candidate(
        new Edit(Parameters.name(row), "''"),
        "write '' for the second default: the value for requests without the field");
  }
}
