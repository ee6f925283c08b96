package dev.wsdoctor.finding;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class BaselineTest {
  private static final Baseline NONE = new Baseline(List.of());

  @Test
  void whatWasTakenDownIsKnownAndNothingElse() {
    Baseline.Ledger first = new Baseline.Ledger(NONE);
    assertThat(first.knows(finding("a", 3), "nginx.conf")).isFalse();
    Baseline.Ledger second = new Baseline.Ledger(first.baseline());

    assertThat(second.knows(finding("a", 30), "nginx.conf")).isTrue();
    assertThat(second.knows(finding("a", 3), "other.conf")).isFalse();
    assertThat(second.knows(finding("b", 3), "nginx.conf")).isFalse();
  }

  @Test
  void thePlaceThatSeveralUrlsMeetIsOne() {
    Baseline.Ledger ledger = new Baseline.Ledger(NONE);
    ledger.knows(finding("a", 3), "nginx.conf");
    ledger.knows(finding("a", 3), "nginx.conf");

    assertThat(ledger.baseline().entries()).singleElement().matches(entry -> entry.count() == 1);
  }

  @Test
  void aThirdBlockLikeTwoKnownOnesIsNew() {
    Baseline.Ledger before = new Baseline.Ledger(NONE);
    before.knows(finding("a", 3), "nginx.conf");
    before.knows(finding("a", 9), "nginx.conf");
    Baseline.Ledger after = new Baseline.Ledger(before.baseline());

    assertThat(after.knows(finding("a", 4), "nginx.conf")).isTrue();
    assertThat(after.knows(finding("a", 10), "nginx.conf")).isTrue();
    assertThat(after.knows(finding("a", 16), "nginx.conf")).isFalse();
    assertThat(after.knows(finding("a", 4), "nginx.conf")).as("met again").isTrue();
  }

  @Test
  void aFindingWithoutAPlaceIsKnownByItsUrl() {
    Finding unreachable = Finding.of("upstream-unreachable", Severity.ERROR, 1, "refused", "why");
    Baseline.Ledger before = new Baseline.Ledger(NONE);
    before.knows(unreachable, "ws://a/");
    Baseline.Ledger after = new Baseline.Ledger(before.baseline());

    assertThat(after.knows(unreachable, "ws://a/")).isTrue();
    assertThat(after.knows(unreachable, "ws://b/")).isFalse();
  }

  private static Finding finding(String id, int line) {
    return Finding.of(id, Severity.ERROR, 1, "summary", "why")
        .at(new Place("/etc/nginx/nginx.conf", line, 5, "location /ws {\n}", List.of("http")));
  }
}
