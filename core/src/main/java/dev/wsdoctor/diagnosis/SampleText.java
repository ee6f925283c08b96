package dev.wsdoctor.diagnosis;

import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Text made after a regular expression: of alternatives the first, or the one of that number, of
/// repetitions the fewest, of a class the first that fits. Whether it matches is for the caller to
/// try.
final class SampleText {
  /// A letter that most classes have.
  private static final String ANY = "x";

  private static final int LONGEST = 1024;

  private final String pattern;

  /// Alternatives that are tried.
  private static final int MOST_CHOICES = 12;

  private final int star;
  private final int choice;
  private int at;

  private SampleText(String pattern, int star, int choice) {
    this.pattern = pattern;
    this.star = star;
    this.choice = choice;
  }

  /// Paths, the likelier first: without what may be there any number of times, and with one of it;
  /// then the same for the other alternatives.
  static Stream<String> paths(String pattern) {
    int choices = pattern.contains("|") ? MOST_CHOICES : 1;
    return IntStream.range(0, 2 * choices)
        .mapToObj(n -> new SampleText(pattern, n % 2, n / 2).alternatives())
        .map(text -> text.startsWith("/") ? text : "/" + text)
        .filter(path -> path.length() <= LONGEST && path.matches("/[!-~&&[^%?#]]*"))
        .distinct();
  }

  static Optional<String> name(String pattern) {
    return Optional.of(new SampleText(pattern, 1, 0).alternatives())
        .filter(name -> name.length() <= LONGEST && name.matches("[A-Za-z0-9.-]+"));
  }

  /// Up to the end or the `)` that is not this one's.
  private String alternatives() {
    String chosen = sequence();
    for (int n = 1; is('|'); n++) {
      at++;
      String next = sequence();
      chosen = n <= choice ? next : chosen;
    }
    return chosen;
  }

  private String sequence() {
    StringBuilder out = new StringBuilder();
    while (at < pattern.length() && !is('|') && !is(')') && out.length() <= LONGEST) {
      String atom = atom();
      out.append(atom.repeat(fewest()));
    }
    return out.toString();
  }

  private String atom() {
    char c = pattern.charAt(at++);
    return switch (c) {
      case '^', '$' -> "";
      case '.' -> ANY;
      case '\\' -> escape();
      case '[' -> fromClass();
      case '(' -> group();
      default -> String.valueOf(c);
    };
  }

  private String escape() {
    char c = at < pattern.length() ? pattern.charAt(at++) : '\\';
    return switch (c) {
      case 'd' -> "1";
      case 'w', 'S', 'D' -> ANY;
      case 'W' -> "-";
      case 'b', 'B', 'A', 'z', 'Z' -> "";
      default -> String.valueOf(c);
    };
  }

  private String group() {
    boolean matchesNothing = pattern.startsWith("?=", at) || pattern.startsWith("?!", at);
    boolean looksBack = pattern.startsWith("?<=", at) || pattern.startsWith("?<!", at);
    if (is('?')) {
      skipOpening();
    }
    String inside = alternatives();
    if (is(')')) {
      at++;
    }
    return matchesNothing || looksBack ? "" : inside;
  }

  /// `?:`, `?i:`, `?<name>`, `?P<name>`, `?'name'`, `?=` and the like.
  private void skipOpening() {
    at++;
    if (is('=') || is('!')) {
      at++;
      return;
    }
    while (at < pattern.length() && ":>=!'".indexOf(pattern.charAt(at)) < 0 && !is(')')) {
      at++;
    }
    if (!is(')')) {
      at++;
    }
  }

  /// The first byte of the class; for one that is negated, a letter.
  private String fromClass() {
    boolean negated = is('^');
    if (negated) {
      at++;
    }
    int first = at;
    while (at < pattern.length() && (!is(']') || at == first)) {
      at += is('\\') ? 2 : 1;
    }
    int end = Math.min(at, pattern.length());
    at = end + 1;
    if (negated || first >= end) {
      return ANY;
    }
    return pattern.charAt(first) == '\\'
        ? new SampleText(pattern.substring(first, end), star, choice).atom()
        : pattern.substring(first, first + 1);
  }

  /// How often at least, by the quantifier that stands here.
  private int fewest() {
    int times = 1;
    if (is('*')) {
      times = star;
      at++;
    } else if (is('?')) {
      times = 0;
      at++;
    } else if (is('+')) {
      at++;
    } else if (is('{')) {
      times = counted();
    }
    if (is('?') || is('+')) { // lazy or possessive
      at++;
    }
    return times;
  }

  private int counted() {
    int end = pattern.indexOf('}', at);
    String bounds = end < 0 ? "" : pattern.substring(at + 1, end);
    String least = bounds.replaceFirst(",.*", "");
    at = end < 0 ? pattern.length() : end + 1;
    return least.matches("[0-9]{1,3}") ? Integer.parseInt(least) : 0;
  }

  private boolean is(char c) {
    return at < pattern.length() && pattern.charAt(at) == c;
  }
}
