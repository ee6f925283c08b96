package dev.wsdoctor.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wsdoctor.conf.Configuration;
import dev.wsdoctor.conf.MemoryFiles;
import dev.wsdoctor.conf.SourceRange;
import dev.wsdoctor.finding.Finding;
import dev.wsdoctor.finding.Fingerprint;
import dev.wsdoctor.finding.Place;
import dev.wsdoctor.finding.Severity;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FingerprintTest {
  private static final String FILE =
      """
      http {
          server {
              server_name a.example;
              location /ws {
                  proxy_pass http://app;
              }
          }
          server {
              server_name b.example;
              location /ws {
                  proxy_pass http://app;
              }
          }
      }
      """;

  @Test
  void aPlaceIsToldTheBlocksAroundIt() {
    assertThat(finding(FILE, "proxy_pass").places().getFirst().blocks())
        .containsExactly("http", "server a.example", "location /ws");
    assertThat(finding(FILE, "location").places().getFirst().blocks())
        .containsExactly("http", "server a.example");
    assertThat(finding(FILE, "http").places().getFirst().blocks()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"\n\n\n", "# a comment\n", "events {}\n"})
  void linesAboveDoNotChangeIt(String above) {
    assertThat(fingerprint(above + FILE, "location")).isEqualTo(fingerprint(FILE, "location"));
  }

  @Test
  void neitherLayoutNorWhatStandsInTheBlockChangesIt() {
    String other =
        FILE.replace("    ", "\t")
            .replace("location /ws", "location   /ws")
            .replace("http://app", "http://other")
            .replace("\n", "\r\n");

    assertThat(fingerprint(other, "location")).isEqualTo(fingerprint(FILE, "location"));
  }

  @Test
  void theIdTheLineAndTheBlocksTellFindingsApart() {
    Fingerprint one = fingerprint(FILE, "proxy_pass");

    assertThat(fingerprint(FILE.replace("//app", "//other"), "proxy_pass")).isNotEqualTo(one);
    assertThat(fingerprint(FILE.replace("a.example", "c.example"), "proxy_pass")).isNotEqualTo(one);
    assertThat(fingerprint(FILE, "location")).isNotEqualTo(one);
    assertThat(Fingerprint.of(finding("other-cause", FILE, "proxy_pass"))).isNotEqualTo(one);
  }

  @Test
  void itStaysTheSameFromReleaseToRelease() {
    assertThat(fingerprint(FILE, "location").digits())
        .isEqualTo("896b1cbedbbefb23e9838fecb656061c");
  }

  @Test
  void aFindingWithoutAPlaceIsKnownByItsId() {
    Finding one = Finding.of("upstream-unreachable", Severity.ERROR, 1, "one port", "why");
    Finding other = Finding.of("upstream-unreachable", Severity.ERROR, 1, "another", "why");

    assertThat(Fingerprint.of(one)).isEqualTo(Fingerprint.of(other));
  }

  private static Fingerprint fingerprint(String text, String at) {
    return Fingerprint.of(finding(text, at));
  }

  private static Finding finding(String text, String at) {
    return finding("some-cause", text, at);
  }

  /// About the first directive of that name.
  private static Finding finding(String id, String text, String at) {
    Configuration configuration =
        Configuration.load(MemoryFiles.of(Map.of("/nginx.conf", text)), "/nginx.conf");
    int start = text.indexOf(at);
    int end = Math.max(text.indexOf("\n", start), start + at.length());
    var range = new SourceRange(configuration.files().getFirst(), start, end);
    Finding finding =
        Finding.of(id, Severity.ERROR, 1, "summary", "why").at(List.of(Place.of(range)));
    return new Surroundings(configuration).fillIn(List.of(finding)).getFirst();
  }
}
