package dev.wsdoctor.gateway.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SubstitutingTest {
  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  /// Split at every byte it must say the same.
  private static void check(List<String> texts, boolean once, String in, String expected) {
    for (int at = 0; at <= in.length(); at++) {
      List<byte[]> small = texts.stream().map(Substituting::small).toList();
      Substituting substituting = new Substituting(small, i -> bytes("<" + i + ">"), once);
      String out =
          Stream.of(
                  substituting.feed(bytes(in.substring(0, at))),
                  substituting.feed(bytes(in.substring(at))),
                  substituting.end())
              .map(piece -> new String(piece, StandardCharsets.ISO_8859_1))
              .reduce("", String::concat);
      assertThat(out).as("split at %d", at).isEqualTo(expected);
    }
  }

  @Test
  void letterCaseDoesNotCount() {
    check(List.of("Foo"), false, "foo FOO fo", "<0> <0> fo");
  }

  @Test
  void whatIsReplacedIsNotLookedAtAgain() {
    check(List.of("aa"), false, "aaa", "<0>a");
  }

  @Test
  void aTextInTextIsFound() {
    check(List.of("aab"), false, "aaab", "a<0>");
  }

  @Test
  void eachTextIsReplacedOnce() {
    check(List.of("a", "b"), true, "abab", "<0><1>ab");
  }

  @Test
  void theFirstThatIsWrittenCounts() {
    check(List.of("ab", "abc"), false, "abc ab", "<0>c <0>");
    check(List.of("abc", "ab"), false, "abc ab", "<0> <1>");
  }

  @Test
  void anEmptyTextStandsNowhere() {
    check(List.of("", "b"), false, "abc", "a<1>c");
  }
}
