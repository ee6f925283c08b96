package dev.wsdoctor.app.format;

import dev.wsdoctor.log.RecordedSocket;
import dev.wsdoctor.log.Refusal;
import dev.wsdoctor.symptom.LogReport;
import java.util.Locale;

/// What logs tell, in `logs --format json`, besides the causes.
final class LogReportJson {
  private final Json json;

  LogReportJson(Json json) {
    this.json = json;
  }

  void members(LogReport report) {
    json.objects("logs", report.sources(), this::source);
    json.object(
        "sockets",
        () -> {
          json.number("count", report.sockets());
          json.string("first", report.first());
          json.string("last", report.last());
        });
    json.object(
        "endings",
        () ->
            report
                .endings()
                .forEach(
                    (ending, count) -> json.number(ending.name().toLowerCase(Locale.ROOT), count)));
    json.objects("lifetimes", report.lifetimes(), this::bar);
    json.objects("refusals", report.refusals(), this::refusal);
    json.objects("recorded", report.recorded(), this::recorded);
    json.strings("remarks", report.remarks());
  }

  private void source(LogReport.Source source) {
    json.string("file", source.name());
    json.string("kind", source.kind());
    json.number("bytes", source.bytes());
  }

  private void bar(LogReport.Bar bar) {
    json.number("from_seconds", bar.from());
    json.number("to_seconds", bar.to());
    json.number("count", bar.count());
    json.objects("marks", bar.marks(), this::mark);
  }

  private void mark(LogReport.Mark mark) {
    json.number("seconds", mark.seconds());
    json.number("count", mark.count());
    json.string("limit_of", mark.who());
  }

  private void refusal(Refusal refusal) {
    json.number("status", refusal.status());
    json.string("by", refusal.by().name().toLowerCase(Locale.ROOT));
    json.string("place", refusal.path());
    json.number("count", refusal.count());
    json.number("stripped", refusal.stripped());
    json.string("last", refusal.last());
  }

  private void recorded(RecordedSocket socket) {
    json.number("connection", socket.connection());
    json.string("time", socket.time());
    json.string("path", socket.path());
    json.string("status", socket.status());
    json.bool("tunnel", socket.tunnel());
    json.string("end", socket.end());
  }
}
