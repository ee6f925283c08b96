package dev.wsdoctor.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wsdoctor.conf.MemoryFiles;
import dev.wsdoctor.finding.Finding;
import dev.wsdoctor.finding.Suppressed;
import dev.wsdoctor.http.Target;
import dev.wsdoctor.nginx.FileView;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// `# wsdoctor: allow ID -- REASON`, seen through the report of a check.
class AllowancesTest {
  private static final String ID = "upgrade-headers-missing";
  private static final String ALLOW = "# wsdoctor: allow " + ID + " -- the old client polls";

  /// 1 to 5 are where a comment can stand.
  private static final String FILE =
      """
      events {}
      1
      http {
          2
          server {
              listen 8080;
              3
              location /ws { 4
                  proxy_pass http://127.0.0.1:9000; 5
                  proxy_http_version 1.1;
                  6
              }
              7
          }
      }
      """;

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4})
  void aCommentCoversTheDirectiveBesideOrBelowAndAllThatStandsInIt(int at) {
    Report report = check(file(at, ALLOW));

    assertThat(report.causes()).extracting(Finding::id).doesNotContain(ID);
    assertThat(report.suppressed()).singleElement().satisfies(AllowancesTest::isAllowed);
    assertThat(report.remarks()).noneMatch(remark -> remark.contains("allows nothing"));
  }

  private static void isAllowed(Suppressed known) {
    assertThat(known.finding().id()).isEqualTo(ID);
    assertThat(known.by())
        .isInstanceOfSatisfying(
            Suppressed.Comment.class,
            by -> {
              assertThat(by.reason()).isEqualTo("the old client polls");
              assertThat(by.place().file()).isEqualTo("/nginx.conf");
            });
  }

  @ParameterizedTest
  @ValueSource(ints = {5, 6, 7})
  void elsewhereItCoversNothingOfTheKind(int at) {
    Report report = check(file(at, ALLOW));

    assertThat(report.causes()).extracting(Finding::id).contains(ID);
    assertThat(report.suppressed()).isEmpty();
  }

  @Test
  void otherCommentsMayStandBetween() {
    assertThat(check(file(3, ALLOW + "\n\n# the socket\n# of the chat")).suppressed()).hasSize(1);
  }

  @Test
  void theCommentEndsALineWithWindowsLineEndsToo() {
    assertThat(check(file(3, ALLOW).replace("\n", "\r\n")).suppressed()).hasSize(1);
  }

  @Test
  void oneCommentAllowsSeveralCauses() {
    Report report = check(file(3, "# wsdoctor: allow upstream-http-1.0, " + ID + " -- old"));

    assertThat(report.suppressed()).hasSize(1);
    assertThat(report.remarks()).noneMatch(remark -> remark.contains("allows nothing"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      commentCharacter = '%',
      quoteCharacter = '"',
      textBlock =
          """
          # wsdoctor: allow upgrade-headers-missing            | a reason is missing
          # wsdoctor: allow upgrade-headers-missing --         | a reason is missing
          # wsdoctor: allow upgrade-header-missing -- x        | did you mean 'upgrade-headers-missing'?
          # wsdoctor: allow nonsense -- x                      | 'wsdoctor why' lists them all
          # wsdoctor: allow ../rules/accept-invalid -- x       | there is no cause
          # wsdoctor: allow -- x                               | expected the id of a cause
          # wsdoctor: allow                                    | expected 'allow ID -- REASON'
          # wsdoctor: ignore upgrade-headers-missing -- x      | expected 'allow ID -- REASON'
          """)
  void whatDoesNotApplyIsSaidAndNotApplied(String comment, String complaint) {
    Report report = check(file(3, comment));

    assertThat(report.causes()).extracting(Finding::id).contains(ID);
    assertThat(report.remarks())
        .anyMatch(remark -> remark.startsWith("/nginx.conf:7: ") && remark.contains(complaint));
  }

  @Test
  void aCommentWithNothingBelowItSaysSo() {
    assertThat(check(file(7, ALLOW)).remarks())
        .anyMatch(remark -> remark.contains("no directive stands beside or below it"));
  }

  @Test
  void textThatIsNoCommentAllowsNothing() {
    String quoted = "add_header X '" + ALLOW + "';";

    assertThat(check(file(3, quoted)).suppressed()).isEmpty();
  }

  @Test
  void whatSurelyBreaksTheSocketBreaksItAllowedOrNot() {
    Report report = check(file(3, ALLOW));

    assertThat(report.verdict()).isEqualTo(Verdict.BROKEN);
    assertThat(report.headline())
        .contains("fails: ")
        .endsWith("; allowed by a comment (/nginx.conf:7: the old client polls)");
  }

  @Test
  void aRiskThatIsAllowedIsNoLongerOne() {
    String settings =
        """
        proxy_set_header Upgrade $http_upgrade;
        proxy_set_header Connection upgrade;
        proxy_set_header Host $host;
        """;
    Report risky = check(file(3, settings));
    String ids = String.join(", ", risky.causes().stream().map(Finding::id).toList());
    String comment = "# wsdoctor: allow " + ids + " -- known\nserver {";
    Report allowed = check(file(3, settings).replace("server {", comment));

    assertThat(risky.verdict()).isEqualTo(Verdict.AT_RISK);
    assertThat(allowed.causes()).isEmpty();
    assertThat(allowed.verdict()).isEqualTo(Verdict.HEALTHY);
    assertThat(allowed.headline()).contains("nothing in this file stops it");
  }

  private static String file(int at, String text) {
    String file = FILE;
    for (int i = 1; i <= 7; i++) {
      file = file.replaceFirst("(?m)(^| )" + i + "$", "$1" + (i == at ? "@" : ""));
    }
    return file.replace("@", text);
  }

  private static Report check(String text) {
    Doctor doctor = new Doctor(MemoryFiles.of(Map.of("/nginx.conf", text)), FileView.UNKNOWN);
    Target target = new Target(true, false, "127.0.0.1", 8080, "/ws");
    return switch (doctor.check(CheckRequest.offline(target, Path.of("/nginx.conf")))) {
      case Answer.Given<Report>(Report report) -> report;
      case Answer.Unusable<Report>(String message) -> throw new AssertionError(message);
    };
  }
}
