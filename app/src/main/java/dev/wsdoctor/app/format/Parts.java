package dev.wsdoctor.app.format;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/// The parts of one line, each with what parts it from the one before. Where the line is too long,
/// those go that matter least; what has to stay has the rank 0.
final class Parts {
  private record Part(String text, int rank) {}

  private final List<Part> parts = new ArrayList<>();

  /// @param rank the greater, the sooner it goes
  Parts and(String text, int rank) {
    parts.add(new Part(text, rank));
    return this;
  }

  /// In at most so many columns, if what has to stay is not longer.
  String in(int width) {
    List<Part> left = new ArrayList<>(parts);
    while (length(left) > width && left.stream().anyMatch(part -> part.rank > 0)) {
      left.remove(left.stream().max(Comparator.comparingInt(Part::rank)).orElseThrow());
    }
    return left.stream().map(Part::text).collect(Collectors.joining());
  }

  private static int length(List<Part> parts) {
    return parts.stream().mapToInt(part -> part.text.length()).sum();
  }
}
