package dev.wsdoctor.app.format;

import dev.wsdoctor.capture.Recording;
import dev.wsdoctor.diagnosis.Explanation;
import dev.wsdoctor.diagnosis.Report;
import dev.wsdoctor.diagnosis.Survey;
import dev.wsdoctor.diagnosis.Traffic;
import dev.wsdoctor.finding.Finding;
import dev.wsdoctor.log.DebugRecording;
import dev.wsdoctor.symptom.LogReport;
import java.util.List;

/// For a person with a terminal, in the order in which one reads: what is wrong, where, why, what
/// to change, how it is known.
final class TextFormat
    implements Format, ExplanationFormat, TrafficFormat, LogReportFormat, TranscriptFormat {
  private static final int SHOWN_CHARACTERS = 200;

  private final Viewer viewer;

  TextFormat(Viewer viewer) {
    this.viewer = viewer;
  }

  @Override
  public byte[] report(Report report) {
    Page page = new Page(viewer.terminal(), viewer.folder());
    new ReportText(page, viewer.folder(), report).write(report);
    return page.bytes();
  }

  @Override
  public byte[] reports(List<Report> reports) {
    Page page = new Page(viewer.terminal(), viewer.folder());
    new ReportsText(page, viewer.folder()).write(reports);
    return page.bytes();
  }

  @Override
  public byte[] explanation(Explanation explanation) {
    Page page = new Page(viewer.terminal(), viewer.folder());
    new ExplanationText(page).write(explanation);
    return page.bytes();
  }

  @Override
  public byte[] survey(Survey survey) {
    Page page = new Page(viewer.terminal(), viewer.folder());
    new SurveyText(page).write(survey);
    return page.bytes();
  }

  @Override
  public byte[] traffic(Traffic traffic, int most) {
    Page page = new Page(viewer);
    new TrafficText(page, viewer.width()).write(traffic, most);
    return page.bytes();
  }

  @Override
  public byte[] logs(LogReport report) {
    Page page = new Page(viewer.terminal(), viewer.folder());
    new LogReportText(page).write(report);
    return page.bytes();
  }

  @Override
  public byte[] transcript(Recording recording) {
    Page page = new Page(viewer.terminal(), viewer.folder());
    MomentText moments = new MomentText(page, SHOWN_CHARACTERS);
    new TranscriptText(page, moments).write(recording);
    return page.bytes();
  }

  @Override
  public byte[] found(List<Finding> causes) {
    Page page = new Page(viewer.terminal(), viewer.folder());
    new LogReportText(page).causes(causes);
    return page.bytes();
  }

  @Override
  public byte[] recording(DebugRecording recording) {
    Page page = new Page(viewer.terminal(), viewer.folder());
    new RecordingText(page).write(recording);
    return page.bytes();
  }
}
