package dev.wsdoctor.conf;

import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/// How far two words are apart: the fewest insertions, deletions, replacements and swaps of
/// neighbours that make one of the other (optimal string alignment).
public final class EditDistance {
  private static final int FEW = 2;

  private EditDistance() {}

  public static int between(String one, String other) {
    int[][] cost = new int[one.length() + 1][other.length() + 1];
    for (int i = 0; i <= one.length(); i++) {
      for (int j = 0; j <= other.length(); j++) {
        cost[i][j] = i == 0 || j == 0 ? i + j : cheapest(one, other, i, j, cost);
      }
    }
    return cost[one.length()][other.length()];
  }

  /// The word that fewest changes make of the given one, if they are very few.
  public static Optional<String> nearest(Stream<String> words, String given) {
    return words
        .filter(word -> Math.abs(word.length() - given.length()) <= FEW)
        .filter(word -> between(word, given) <= FEW)
        .min(
            Comparator.comparingInt((String word) -> between(word, given))
                .thenComparing(Comparator.naturalOrder()));
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
