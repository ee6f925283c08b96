package dev.wsdoctor.app.format;

import dev.wsdoctor.log.DebugRecording;
import dev.wsdoctor.log.DebugRecording.Kind;
import dev.wsdoctor.log.DebugRecording.Step;

/// A recorded connection for a person: what happened one after the other, the lines of a head under
/// a heading of their own.
final class RecordingText {
  private static final String INDENT = "    ";

  private final Page page;

  RecordingText(Page page) {
    this.page = page;
  }

  void write(DebugRecording recording) {
    page.line(Style.BOLD, "connection " + recording.connection());
    Kind before = Kind.SAID;
    for (Step step : recording.steps()) {
      if (step.kind() != before || step.kind() == Kind.SAID) {
        heading(step);
      }
      page.filled(INDENT, step.text());
      before = step.kind();
    }
    if (recording.dropped() > 0) {
      page.blank().line(Style.FAINT, "and %d steps more".formatted(recording.dropped()));
    }
  }

  private void heading(Step step) {
    page.blank().line(Style.BOLD, "%s  %s".formatted(step.time(), step.kind().words()));
  }
}
