package dev.wsdoctor.app.format;

import dev.wsdoctor.conf.Patch;
import dev.wsdoctor.finding.Evidence;
import dev.wsdoctor.finding.Finding;
import dev.wsdoctor.finding.Fix;
import dev.wsdoctor.finding.Place;
import java.util.List;
import java.util.Locale;

/// A cause as a part of the page: what, where, why, the change as a diff, and how it is known.
record HtmlCause(Html html, Folder folder) {
  void full(Finding cause) {
    html.put("h3", folder.strip(cause.summary()));
    title(cause);
    cause.places().forEach(this::place);
    html.put("p.why", folder.strip(cause.why()));
    cause.fix().ifPresent(this::change);
    evidence(cause.evidence());
    html.in("p.more", () -> html.text("More on this: ").put("code", "wsdoctor why " + cause.id()));
  }

  void brief(Finding cause) {
    html.in("div.cause", () -> full(cause));
  }

  private void title(Finding cause) {
    String level = cause.severity().name().toLowerCase(Locale.ROOT);
    html.in(
        "p.labels",
        () -> {
          html.put("code", cause.id()).text(" ");
          html.put("span.label." + level, level).text(" ");
          html.put("span.label", certainty(cause.confidence()));
        });
  }

  private static String certainty(double confidence) {
    if (confidence >= 0.9) {
      return "certain";
    }
    return confidence >= 0.5 ? "likely" : "possible";
  }

  private void place(Place place) {
    html.in(
        "figure.place",
        () -> {
          String blocks =
              place.blocks().isEmpty() ? "" : "  in " + String.join(" > ", place.blocks());
          html.put(
              "figcaption",
              "%s:%d:%d%s"
                  .formatted(folder.shortName(place.file()), place.line(), place.column(), blocks));
          html.put("pre", place.firstLine());
        });
  }

  private void change(Fix fix) {
    html.in(
        "div.change." + fix.safety().name().toLowerCase(Locale.ROOT),
        () -> {
          html.in("p", () -> html.put("strong", "Change: ").text(folder.strip(fix.advice())));
          html.put("p.caution", caution(fix));
          Patch.of(fix.edits()).forEach(this::diff);
        });
  }

  private static String caution(Fix fix) {
    return switch (fix.safety()) {
      case SAFE -> "Safe: no other request changes.";
      case REVIEW -> "Review it: other requests can change too.";
      case MANUAL -> fix.isUntried() ? "Not tried here." : "By hand: there is no edit for this.";
    };
  }

  private void diff(Patch patch) {
    html.in(
        "pre.diff",
        () -> patch.diff().lines().forEach(line -> html.put(kind(line), folder.strip(line))));
  }

  /// The signs stay, so that a page in black and white says the same.
  private static String kind(String line) {
    return switch (line.isEmpty() ? ' ' : line.charAt(0)) {
      case '+' -> line.startsWith("+++ ") ? "span.file" : "ins";
      case '-' -> line.startsWith("--- ") ? "span.file" : "del";
      case '@' -> "span.hunk";
      default -> "span";
    };
  }

  private void evidence(List<Evidence> evidence) {
    if (evidence.isEmpty()) {
      return;
    }
    html.put("h4", "Evidence");
    html.in(
        "dl.evidence",
        () -> {
          for (Evidence seen : evidence) {
            html.put("dt", seen.kind().name().toLowerCase(Locale.ROOT));
            html.put("dd", folder.strip(seen.text()));
          }
        });
  }
}
