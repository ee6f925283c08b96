package dev.wsdoctor.conf;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// The syntax errors of one file, as many as a person can use.
final class Errors {
  /// Beyond this a file is no configuration, and the rest is not read.
  static final int LIMIT = 100;

  /// Not made by `Comparator.comparingInt`, which the start-up cache cannot keep.
  private static final Comparator<ConfigurationError> BY_PLACE =
      (one, other) -> Integer.compare(start(one), start(other));

  private final SourceFile file;
  private final List<ConfigurationError> errors = new ArrayList<>();

  Errors(SourceFile file) {
    this.file = file;
  }

  /// An error that nginx reports at the line of `start`.
  void add(int start, int end, String message) {
    errors.add(ConfigurationError.at(new SourceRange(file, start, end), message));
  }

  void atEnd(String message) {
    int end = file.text().length();
    add(end, end, message);
  }

  boolean full() {
    return errors.size() >= LIMIT;
  }

  boolean reachesEnd() {
    int end = file.text().length();
    return errors.stream().flatMap(e -> e.place().stream()).anyMatch(p -> p.start() == end);
  }

  private static int start(ConfigurationError error) {
    return error.place().map(SourceRange::start).orElse(0);
  }

  List<ConfigurationError> inOrder() {
    errors.sort(BY_PLACE);
    return List.copyOf(errors);
  }
}
