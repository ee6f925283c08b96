package dev.wsdoctor.app.format;

import dev.wsdoctor.conf.Edit;
import dev.wsdoctor.conf.Patch;
import dev.wsdoctor.diagnosis.Check;
import dev.wsdoctor.diagnosis.Report;
import dev.wsdoctor.diagnosis.Verdict;
import dev.wsdoctor.finding.Evidence;
import dev.wsdoctor.finding.Finding;
import dev.wsdoctor.finding.Fix;
import dev.wsdoctor.finding.Place;
import dev.wsdoctor.finding.Severity;
import dev.wsdoctor.finding.Suppressed;
import dev.wsdoctor.probe.HopWords;
import dev.wsdoctor.probe.Observation;
import java.util.List;
import java.util.Locale;

/// A report in reading order: verdict, first cause in full, checklist, the rest in short.
final class ReportText {
  private static final String INDENTATION = "  ";

  private final Page page;
  private final Nearby names;

  /// `folder` is where the person stands.
  ReportText(Page page, String folder, Report report) {
    this.page = page;
    this.names = Nearby.of(report, new Folder(folder));
  }

  void write(Report report) {
    verdict(report);
    page.blank().filled(Style.BOLD, "", names.in(report.headline()));
    boolean explains = report.causes().stream().limit(1).anyMatch(ReportText::matters);
    if (explains) {
      cause(label(report.causes().getFirst()), report.causes().getFirst());
    }
    checklist(report.checklist());
    alsoFound(report.causes(), explains);
    setApart(report.suppressed());
    hops(report.hops());
    measured(MeasurementSheets.of(report));
    remarks(report);
    next(report);
  }

  void verdict(Report report) {
    page.line(style(report.verdict()), word(report.verdict()) + "  " + report.target());
  }

  private static String word(Verdict verdict) {
    return verdict.label().toUpperCase(Locale.ROOT).replace('-', ' ');
  }

  private static Style style(Verdict verdict) {
    return switch (verdict) {
      case HEALTHY -> Style.GREEN;
      case BROKEN -> Style.RED;
      case AT_RISK, UNKNOWN -> Style.YELLOW;
    };
  }

  /// A note explains neither a failure nor a risk.
  private static boolean matters(Finding first) {
    return first.severity() != Severity.NOTE;
  }

  private static String label(Finding first) {
    return first.isError() ? "Cause     " : "Risk      ";
  }

  private void cause(String label, Finding cause) {
    page.blank().filled(label, names.in(cause.summary()));
    page.filled("          ", title(cause));
    cause.places().forEach(this::place);
    page.blank().filled("Why       ", cause.why());
    cause.fix().ifPresent(this::change);
    if (!cause.evidence().isEmpty()) {
      page.blank().line(Style.BOLD, "Evidence");
      cause.evidence().forEach(this::evidence);
    }
  }

  /// `upgrade-headers-missing, error`, and how sure when it is not certain.
  private static String title(Finding finding) {
    String level = finding.severity().name().toLowerCase(Locale.ROOT);
    return "[%s, %s%s]".formatted(finding.id(), level, certainty(finding.confidence()));
  }

  private static String certainty(double confidence) {
    if (confidence >= 0.9) {
      return "";
    }
    return confidence >= 0.5 ? ", likely" : ", possible";
  }

  private void place(Place place) {
    page.filled("Where     ", "%s:%s:%s".formatted(place.file(), place.line(), place.column()));
    place.text().lines().limit(1).forEach(line -> page.verbatim("            ", line.strip()));
  }

  private void change(Fix fix) {
    page.blank().filled("Change    ", fix.advice());
    page.filled("          ", caution(fix));
    for (Patch patch : Patch.of(fix.edits())) {
      page.diff(INDENTATION, patch.diff());
    }
  }

  private static String caution(Fix fix) {
    return switch (fix.safety()) {
      case SAFE -> "(safe: no other request changes)";
      case REVIEW -> "(review it: other requests can change too)";
      case MANUAL -> fix.isUntried() ? "(not tried here)" : "(by hand: there is no edit for this)";
    };
  }

  private void evidence(Evidence evidence) {
    String kind = evidence.kind().name().toLowerCase(Locale.ROOT);
    page.filled("%s%-8s".formatted(INDENTATION, kind), evidence.text());
  }

  private void checklist(List<Check> checklist) {
    if (checklist.isEmpty()) {
      return;
    }
    page.blank().line(Style.BOLD, "Checklist");
    int width = checklist.stream().mapToInt(check -> check.name().length()).max().orElse(0);
    for (Check check : checklist) {
      String name = check.name() + " ".repeat(width - check.name().length());
      String where = check.where().map(place -> "  (" + names.in(place) + ")").orElse("");
      page.filled(
          style(check.result()),
          INDENTATION + mark(check.result()) + " " + name + "  ",
          check.found() + where);
    }
  }

  private static String mark(Check.Result result) {
    return switch (result) {
      case GOOD -> "[ok]";
      case BAD -> "[!!]";
      case UNKNOWN -> "[ ?]";
    };
  }

  private static Style style(Check.Result result) {
    return switch (result) {
      case GOOD -> Style.PLAIN;
      case BAD -> Style.RED;
      case UNKNOWN -> Style.FAINT;
    };
  }

  /// What is left when the first one has been told; if it explains nothing, that one in full here.
  private void alsoFound(List<Finding> causes, boolean told) {
    if (causes.size() <= (told ? 1 : 0)) {
      return;
    }
    page.blank().line(Style.BOLD, "Also found");
    Finding first = causes.getFirst();
    if (!told) {
      cause("Note      ", first);
    }
    for (Finding finding : causes.subList(1, causes.size())) {
      String mended = haveOneMend(first, finding) ? "; the change above mends it too" : "";
      page.filled(style(finding.severity()), INDENTATION, title(finding) + " " + where(finding));
      page.filled("    ", names.in(finding.summary()) + mended);
    }
  }

  private static boolean haveOneMend(Finding first, Finding other) {
    List<Edit> edits = first.fix().map(Fix::edits).orElse(List.of());
    return !edits.isEmpty() && other.fix().filter(fix -> fix.edits().equals(edits)).isPresent();
  }

  private String where(Finding finding) {
    return finding.places().stream().findFirst().map(Place::where).map(names::in).orElse("");
  }

  /// Verdict and what does not count: for a report that leaves nothing to be done.
  void brief(Report report) {
    verdict(report);
    if (!report.suppressed().isEmpty()) {
      page.blank().filled(Style.BOLD, "", names.in(report.headline()));
      setApart(report.suppressed());
    }
  }

  private void setApart(List<Suppressed> suppressed) {
    if (suppressed.isEmpty()) {
      return;
    }
    page.blank().line(Style.BOLD, "Found, and not counted");
    for (Suppressed known : suppressed) {
      page.filled(INDENTATION, title(known.finding()) + " " + where(known.finding()));
      page.filled("    ", names.in(known.because()));
    }
  }

  private static Style style(Severity severity) {
    return switch (severity) {
      case ERROR -> Style.RED;
      case WARNING -> Style.YELLOW;
      case NOTE -> Style.PLAIN;
    };
  }

  private void hops(List<Observation> hops) {
    if (hops.isEmpty()) {
      return;
    }
    page.blank().line(Style.BOLD, "Hops");
    for (Observation hop : hops) {
      String mark = hop.opened() ? "[ok] " : "[!!] ";
      String text = hop.hop() + ", " + hop.address() + ": " + HopWords.of(hop);
      page.filled(hop.opened() ? Style.PLAIN : Style.RED, INDENTATION + mark, text);
      hop.violations().forEach(violation -> page.filled("       ", violation));
      hop.tlsTroubles().forEach(trouble -> page.filled("       TLS: ", trouble));
    }
  }

  private void measured(List<Sheet> sheets) {
    if (sheets.isEmpty()) {
      return;
    }
    page.blank().line(Style.BOLD, "Measured");
    for (Sheet sheet : sheets) {
      page.filled("%s%-10s".formatted(INDENTATION, sheet.probe()), sheet.headline());
      MeasurementSheets.remarks(sheet).forEach(remark -> page.filled("            ", remark));
    }
  }

  private void remarks(Report report) {
    page.blank().line(Style.BOLD, "Notes");
    report.configFile().ifPresent(file -> page.filled("  * ", "configuration: " + file));
    page.filled(
        "  * ", "nginx %s (%s)".formatted(report.nginxVersion(), report.nginxVersionSource()));
    report.remarks().forEach(remark -> page.filled("  * ", remark));
  }

  private void next(Report report) {
    if (report.causes().isEmpty()) {
      return;
    }
    Finding first = report.causes().getFirst();
    boolean mends = first.fix().stream().anyMatch(fix -> !fix.edits().isEmpty());
    if (mends && report.configFile().isPresent()) {
      String file = ShellWord.quote(report.configFile().get());
      String url = ShellWord.quote(report.target().toString());
      page.blank().line(Style.BOLD, "To apply the change");
      page.verbatim(INDENTATION, "wsdoctor fix " + url + " -c " + file + " --write");
    }
    page.blank().line(Style.BOLD, "More on " + (first.isError() ? "this cause" : first.id()));
    page.verbatim(INDENTATION, "wsdoctor why " + first.id());
  }
}
