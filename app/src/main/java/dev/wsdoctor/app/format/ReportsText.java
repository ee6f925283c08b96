package dev.wsdoctor.app.format;

import dev.wsdoctor.diagnosis.Report;
import java.util.List;

/// Several reports for a person: in full where something was found, a line where nothing was, and
/// the count at the end.
final class ReportsText {
  private final Page page;
  private final String folder;

  ReportsText(Page page, String folder) {
    this.page = page;
    this.folder = folder;
  }

  void write(List<Report> reports) {
    for (int i = 0; i < reports.size(); i++) {
      page.line(Style.FAINT, title(reports.get(i), i + 1, reports.size()));
      one(reports.get(i));
      page.blank();
    }
    page.line(Style.BOLD, new Tally(reports).sentence());
  }

  /// `=== 2 of 3 /etc/nginx/nginx.conf`.
  private static String title(Report report, int number, int all) {
    String file = report.configFile().map(name -> "  " + name).orElse("");
    return "=== %d of %d%s".formatted(number, all, file);
  }

  private void one(Report report) {
    ReportText text = new ReportText(page, folder, report);
    if (report.causes().isEmpty()) {
      text.brief(report);
    } else {
      text.write(report);
    }
  }
}
