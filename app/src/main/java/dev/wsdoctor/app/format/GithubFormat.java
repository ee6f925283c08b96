package dev.wsdoctor.app.format;

import dev.wsdoctor.diagnosis.Report;
import dev.wsdoctor.finding.Finding;
import dev.wsdoctor.finding.Fix;
import dev.wsdoctor.finding.Place;
import dev.wsdoctor.finding.Severity;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/// Annotations for a pull request: workflow commands, which GitHub Actions reads in the log of a
/// step and shows beside the lines that they name.
final class GithubFormat implements Format {
  private final Folder folder;
  private final StringBuilder out = new StringBuilder();

  GithubFormat(Viewer viewer) {
    this.folder = new Folder(viewer.folder());
  }

  @Override
  public byte[] report(Report report) {
    return reports(List.of(report));
  }

  @Override
  public byte[] reports(List<Report> reports) {
    out.setLength(0);
    for (Report report : reports) {
      Sources sources = new Sources(report);
      report.causes().forEach(cause -> annotation(report, cause, sources));
    }
    out.append("wsdoctor: ").append(new Tally(reports).sentence()).append('\n');
    return out.toString().getBytes(StandardCharsets.UTF_8);
  }

  private void annotation(Report report, Finding cause, Sources sources) {
    out.append("::").append(command(cause.severity())).append(' ');
    cause.places().stream().findFirst().ifPresent(place -> place(place, sources));
    property("title", "wsdoctor: " + cause.id());
    out.setLength(out.length() - 1);
    out.append("::").append(data(folder.strip(message(report, cause)))).append('\n');
  }

  private static String command(Severity severity) {
    return switch (severity) {
      case ERROR -> "error";
      case WARNING -> "warning";
      case NOTE -> "notice";
    };
  }

  private void place(Place place, Sources sources) {
    property("file", folder.shortName(place.file()));
    property("line", String.valueOf(place.line()));
    property("col", String.valueOf(sources.column(place)));
    sources.endColumn(place).ifPresent(end -> property("endColumn", String.valueOf(end)));
  }

  /// The comma behind the last one is taken away again.
  private void property(String name, String value) {
    String escaped = data(value).replace(":", "%3A").replace(",", "%2C");
    out.append(name).append('=').append(escaped).append(',');
  }

  private static String message(Report report, Finding cause) {
    Optional<String> advice = cause.fix().map(Fix::advice);
    return "%s\n%s\n%sfor %s; 'wsdoctor why %s' says more"
        .formatted(
            cause.summary(),
            cause.why(),
            advice.map(text -> "Fix: " + text + "\n").orElse(""),
            report.target(),
            cause.id());
  }

  /// What the runner undoes in a message (`@actions/core`, escapeData); a line end would begin
  /// another command.
  private static String data(String text) {
    return ByteText.readable(text).replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A");
  }
}
