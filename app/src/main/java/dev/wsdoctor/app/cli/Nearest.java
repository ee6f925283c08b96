package dev.wsdoctor.app.cli;

import dev.wsdoctor.conf.EditDistance;
import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/// The known word that somebody most likely meant.
final class Nearest {
  private Nearest() {}

  /// A word that differs in at most a third of its letters, or that continues what was typed.
  static Optional<String> to(String typed, Collection<String> known) {
    return known.stream()
        .filter(
            word ->
                EditDistance.between(typed, word) <= Math.max(1, word.length() / 3)
                    || begins(word, typed))
        .min(Comparator.comparingInt(word -> EditDistance.between(typed, word)));
  }

  private static boolean begins(String word, String typed) {
    return typed.length() >= 3 && word.startsWith(typed);
  }
}
