package dev.wsdoctor.app.format;

import dev.wsdoctor.diagnosis.Report;
import dev.wsdoctor.finding.Finding;
import dev.wsdoctor.finding.Severity;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/// SARIF 2.1.0 (OASIS), for code scanning: one run with the results of all reports, and the page of
/// each cause as the help of its rule.
final class SarifFormat implements Format {
  private static final String SCHEMA =
      "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

  private final Folder folder;
  private final CausePages pages = new CausePages();

  SarifFormat(Viewer viewer) {
    this.folder = new Folder(viewer.folder());
  }

  @Override
  public byte[] report(Report report) {
    return reports(List.of(report));
  }

  @Override
  public byte[] reports(List<Report> reports) {
    SequencedMap<String, Severity> rules = rules(reports);
    return Json.document(
        json -> {
          json.string("$schema", SCHEMA);
          json.string("version", "2.1.0");
          json.objects("runs", List.of(reports), all -> run(json, rules, all));
        });
  }

  /// The causes that were found, in the order of the reports, each with its gravest level.
  private static SequencedMap<String, Severity> rules(List<Report> reports) {
    SequencedMap<String, Severity> rules = new LinkedHashMap<>();
    for (Report report : reports) {
      for (Finding cause : SarifResult.found(report)) {
        rules.merge(
            cause.id(), cause.severity(), (one, other) -> one.compareTo(other) < 0 ? one : other);
      }
    }
    return rules;
  }

  private void run(Json json, SequencedMap<String, Severity> rules, List<Report> reports) {
    json.object("tool", () -> json.object("driver", () -> driver(json, rules)));
    json.string("columnKind", "utf16CodeUnits");
    if (!folder.path().isEmpty()) {
      json.object(
          "originalUriBaseIds",
          () -> json.object(SarifResult.ROOT, () -> json.string("uri", folder.uri())));
    }
    json.objects("invocations", List.of(reports), _ -> json.bool("executionSuccessful", true));
    List<String> ids = new ArrayList<>(rules.keySet());
    json.objects(
        "results",
        reports.stream().flatMap(report -> SarifResult.of(report, folder, ids).stream()).toList(),
        result -> result.members(json));
  }

  private void driver(Json json, SequencedMap<String, Severity> rules) {
    json.string("name", "wsdoctor");
    Version.current().ifPresent(version -> json.string("version", version));
    json.objects("rules", rules.entrySet(), rule -> rule(json, rule.getKey(), rule.getValue()));
  }

  private void rule(Json json, String id, Severity gravest) {
    json.string("id", id);
    pages
        .page(id)
        .ifPresent(
            page -> {
              text(json, "shortDescription", pages.summary(id));
              text(json, "fullDescription", pages.opening(id));
              json.object("help", () -> help(json, page));
            });
    json.object("defaultConfiguration", () -> json.string("level", SarifResult.level(gravest)));
    json.object(
        "properties",
        () -> {
          json.strings("tags", List.of("nginx", "websocket"));
          json.string("problem.severity", severity(gravest));
        });
  }

  private static void text(Json json, String name, String text) {
    json.object(name, () -> json.string("text", text));
  }

  private static void help(Json json, String page) {
    byte[] plain = MarkdownText.render(page, false);
    json.string("text", new String(plain, StandardCharsets.UTF_8));
    json.string("markdown", page);
  }

  /// GitHub's words for it.
  private static String severity(Severity severity) {
    return switch (severity) {
      case ERROR -> "error";
      case WARNING -> "warning";
      case NOTE -> "recommendation";
    };
  }
}
