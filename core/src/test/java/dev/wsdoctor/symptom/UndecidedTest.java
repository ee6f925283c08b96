package dev.wsdoctor.symptom;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wsdoctor.finding.Finding;
import dev.wsdoctor.finding.Severity;
import dev.wsdoctor.http.Target;
import java.util.List;
import org.junit.jupiter.api.Test;

class UndecidedTest {
  private static final Target URL = new Target(true, false, "a.example", 80, "/ws");
  private static final Finding HOST = finding("host-header-rewritten", Severity.ERROR, 0.6);
  private static final Finding SCHEME = finding("forwarded-proto-missing", Severity.ERROR, 0.5);
  private static final Finding IDLE = finding("read-timeout-too-short", Severity.WARNING, 0.5);
  private static final Finding RELOAD =
      finding("reload-closes-connections", Severity.WARNING, 0.58);

  @Test
  void aStatusDecidesBetweenPolicies() {
    assertThat(Undecided.remarks(List.of(HOST, SCHEME), URL, true))
        .singleElement()
        .satisfies(
            remark ->
                assertThat(remark)
                    .contains("host-header-rewritten and forwarded-proto-missing")
                    .contains("--status N")
                    .contains("without --offline"));
  }

  @Test
  void aCloseCodeDecidesBetweenWhatEndsASocket() {
    assertThat(Undecided.remarks(List.of(IDLE, RELOAD), URL, false))
        .singleElement()
        .satisfies(remark -> assertThat(remark).contains("--close-code N --after 60s"));
  }

  @Test
  void whatIsCertainOrAloneNeedsNoDecision() {
    Finding certain = finding("upgrade-headers-missing", Severity.ERROR, 0.95);
    assertThat(Undecided.remarks(List.of(), URL, true)).isEmpty();
    assertThat(Undecided.remarks(List.of(IDLE), URL, true)).isEmpty();
    assertThat(Undecided.remarks(List.of(certain, HOST, SCHEME), URL, true)).isEmpty();
    assertThat(Undecided.remarks(List.of(HOST, IDLE), URL, true)).isEmpty();
  }

  private static Finding finding(String id, Severity severity, double confidence) {
    return Finding.of(id, severity, confidence, "", "");
  }
}
