package dev.wsdoctor.app.format;

import dev.wsdoctor.diagnosis.Report;
import dev.wsdoctor.finding.Finding;
import java.util.List;

/// The table at the top of a page of several reports.
record HtmlIndex(Html html, Folder folder) {
  static String anchor(int index) {
    return "r" + (index + 1);
  }

  void write(String sentence, List<Report> reports) {
    html.put("h1", sentence);
    html.in("nav", () -> html.in("table.index", () -> rows(reports)), "aria-label", "Reports");
  }

  private void rows(List<Report> reports) {
    html.in(
        "thead",
        () ->
            html.in(
                "tr",
                () ->
                    List.of("Verdict", "URL", "Configuration", "First cause")
                        .forEach(name -> html.put("th", name, "scope", "col"))));
    html.in(
        "tbody",
        () -> {
          for (int i = 0; i < reports.size(); i++) {
            row(reports.get(i), anchor(i));
          }
        });
  }

  private void row(Report report, String anchor) {
    html.in(
        "tr",
        () -> {
          html.in("td", () -> HtmlReport.badge(html, report.verdict()));
          html.in("td", () -> html.put("a", report.target().toString(), "href", "#" + anchor));
          html.put("td", report.configFile().map(folder::shortName).orElse("none"));
          html.put("td", report.causes().stream().map(Finding::id).findFirst().orElse(""));
        });
  }
}
