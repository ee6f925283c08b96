package dev.wsdoctor.app.format;

import dev.wsdoctor.finding.Evidence;
import dev.wsdoctor.finding.Finding;
import dev.wsdoctor.finding.Fix;
import dev.wsdoctor.finding.Place;
import dev.wsdoctor.finding.Severity;
import dev.wsdoctor.log.Ending;
import dev.wsdoctor.log.RecordedSocket;
import dev.wsdoctor.log.Refusal;
import dev.wsdoctor.symptom.LogReport;
import java.util.List;
import java.util.Map;

/// What logs tell, for a person: the sums, who ended the sockets, how long they lived, what was
/// refused, and the causes.
final class LogReportText {
  private static final int BAR_WIDTH = 30;
  private static final int MOST_REFUSALS = 10;
  private static final int MOST_RECORDED = 20;

  private final Page page;

  LogReportText(Page page) {
    this.page = page;
  }

  void write(LogReport report) {
    page.line(Style.BOLD, sums(report));
    report.sources().forEach(this::source);
    endings(report.endings());
    lifetimes(report.lifetimes());
    refusals(report.refusals());
    recorded(report.recorded());
    causes(report.causes());
    page.blank();
    report.remarks().forEach(remark -> page.filled("* ", remark));
  }

  private static String sums(LogReport report) {
    long refused = report.refusals().stream().mapToLong(Refusal::count).sum();
    String period =
        report.first().isEmpty() ? "" : " (%s to %s)".formatted(report.first(), report.last());
    return "%s ended%s, %s refused"
        .formatted(count(report.sockets(), "socket"), period, count(refused, "handshake"));
  }

  private static String count(long number, String what) {
    return "%,d %s%s".formatted(number, what, number == 1 ? "" : "s");
  }

  private void source(LogReport.Source source) {
    page.line(
        Style.FAINT,
        "  %s: %s, %s".formatted(source.name(), source.kind(), TrafficText.size(source.bytes())));
  }

  private void endings(Map<Ending, Long> endings) {
    if (endings.isEmpty()) {
      return;
    }
    page.blank().line(Style.BOLD, "Who ended them");
    endings.entrySet().stream()
        .sorted(Map.Entry.<Ending, Long>comparingByValue().reversed())
        .forEach(e -> page.filled("%,9d  ".formatted(e.getValue()), e.getKey().words()));
  }

  private void lifetimes(List<LogReport.Bar> bars) {
    if (bars.isEmpty()) {
      return;
    }
    page.blank().line(Style.BOLD, "How long they lived");
    long most = bars.stream().mapToLong(LogReport.Bar::count).max().orElse(1);
    for (LogReport.Bar bar : bars) {
      int width = (int) Math.ceilDiv(bar.count() * BAR_WIDTH, most);
      page.line(
          Style.PLAIN, "%,9d  %-15s %s".formatted(bar.count(), bar.range(), "#".repeat(width)));
      bar.marks()
          .forEach(
              mark ->
                  page.filled(
                      Style.YELLOW,
                      " ".repeat(13),
                      "%,d at %d s: %s".formatted(mark.count(), mark.seconds(), mark.who())));
    }
  }

  private void refusals(List<Refusal> refusals) {
    if (refusals.isEmpty()) {
      return;
    }
    page.blank().line(Style.BOLD, "Refused handshakes");
    refusals.stream()
        .limit(MOST_REFUSALS)
        .forEach(
            refusal ->
                page.filled(
                    "%,9d  ".formatted(refusal.count()),
                    "%03d%s, %s, last %s"
                        .formatted(
                            refusal.status(), by(refusal.by()), refusal.path(), refusal.last())));
    if (refusals.size() > MOST_REFUSALS) {
      page.line(
          Style.FAINT, "           and %d kinds more".formatted(refusals.size() - MOST_REFUSALS));
    }
  }

  private void recorded(List<RecordedSocket> sockets) {
    if (sockets.isEmpty()) {
      return;
    }
    page.blank().line(Style.BOLD, "Recorded at level debug (--connection N shows one)");
    int left = Math.max(0, sockets.size() - MOST_RECORDED);
    if (left > 0) {
      page.line(Style.FAINT, "           %d older ones, and then".formatted(left));
    }
    for (RecordedSocket socket : sockets.subList(left, sockets.size())) {
      page.filled(
          "%9d  ".formatted(socket.connection()),
          "%s %s %s, %s"
              .formatted(
                  socket.time(),
                  socket.path(),
                  socket.status().isEmpty() ? "without an answer" : socket.status(),
                  socket.end()));
    }
  }

  private static String by(Refusal.By by) {
    return switch (by) {
      case NGINX -> " by nginx";
      case BACKEND -> " by the backend";
      case UNKNOWN -> "";
    };
  }

  void causes(List<Finding> causes) {
    causes.forEach(this::cause);
  }

  private void cause(Finding cause) {
    page.blank()
        .filled(
            cause.severity() == Severity.ERROR ? Style.RED : Style.YELLOW,
            "",
            "%s [%s]".formatted(cause.summary(), cause.id()));
    cause.places().stream().map(LogReportText::where).forEach(text -> page.filled("  at ", text));
    cause.evidence().stream().map(Evidence::text).forEach(text -> page.filled("  seen: ", text));
    cause.fix().map(Fix::advice).ifPresent(advice -> page.filled("  -> ", advice));
  }

  private static String where(Place place) {
    return place.where() + "  " + place.firstLine();
  }
}
