package dev.wsdoctor.regex;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class RegexesTest {
  private static final String LONG = "a".repeat(5_000) + "!";

  private static String answer(String pattern, String subject) {
    return PatternsTest.shown(Regexes.compile(pattern, false), subject);
  }

  @Test
  void namedGroupsBecomeVariables() {
    assertThat(Regexes.compile("^/(?<room_id>\\w+)/(?P<seat>\\d+)$", false))
        .isInstanceOfSatisfying(
            Compiled.Valid.class,
            valid ->
                assertThat(valid.regex().groupNames()).isEqualTo(Map.of("room_id", 1, "seat", 2)));
  }

  @Test
  void theSamePatternIsCompiledOnce() {
    Compiled first = Regexes.compile("^/once$", false);
    assertThat(Regexes.compile("^/once$", false)).isSameAs(first);
    assertThat(Regexes.compile("^/once$", true)).isNotSameAs(first);
  }

  @Test
  void patternsThatBacktrackWithoutEndEndAllTheSame() {
    String[] patterns = {
      "(a+)+$", "(?:a+)+$", "(a|aa)+$", "(?:a|a)*$", "^(([a-z])+.)+[A-Z]([a-z])+$", "(.*)*b\\1"
    };
    for (String pattern : patterns) {
      long start = System.nanoTime();
      String answer = answer(pattern, LONG);
      assertThat(answer).as(pattern).matches("no|undecided: .*|unsupported");
      assertThat(Duration.ofNanos(System.nanoTime() - start))
          .as(pattern)
          .isLessThan(Duration.ofSeconds(5));
    }
  }

  @Test
  void javaAloneGivesUpOnEndlessBacktrackingAndSaysSo() {
    JavaPattern endless = JavaPattern.compile("^(a+)+$", false, Map.of()).orElseThrow();
    assertThat(new JavaRegex("^(a+)+$", false, endless).matchAlone(LONG))
        .isEqualTo(
            new Match.Undecided("\"^(a+)+$\" backtracks too much on a subject of 5001 bytes"));
  }

  @Test
  void aGroupRepeatedOverALongSubjectIsLeftToPcre() {
    assumeTrue(Pcre.available() instanceof Pcre.Loaded, "libpcre2-8 is not installed");
    assertThat(answer("^(?:a|b)*$", "ab".repeat(50_000))).startsWith("<abab");
  }

  @Test
  void aPatternBeyondJavaIsUnsupportedWithoutTheLibrary() {
    Translation translation = Translator.translate("^/foo\\Kbar", false);
    assertThat(Regexes.withoutPcre("^/foo\\Kbar", false, translation, "it is not installed"))
        .isEqualTo(
            new Compiled.Unsupported(
                "\"^/foo\\Kbar\" has \"\\K\", which only PCRE can judge, and it is not installed"));
  }

  @Test
  void deepNestingAndHugeCountsAreBounded() {
    assertThat(answer("(".repeat(5_000) + "a" + ")".repeat(5_000), "a"))
        .contains("parentheses%20are%20too%20deeply%20nested");
    assertThat(answer("(?:(?:(?:a{1000}){1000}){1000}){1000}", "a"))
        .contains("regular%20expression%20is%20too%20large");
  }
}
