package dev.wsdoctor.app.format;

import dev.wsdoctor.conf.Edit;
import dev.wsdoctor.conf.SourceFile;
import dev.wsdoctor.conf.SourceRange;
import dev.wsdoctor.diagnosis.Report;
import dev.wsdoctor.finding.Finding;
import dev.wsdoctor.finding.Fingerprint;
import dev.wsdoctor.finding.Fix;
import dev.wsdoctor.finding.Place;
import dev.wsdoctor.finding.Severity;
import dev.wsdoctor.finding.Suppressed;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/// One `result` of SARIF: a cause of a report, or what was set apart in it.
record SarifResult(
    Report report,
    Finding cause,
    Optional<Suppressed> apart,
    Folder folder,
    Sources sources,
    int ruleIndex) {
  /// The name of the folder that relative URIs start from, as GitHub calls it.
  static final String ROOT = "SRCROOT";

  static List<SarifResult> of(Report report, Folder folder, List<String> rules) {
    Sources sources = new Sources(report);
    Stream<SarifResult> causes =
        report.causes().stream().map(cause -> of(report, cause, folder, sources, rules));
    Stream<SarifResult> apart =
        told(report).map(each -> of(report, each.finding(), folder, sources, rules).apart(each));
    return Stream.concat(causes, apart).toList();
  }

  private static SarifResult of(
      Report report, Finding cause, Folder folder, Sources sources, List<String> rules) {
    int rule = rules.indexOf(cause.id());
    return new SarifResult(report, cause, Optional.empty(), folder, sources, rule);
  }

  private SarifResult apart(Suppressed suppressed) {
    return new SarifResult(report, cause, Optional.of(suppressed), folder, sources, ruleIndex);
  }

  /// Everything in the report that is told.
  static List<Finding> found(Report report) {
    return Stream.concat(report.causes().stream(), told(report).map(Suppressed::finding)).toList();
  }

  /// Who asked for other causes does not want to see the rest.
  private static Stream<Suppressed> told(Report report) {
    return report.suppressed().stream()
        .filter(suppressed -> !(suppressed.by() instanceof Suppressed.Selection));
  }

  static String level(Severity severity) {
    return severity.name().toLowerCase(Locale.ROOT);
  }

  void members(Json json) {
    json.string("ruleId", cause.id());
    json.number("ruleIndex", ruleIndex);
    json.string("level", level(cause.severity()));
    json.object("message", () -> json.string("text", folder.strip(message())));
    json.objects("locations", places(), place -> location(json, place));
    List<Place> related = cause.places().stream().skip(1).toList();
    json.objects("relatedLocations", related, place -> location(json, place));
    json.object(
        "partialFingerprints", () -> json.string("wsdoctor/v1", Fingerprint.of(cause).digits()));
    json.objects("fixes", fixes(), fix -> fix(json, fix));
    apart.ifPresent(
        suppressed ->
            json.objects("suppressions", List.of(suppressed), each -> suppression(json, each)));
    json.number("rank", cause.confidence() * 100);
    json.object("properties", () -> properties(json));
  }

  private static void suppression(Json json, Suppressed apart) {
    boolean inSource = apart.by() instanceof Suppressed.Comment;
    json.string("kind", inSource ? "inSource" : "external");
    json.string("justification", apart.because());
  }

  /// GitHub shows the first sentence where there is room for one only.
  private String message() {
    String advice = cause.fix().map(Fix::advice).map(text -> "\n\nFix: " + text).orElse("");
    String summary = cause.summary().endsWith(".") ? cause.summary() : cause.summary() + ".";
    return "%s\n\n%s%s".formatted(summary, cause.why(), advice);
  }

  /// Code scanning takes no result without a place: what is in no line is at the top of the file
  /// that was judged. Where none was, there is only the URL.
  private List<Place> places() {
    return cause.places().stream()
        .findFirst()
        .or(() -> sources.first().or(report::configFile).map(file -> new Place(file, 1, 1, "")))
        .stream()
        .toList();
  }

  private void location(Json json, Place place) {
    json.object(
        "physicalLocation",
        () -> {
          artifact(json, place.file());
          json.object("region", () -> region(json, place));
        });
    if (!place.blocks().isEmpty()) {
      String path = String.join(" > ", place.blocks());
      json.objects(
          "logicalLocations", List.of(path), name -> json.string("fullyQualifiedName", name));
    }
  }

  private void artifact(Json json, String file) {
    json.object(
        "artifactLocation",
        () -> {
          json.string("uri", folder.uri(file));
          if (folder.holds(file) && !folder.path().isEmpty()) {
            json.string("uriBaseId", ROOT);
          }
        });
  }

  private void region(Json json, Place place) {
    json.number("startLine", place.line());
    json.number("startColumn", sources.column(place));
    sources.endColumn(place).ifPresent(end -> json.number("endColumn", end));
    if (!place.text().isEmpty()) {
      json.object("snippet", () -> json.string("text", place.firstLine()));
    }
  }

  private List<Fix> fixes() {
    return cause.fix().stream().filter(fix -> !Secrets.applicable(fix).isEmpty()).toList();
  }

  private void fix(Json json, Fix fix) {
    json.object("description", () -> json.string("text", folder.strip(fix.advice())));
    List<String> files = fix.edits().stream().map(SarifResult::file).distinct().toList();
    json.objects(
        "artifactChanges",
        files,
        file -> {
          artifact(json, file);
          List<Edit> ofFile = fix.edits().stream().filter(e -> file(e).equals(file)).toList();
          json.objects("replacements", ofFile, edit -> replacement(json, edit));
        });
  }

  private static String file(Edit edit) {
    return edit.range().file().name();
  }

  private static void replacement(Json json, Edit edit) {
    json.object("deletedRegion", () -> deleted(json, edit.range()));
    json.object("insertedContent", () -> json.string("text", edit.replacement()));
  }

  /// An empty region is an insertion (SARIF 2.1.0, 3.57.3).
  private static void deleted(Json json, SourceRange range) {
    SourceFile file = range.file();
    json.number("startLine", range.line());
    json.number("startColumn", Sources.column(file, range.start()));
    json.number("endLine", file.lineAt(range.end()));
    json.number("endColumn", Sources.column(file, range.end()));
  }

  private void properties(Json json) {
    json.string("url", report.target().toString());
    json.number("confidence", cause.confidence());
    json.string("fix", cause.fix().map(fix -> fix.safety().name().toLowerCase(Locale.ROOT)));
    json.strings(
        "evidence",
        cause.evidence().stream()
            .map(seen -> seen.kind().name().toLowerCase(Locale.ROOT) + ": " + seen.text())
            .toList());
  }
}
