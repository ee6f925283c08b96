package dev.wsdoctor.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SampleTextTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      textBlock =
          """
          ^/ws ~ /ws
          ^/ws/.* ~ /ws/
          ^/(ws|wss)/(.+)$ ~ /ws/x
          ^/(?:a|b)/socket\\.io ~ /a/socket.io
          ^/(?<id>[0-9]+)/ws/?$ ~ /0/ws
          ^/(?P<id>[^/]+)/ws ~ /x/ws
          ^/v\\d{2,3}/ws ~ /v11/ws
          /sockjs-node ~ /sockjs-node
          \\.ws$ ~ /.ws
          ^/(?!api)[a-z]+/hub ~ /a/hub
          ^/(?=x)x\\w+?/ws ~ /xx/ws
          ^/a{3}b*c++/ws ~ /aaac/ws
          ^/[\\w-]+/ws ~ /x/ws
          ^/[]]/ws ~ /]/ws
          ^/cool/(.*)/ws$ ~ /cool/x/ws
          """)
  void whatIsMadeMatchesItsPattern(String pattern, String path) {
    assertThat(SampleText.paths(pattern)).contains(path);
    assertThat(path).matches(".*(" + pattern.replace("(?P<", "(?<").replace("[]]", "\\]") + ").*");
  }

  @ParameterizedTest
  @CsvSource({"^/a b", "^/%", "'^/caf\u00e9'"})
  void whatNoRequestLineCanHoldIsNoPath(String pattern) {
    assertThat(SampleText.paths(pattern)).isEmpty();
  }

  @Test
  void junkIsEndedWithSomeAnswer() {
    String[] pieces = {"(", ")", "[", "]", "{", "}", "?", "*", "\\", "|", "^", "a", "?<", "{9,"};
    for (int seed = 0; seed < 5_000; seed++) {
      Random random = new Random(seed);
      StringBuilder pattern = new StringBuilder();
      for (int i = random.nextInt(12); i >= 0; i--) {
        pattern.append(pieces[random.nextInt(pieces.length)]);
      }
      assertThat(SampleText.paths(pattern.toString()))
          .as("seed %s: %s", seed, pattern)
          .allMatch(path -> path.startsWith("/"));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ' ',
      textBlock =
          """
          ^(?<user>[a-z]{2,16})\\.users\\.example\\.com$ aa.users.example.com
          ^.*\\.example\\.com$ x.example.com
          example example
          """)
  void aServerNameIsMadeTheSameWay(String pattern, String name) {
    assertThat(SampleText.name(pattern)).contains(name);
  }

  @Test
  void aHugePatternIsCutShort() {
    assertThat(SampleText.paths("^/" + "(a{999}){999}".repeat(50))).isEmpty();
  }
}
