package dev.wsdoctor.probe.browser;

import dev.wsdoctor.http.Fields;
import dev.wsdoctor.probe.Approach;
import dev.wsdoctor.probe.Observation;
import dev.wsdoctor.probe.Together;
import dev.wsdoctor.probe.browser.BrowserReport.Outcome;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/// Opens the URL in an installed browser, from a page of its own origin, and says what the browser
/// saw; the handshakes beside it show what DevTools keep to themselves, such as the head of a
/// refusal.
public final class BrowserProbe {
  private BrowserProbe() {}

  /// `approach` leads to the same URL without a browser.
  public static Outcome run(
      BrowserVisit visit, Approach approach, Consumer<String> progress, BooleanSupplier stopped) {
    try {
      progress.accept("starting " + visit.program());
      BrowserSight sight = sight(visit, progress, stopped);
      List<Observation> beside =
          Together.all(
              List.of(
                  () -> approach.with(Fields.of("Origin", sight.origin())).handshake(),
                  approach::handshake));
      return new Outcome.Seen(
          new BrowserReport(
              visit.target(),
              sight,
              beside.getFirst(),
              beside.getLast(),
              new BrowserJudge(visit.target(), sight, beside.getFirst(), beside.getLast())
                  .causes()));
    } catch (BrowserFailure e) {
      return new Outcome.Unusable(e.sentence());
    }
  }

  private static BrowserSight sight(
      BrowserVisit visit, Consumer<String> progress, BooleanSupplier stopped)
      throws BrowserFailure {
    try (Browser browser = Browser.start(visit.program(), visit.options());
        DevTools tools = DevTools.connect(browser.address(stopped), stopped)) {
      progress.accept("opening %s from %s".formatted(visit.socketUrl(), visit.pageUrl()));
      return new Tab(tools, visit).look();
    }
  }
}
