package dev.wsdoctor.app.format;

import dev.wsdoctor.probe.HopWords;
import dev.wsdoctor.probe.Observation;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;

/// The handshakes that were tried, a rung each: how it went, and its phases to one scale of time.
record HtmlLadder(Html html, List<Observation> hops) {
  /// The width of the longest bar, in units of its drawing.
  private static final long BAR = 1000;

  void write() {
    long longest = hops.stream().mapToLong(HtmlLadder::nanos).max().orElse(0);
    html.in("ol.ladder", () -> hops.forEach(hop -> rung(hop, Math.max(longest, 1))));
  }

  private void rung(Observation hop, long longest) {
    html.in(
        "li." + (hop.opened() ? "good" : "bad"),
        () -> {
          html.in(
              "p.hop",
              () -> {
                html.put("strong", hop.hop()).text(" ");
                html.put("code", (hop.tls() ? "TLS " : "") + hop.address());
              });
          html.put("p.result", (hop.opened() ? "Opens: " : "Fails: ") + HopWords.of(hop));
          if (!hop.timings().isEmpty()) {
            bar(hop, longest);
          }
          List.of(hop.violations(), hop.tlsTroubles(), hop.remarks())
              .forEach(sentences -> sentences.forEach(s -> html.put("p.trouble", s)));
        });
  }

  /// Widths are attributes of the drawing, because the page allows no style but its own.
  private void bar(Observation hop, long longest) {
    html.in(
        "svg.bar",
        () -> {
          long x = 0;
          for (Observation.Timing timing : hop.timings()) {
            long width = Math.max(2, timing.took().toNanos() * BAR / longest);
            html.in(
                "rect." + phase(timing),
                () -> {},
                "x",
                String.valueOf(x),
                "y",
                "0",
                "width",
                String.valueOf(width),
                "height",
                "10");
            x += width;
          }
        },
        "viewBox",
        "0 0 " + (BAR + 8) + " 10",
        "preserveAspectRatio",
        "none",
        "aria-hidden",
        "true");
    html.in("p.phases", () -> hop.timings().forEach(this::took));
  }

  private void took(Observation.Timing timing) {
    html.put("span.phase." + phase(timing), name(timing) + " " + milliseconds(timing.took()));
    html.text(" ");
  }

  private static String phase(Observation.Timing timing) {
    return switch (timing.phase()) {
      case "dns", "connect", "tls", "answer" -> timing.phase();
      default -> "other";
    };
  }

  private static String name(Observation.Timing timing) {
    return switch (timing.phase()) {
      case "dns" -> "DNS";
      case "tls" -> "TLS";
      case String other -> other;
    };
  }

  private static String milliseconds(Duration time) {
    return BigDecimal.valueOf(time.toNanos() / 10_000, 2).toPlainString() + " ms";
  }

  private static long nanos(Observation hop) {
    return hop.timings().stream().mapToLong(timing -> timing.took().toNanos()).sum();
  }
}
