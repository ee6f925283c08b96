package dev.wsdoctor.regex;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Every line of patterns.tsv through both engines.
///
/// A line is: caseless or not, pattern, subject, what PCRE2 10.42 said. `<whole> <group 1> ...` is
/// a match, `-` a group without part in it.
class PatternsTest {
  record Line(boolean caseless, String pattern, String subject, String expected) {}

  static List<Line> lines() throws IOException {
    try (InputStream in = PatternsTest.class.getResourceAsStream("patterns.tsv")) {
      String table =
          new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.US_ASCII);
      return table.lines().filter(l -> !l.startsWith("# ")).map(PatternsTest::line).toList();
    }
  }

  private static Line line(String text) {
    String[] cells = text.split("\t", -1);
    return new Line(
        cells[0].equals("caseless"), unescaped(cells[1]), unescaped(cells[2]), cells[3]);
  }

  /// `%XX` stands for a byte, so that the table is plain ASCII.
  static String unescaped(String cell) {
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < cell.length(); i++) {
      if (cell.charAt(i) == '%') {
        out.append((char) Integer.parseInt(cell.substring(i + 1, i + 3), 16));
        i += 2;
      } else {
        out.append(cell.charAt(i));
      }
    }
    return out.toString();
  }

  static String escaped(String text) {
    return text.chars()
        .mapToObj(
            c ->
                c <= ' ' || c >= 0x7f || c == '%'
                    ? "%%%02x".formatted(c)
                    : String.valueOf((char) c))
        .collect(Collectors.joining());
  }

  static String shown(Match match) {
    return switch (match) {
      case Match.Matched(List<Optional<String>> groups) ->
          groups.stream()
              .map(g -> g.map(t -> "<" + escaped(t) + ">").orElse("-"))
              .collect(Collectors.joining(" "));
      case Match.NoMatch() -> "no";
      case Match.Undecided(String reason) -> "undecided: " + escaped(reason);
    };
  }

  static String shown(Compiled compiled, String subject) {
    return switch (compiled) {
      case Compiled.Valid(Regex regex) -> shown(regex.match(subject));
      case Compiled.Invalid(String message) -> escaped(message);
      case Compiled.Unsupported(String _) -> "unsupported";
    };
  }

  @ParameterizedTest
  @MethodSource("lines")
  void everyPatternMeansWhatPcreSays(Line line) {
    Compiled without =
        Regexes.withoutPcre(
            line.pattern(),
            line.caseless(),
            Translator.translate(line.pattern(), line.caseless()),
            "there is none");
    if (!(without instanceof Compiled.Unsupported)) {
      assertThat(shown(without, line.subject())).as("java.util.regex").isEqualTo(line.expected());
    }
    if (Pcre.available() instanceof Pcre.Loaded(Pcre pcre)) {
      Compiled compiled = pcre.compile(line.pattern(), line.caseless());
      assertThat(shown(compiled, line.subject())).as("PCRE").isEqualTo(line.expected());
      Compiled chosen = Regexes.compile(line.pattern(), line.caseless());
      assertThat(shown(chosen, line.subject())).as("Regexes").isEqualTo(line.expected());
    }
  }

  @ParameterizedTest
  @MethodSource("lines")
  void bothEnginesNameTheSameGroups(Line line) {
    if (Regexes.compile(line.pattern(), line.caseless()) instanceof Compiled.Valid(JavaRegex java)
        && Pcre.available() instanceof Pcre.Loaded(Pcre pcre)
        && pcre.compile(line.pattern(), line.caseless()) instanceof Compiled.Valid(Regex judge)) {
      assertThat(java.groupNames()).isEqualTo(judge.groupNames());
    }
    assertThat(line.expected()).isNotEmpty();
  }

  @Test
  void theTableIsLargeAndMostOfItNeedsNoLibrary() throws IOException {
    Map<Boolean, Long> patterns =
        lines().stream()
            .map(l -> Translator.translate(l.pattern(), l.caseless()))
            .collect(
                Collectors.partitioningBy(
                    Translation.Same.class::isInstance, Collectors.counting()));
    assertThat(patterns.get(true)).isGreaterThan(150);
    assertThat(patterns.get(false)).isGreaterThan(100);
  }
}
