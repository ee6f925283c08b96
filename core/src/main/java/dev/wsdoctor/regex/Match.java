package dev.wsdoctor.regex;

import java.util.List;
import java.util.Optional;

/// The answer of a pattern to one subject.
public sealed interface Match {
  /// It matches: the whole match at index 0, then every group; an empty Optional is a group that
  /// took no part.
  record Matched(List<Optional<String>> groups) implements Match {
    public Matched {
      groups = List.copyOf(groups);
    }
  }

  /// It does not match.
  record NoMatch() implements Match {}

  /// A limit was reached before the answer was known.
  record Undecided(String reason) implements Match {}
}
