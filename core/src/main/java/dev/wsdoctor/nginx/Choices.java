package dev.wsdoctor.nginx;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The ways to go wherever something unknown decides: those of one run, replayed from a list and
/// then the likeliest, which is always the first.
final class Choices {
  /// Runs of one decision, that is, itself and its alternatives.
  static final int MAX_RUNS = 16;

  private final List<Integer> replayed;
  private final List<Integer> taken = new ArrayList<>();
  private final List<Integer> ways = new ArrayList<>();
  private final List<String> assumptions = new ArrayList<>();

  Choices(List<Integer> replayed) {
    this.replayed = replayed;
  }

  /// Takes one of the ways, each told as a sentence for a person; gives its index.
  int choose(List<String> sentences) {
    int way = taken.size() < replayed.size() ? replayed.get(taken.size()) : 0;
    taken.add(way);
    ways.add(sentences.size());
    assumptions.add(sentences.get(way));
    return way;
  }

  void assume(String sentence) {
    assumptions.add(sentence);
  }

  List<String> assumptions() {
    return List.copyOf(assumptions);
  }

  /// The list that leads to the next way not yet gone; nothing when all were.
  Optional<List<Integer>> next() {
    for (int i = taken.size() - 1; i >= 0; i--) {
      if (taken.get(i) + 1 < ways.get(i)) {
        List<Integer> next = new ArrayList<>(taken.subList(0, i));
        next.add(taken.get(i) + 1);
        return Optional.of(next);
      }
    }
    return Optional.empty();
  }
}
