package dev.wsdoctor.app.format;

import dev.wsdoctor.diagnosis.Check;
import dev.wsdoctor.diagnosis.Report;
import dev.wsdoctor.diagnosis.Verdict;
import dev.wsdoctor.finding.Finding;
import dev.wsdoctor.finding.Severity;
import dev.wsdoctor.finding.Suppressed;
import java.util.List;
import java.util.Locale;

/// A report as a part of the page: verdict, cause and change, hops, fields, checklist, decision,
/// and at the end the bytes.
record HtmlReport(Html html, Folder folder, Report report) {
  void write(String anchor) {
    html.in("article.report." + report.verdict().label(), this::content, "id", anchor);
  }

  static String word(Verdict verdict) {
    String label = verdict.label().replace('-', ' ');
    return label.substring(0, 1).toUpperCase(Locale.ROOT) + label.substring(1);
  }

  static void badge(Html html, Verdict verdict) {
    html.put("span.badge." + verdict.label(), word(verdict));
  }

  private void content() {
    html.in("header.top", this::top);
    HtmlCause causes = new HtmlCause(html, folder);
    boolean explains = report.causes().stream().limit(1).anyMatch(HtmlReport::matters);
    if (explains) {
      Finding first = report.causes().getFirst();
      section(first.isError() ? "Cause" : "Risk", () -> causes.full(first));
    }
    if (!report.hops().isEmpty()) {
      section("Hops", () -> new HtmlLadder(html, report.hops()).write());
    }
    report
        .decision()
        .flatMap(decision -> decision.proxied())
        .ifPresent(
            proxied ->
                section(
                    "What nginx sends on",
                    () -> new HtmlFields(html, folder).sent(proxied.sent(), report.hops())));
    HtmlAnswers answers = new HtmlAnswers(html, report.hops());
    if (!answers.isEmpty()) {
      section("What comes back", answers::write);
    }
    measured(MeasurementSheets.of(report));
    checklist(report.checklist());
    also(report.causes().stream().skip(explains ? 1 : 0).toList(), causes);
    apart(report.suppressed());
    report
        .decision()
        .ifPresent(
            decision ->
                section("The decision", () -> new HtmlDecision(html, folder).body(decision)));
    if (!report.hops().isEmpty()) {
      section("Raw evidence", () -> new HtmlWire(html, report.hops()).write());
    }
    section("Notes", () -> notes(html, report.remarks()));
  }

  /// A note explains neither a failure nor a risk.
  private static boolean matters(Finding first) {
    return first.severity() != Severity.NOTE;
  }

  private void top() {
    html.in("p", () -> badge(html, report.verdict()));
    html.put("h1.url", report.target().toString());
    html.put("p.headline", folder.strip(report.headline()));
    html.in("dl.facts", this::facts);
  }

  private void facts() {
    html.put("dt", "Configuration");
    html.put("dd", report.configFile().map(folder::shortName).orElse("none was read"));
    html.put("dt", "nginx");
    html.put("dd", report.nginxVersion() + " (" + report.nginxVersionSource() + ")");
  }

  private void section(String title, Runnable content) {
    html.in(
        "section",
        () -> {
          html.put("h2", title);
          content.run();
        });
  }

  private void measured(List<Sheet> sheets) {
    if (!sheets.isEmpty()) {
      section(
          "Measured",
          () ->
              html.in(
                  "ul.notes",
                  () ->
                      sheets.forEach(one -> html.put("li", one.probe() + ": " + one.headline()))));
    }
  }

  private void checklist(List<Check> checks) {
    if (!checks.isEmpty()) {
      section(
          "Checklist", () -> html.in("table.checks", () -> html.in("tbody", () -> rows(checks))));
    }
  }

  private void rows(List<Check> checks) {
    for (Check check : checks) {
      html.in(
          "tr." + check.result().name().toLowerCase(Locale.ROOT),
          () -> {
            html.put("td.mark", mark(check.result()));
            html.put("th", check.name(), "scope", "row");
            html.put("td", check.found());
            html.put("td.place", check.where().map(folder::shortName).orElse(""));
          });
    }
  }

  private static String mark(Check.Result result) {
    return switch (result) {
      case GOOD -> "ok";
      case BAD -> "wrong";
      case UNKNOWN -> "unknown";
    };
  }

  private void also(List<Finding> findings, HtmlCause causes) {
    if (!findings.isEmpty()) {
      section("Also found", () -> findings.forEach(causes::brief));
    }
  }

  private void apart(List<Suppressed> suppressed) {
    if (!suppressed.isEmpty()) {
      section(
          "Set apart",
          () ->
              html.in(
                  "ul.notes",
                  () -> suppressed.forEach(each -> html.put("li", folder.strip(words(each))))));
    }
  }

  private static String words(Suppressed suppressed) {
    return "%s: %s; %s"
        .formatted(suppressed.finding().id(), suppressed.finding().summary(), suppressed.because());
  }

  static void notes(Html html, List<String> remarks) {
    html.in("ul.notes", () -> remarks.forEach(remark -> html.put("li", remark)));
  }
}
