package dev.wsdoctor.gateway.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class PaceTest {
  private static final Pace PACE = new Pace(1000, 500);

  @Test
  void theFirstSecondHasItsBytesAndThoseThatAreFree() {
    assertThat(PACE.allowance(0, 0)).isEqualTo(1500);
    assertThat(PACE.allowance(0, 1500)).isZero();
    assertThat(PACE.allowance(3, 1500)).isEqualTo(3000);
  }

  @Test
  void whoWasTooFastWaits() {
    assertThat(PACE.until(PACE.allowance(0, 3500))).isEqualTo(Duration.ofMillis(2001));
  }

  @Test
  void freeBytesAreNotWaitedFor() {
    assertThat(PACE.behind(0, 500)).isZero();
    assertThat(PACE.behind(0, 1500)).isEqualTo(Duration.ofSeconds(1));
    assertThat(PACE.behind(1500, 1600)).isEqualTo(Duration.ofMillis(100));
  }
}
