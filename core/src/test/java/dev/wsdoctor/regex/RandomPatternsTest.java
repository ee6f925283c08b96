package dev.wsdoctor.regex;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.Random;
import java.util.function.Function;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Patterns made of pieces that hurt, through both engines.
class RandomPatternsTest {
  private static final int PATTERNS = 20_000;
  private static final int SUBJECTS = 6;
  private static final String[] PIECES = {
    "a",
    "b",
    "c",
    "/",
    ".",
    "\\.",
    "^",
    "$",
    "[ab]",
    "[^a]",
    "[a-c/]",
    "[[:alpha:]]",
    "\\w",
    "\\d",
    "\\W",
    "\\b",
    "\\Z",
    "\\z",
    "(",
    "(",
    "(?:",
    "(?:",
    "(?<n>",
    "(?=",
    "(?!",
    "(?<=",
    "(?<!",
    "(?>",
    "(?i:",
    ")",
    ")",
    ")",
    ")",
    "|",
    "|",
    "*",
    "+",
    "?",
    "??",
    "*?",
    "+?",
    "{2}",
    "{1,2}",
    "{2,}",
    "++",
    "{",
    "}",
    "]",
    "[]",
    "\\1",
    "\\xe9",
    "\u00e9",
    "\n",
    "\\R",
    "\\N",
    "\\h",
    "A",
    "B"
  };
  private static final String[] ATOMS = {
    "a", "a", "b", "b", "c", "ab", ".", "[ab]", "[^a]", "\\w", "B", "$", "\\b", "\\1", "\\R"
  };
  private static final String[] OPENINGS = {
    "(", "(", "(", "(?:", "(?:", "(?<n>", "(?=", "(?!", "(?<=", "(?<!", "(?>", "(?i:"
  };
  private static final String[] TIMES = {
    "*", "+", "?", "*?", "+?", "??", "{2}", "{1,2}", "{2,}", "{0,2}", "{1,3}?", "++", "*+"
  };
  private static final String[] LETTERS = {
    "a", "a", "b", "b", "c", "/", "ab", "1", "\n", "\u00e9", "A", "."
  };

  @BeforeEach
  void theLibraryIsTheJudge() {
    assumeTrue(
        Pcre.available() instanceof Pcre.Loaded,
        "libpcre2-8 is not installed: the two engines cannot be compared");
  }

  @Test
  void bothEnginesAgreeOnRandomTexts() {
    agree(random -> text(random, PIECES, 1 + random.nextInt(9)));
  }

  @Test
  void bothEnginesAgreeOnRandomTrees() {
    agree(random -> alternatives(random, 3));
  }

  private static void agree(Function<Random, String> patterns) {
    int compared = 0;
    for (int seed = 0; seed < PATTERNS; seed++) {
      Random random = new Random(seed);
      boolean caseless = random.nextInt(4) == 0;
      compared += agree(patterns.apply(random), caseless, random, seed) ? 1 : 0;
    }
    assertThat(compared).as("patterns that Java could judge").isGreaterThan(PATTERNS / 4);
  }

  /// Whether there was something to compare.
  private static boolean agree(String pattern, boolean caseless, Random random, int seed) {
    Translation translation = Translator.translate(pattern, caseless);
    Compiled java = Regexes.withoutPcre(pattern, caseless, translation, "it is not asked");
    if (java instanceof Compiled.Unsupported
        || !(Pcre.available() instanceof Pcre.Loaded(Pcre pcre))) {
      return false;
    }
    Compiled judge = pcre.compile(pattern, caseless);
    for (int i = 0; i < SUBJECTS; i++) {
      String subject = text(random, LETTERS, random.nextInt(8));
      assertThat(PatternsTest.shown(java, subject))
          .as("seed %d: \"%s\" caseless %s on \"%s\"", seed, pattern, caseless, subject)
          .isEqualTo(PatternsTest.shown(judge, subject));
    }
    return true;
  }

  private static String alternatives(Random random, int depth) {
    String first = sequence(random, depth);
    return random.nextInt(3) == 0 ? first + "|" + sequence(random, depth) : first;
  }

  private static String sequence(Random random, int depth) {
    StringBuilder out = new StringBuilder();
    for (int i = random.nextInt(4); i > 0; i--) {
      out.append(atom(random, depth));
      if (random.nextInt(3) == 0) {
        out.append(TIMES[random.nextInt(TIMES.length)]);
      }
    }
    return out.toString();
  }

  private static String atom(Random random, int depth) {
    if (depth == 0 || random.nextBoolean()) {
      return ATOMS[random.nextInt(ATOMS.length)];
    }
    return OPENINGS[random.nextInt(OPENINGS.length)] + alternatives(random, depth - 1) + ")";
  }

  private static String text(Random random, String[] pieces, int length) {
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < length; i++) {
      out.append(pieces[random.nextInt(pieces.length)]);
    }
    return out.toString();
  }
}
