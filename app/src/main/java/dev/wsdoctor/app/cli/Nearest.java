package dev.wsdoctor.app.cli;

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
            word -> distance(typed, word) <= Math.max(1, word.length() / 3) || begins(word, typed))
        .min(Comparator.comparingInt(word -> distance(typed, word)));
  }

  private static boolean begins(String word, String typed) {
    return typed.length() >= 3 && word.startsWith(typed);
  }

  /// Insertions, deletions, replacements and swaps of neighbours (optimal string alignment).
  private static int distance(String one, String other) {
    int[][] cost = new int[one.length() + 1][other.length() + 1];
    for (int i = 0; i <= one.length(); i++) {
      for (int j = 0; j <= other.length(); j++) {
        cost[i][j] = i == 0 || j == 0 ? i + j : cheapest(one, other, i, j, cost);
      }
    }
    return cost[one.length()][other.length()];
  }

  private static int cheapest(String one, String other, int i, int j, int[][] cost) {
    int differs = one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1;
    int best = Math.min(cost[i - 1][j], cost[i][j - 1]) + 1;
    best = Math.min(best, cost[i - 1][j - 1] + differs);
    boolean swapped =
        i > 1
            && j > 1
            && one.charAt(i - 1) == other.charAt(j - 2)
            && one.charAt(i - 2) == other.charAt(j - 1);
    return swapped ? Math.min(best, cost[i - 2][j - 2] + 1) : best;
  }
}
