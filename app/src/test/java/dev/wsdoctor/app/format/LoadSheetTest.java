package dev.wsdoctor.app.format;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wsdoctor.http.Target;
import dev.wsdoctor.probe.load.LoadPlan;
import dev.wsdoctor.probe.load.LoadReport;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LoadSheetTest {
  private static final Target URL = new Target(true, false, "a.example", 80, "/ws");

  @Test
  void whoEndsALoadByHimselfHasFoundNoFault() {
    Sheet sheet = LoadSheet.of(report(7, Optional.of("interrupted")));
    assertThat(sheet.outcome()).isEqualTo(Sheet.Outcome.GOOD);
    assertThat(sheet.headline()).contains("7 of 10 connections").endsWith("interrupted");
  }

  @Test
  void connectionsThatDidNotOpenAreOne() {
    assertThat(LoadSheet.of(report(7, Optional.empty())).outcome()).isEqualTo(Sheet.Outcome.BAD);
    assertThat(LoadSheet.of(report(10, Optional.of("more than a tenth went wrong"))).outcome())
        .isEqualTo(Sheet.Outcome.BAD);
    assertThat(LoadSheet.of(report(10, Optional.empty())).outcome()).isEqualTo(Sheet.Outcome.GOOD);
  }

  private static LoadReport report(int opened, Optional<String> stopped) {
    Duration some = Duration.ofMillis(1);
    LoadReport.Times times = new LoadReport.Times(9, some, some, some, some, some, some);
    return new LoadReport(
        URL,
        LoadPlan.USUAL,
        opened,
        true,
        9,
        9,
        9,
        Duration.ofSeconds(1),
        times,
        times,
        List.of(),
        stopped,
        List.of());
  }
}
