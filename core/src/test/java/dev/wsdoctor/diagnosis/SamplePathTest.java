package dev.wsdoctor.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SamplePathTest {
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
          """)
  void whatIsMadeMatchesItsPattern(String pattern, String path) {
    assertThat(SamplePath.of(pattern)).contains(path);
    assertThat(path).matches(".*(" + pattern.replace("(?P<", "(?<").replace("[]]", "\\]") + ").*");
  }

  @ParameterizedTest
  @CsvSource({"^/a b", "^/%", "'^/caf\u00e9'"})
  void whatNoRequestLineCanHoldIsNoPath(String pattern) {
    assertThat(SamplePath.of(pattern)).isEmpty();
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
      assertThat(SamplePath.of(pattern.toString())).as("seed %s: %s", seed, pattern).isNotNull();
    }
  }

  @Test
  void aHugePatternIsCutShort() {
    assertThat(SamplePath.of("^/" + "(a{999}){999}".repeat(50))).isEmpty();
  }
}
