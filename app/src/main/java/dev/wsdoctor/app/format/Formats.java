package dev.wsdoctor.app.format;

import java.util.List;
import java.util.Optional;

/// The output formats by the name that `--format` takes. The classes of one are loaded when it is
/// asked for.
public final class Formats {
  public static final List<String> NAMES =
      List.of("text", "json", "sarif", "junit", "html", "github");

  /// Those that can also print what is no finding.
  public static final List<String> EXPLAINING = List.of("text", "json", "html");

  /// Those that can print what goes on now.
  public static final List<String> LIVE = List.of("text", "json");

  private Formats() {}

  public static Optional<Format> named(String name, Viewer viewer) {
    Optional<Format> format = bare(name, viewer);
    return viewer.seesSecrets() ? format : format.map(MaskedFormat::new);
  }

  public static Optional<ExplanationFormat> explaining(String name, Viewer viewer) {
    Optional<ExplanationFormat> format = bareExplaining(name, viewer);
    return viewer.seesSecrets() ? format : format.map(MaskedExplanationFormat::new);
  }

  /// There are no secrets in it: addresses, times and counts.
  public static Optional<TrafficFormat> live(String name, Viewer viewer) {
    return switch (name) {
      case "text" -> Optional.of(new TextFormat(viewer));
      case "json" -> Optional.of(new JsonFormat());
      default -> Optional.empty();
    };
  }

  public static Optional<LogReportFormat> logs(String name, Viewer viewer) {
    Optional<LogReportFormat> format = bareLogs(name, viewer);
    return viewer.seesSecrets() ? format : format.map(MaskedLogFormat::new);
  }

  private static Optional<LogReportFormat> bareLogs(String name, Viewer viewer) {
    return switch (name) {
      case "text" -> Optional.of(new TextFormat(viewer));
      case "json" -> Optional.of(new JsonFormat());
      default -> Optional.empty();
    };
  }

  /// They hide secrets themselves: what is one in a payload shows where it stands.
  public static Optional<TranscriptFormat> transcripts(String name, Viewer viewer) {
    return switch (name) {
      case "text" -> Optional.of(new TextFormat(viewer));
      default -> Optional.empty();
    };
  }

  private static Optional<Format> bare(String name, Viewer viewer) {
    return switch (name) {
      case "text" -> Optional.of(new TextFormat(viewer));
      case "json" -> Optional.of(new JsonFormat());
      case "sarif" -> Optional.of(new SarifFormat(viewer));
      case "junit" -> Optional.of(new JunitFormat(viewer));
      case "html" -> Optional.of(new HtmlFormat(viewer));
      case "github" -> Optional.of(new GithubFormat(viewer));
      default -> Optional.empty();
    };
  }

  private static Optional<ExplanationFormat> bareExplaining(String name, Viewer viewer) {
    return switch (name) {
      case "text" -> Optional.of(new TextFormat(viewer));
      case "json" -> Optional.of(new JsonFormat());
      case "html" -> Optional.of(new HtmlFormat(viewer));
      default -> Optional.empty();
    };
  }
}
