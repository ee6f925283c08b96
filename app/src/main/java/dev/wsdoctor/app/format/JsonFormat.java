package dev.wsdoctor.app.format;

import dev.wsdoctor.conf.Patch;
import dev.wsdoctor.diagnosis.Explanation;
import dev.wsdoctor.diagnosis.Report;
import dev.wsdoctor.diagnosis.Survey;
import dev.wsdoctor.diagnosis.Traffic;
import dev.wsdoctor.diagnosis.Verdict;
import dev.wsdoctor.directive.NginxVersion;
import dev.wsdoctor.finding.Finding;
import dev.wsdoctor.finding.Fix;
import dev.wsdoctor.finding.Place;
import dev.wsdoctor.finding.Suppressed;
import dev.wsdoctor.http.Target;
import dev.wsdoctor.symptom.LogReport;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// For programs: `wsdoctor/1`, described by docs/schema/wsdoctor-1.schema.json.
final class JsonFormat implements Format, ExplanationFormat, TrafficFormat, LogReportFormat {
  static final String SCHEMA = "wsdoctor/1";

  @Override
  public byte[] report(Report report) {
    return Json.document(json -> report(json, report));
  }

  @Override
  public byte[] reports(List<Report> reports) {
    return Json.document(
        json -> {
          json.string("schema", SCHEMA);
          json.objects("reports", reports, report -> report(json, report));
          json.object("summary", () -> summary(json, new Tally(reports)));
        });
  }

  @Override
  public byte[] explanation(Explanation explanation) {
    return Json.document(
        json -> {
          json.string("schema", SCHEMA);
          target(
              json,
              explanation.target(),
              explanation.configFile(),
              explanation.nginxVersion(),
              explanation.nginxVersionSource());
          json.object("decision", () -> new DecisionJson(json).members(explanation.decision()));
        });
  }

  @Override
  public byte[] survey(Survey survey) {
    return Json.document(
        json -> {
          json.string("schema", SCHEMA);
          json.object(
              "target",
              () ->
                  configuration(
                      json,
                      survey.configFile(),
                      survey.nginxVersion(),
                      survey.nginxVersionSource()));
          json.objects("locations", survey.entries(), new SurveyJson(json)::members);
        });
  }

  @Override
  public byte[] traffic(Traffic traffic, int most) {
    return Json.document(
        json -> {
          json.string("schema", SCHEMA);
          json.objects("causes", traffic.causes(), cause -> cause(json, cause));
          new TrafficJson(json).members(traffic, most);
        });
  }

  @Override
  public byte[] logs(LogReport report) {
    return Json.document(
        json -> {
          json.string("schema", SCHEMA);
          json.objects("causes", report.causes(), cause -> cause(json, cause));
          new LogReportJson(json).members(report);
        });
  }

  private static void report(Json json, Report report) {
    json.string("schema", SCHEMA);
    target(
        json,
        report.target(),
        report.configFile(),
        report.nginxVersion(),
        report.nginxVersionSource());
    json.string("verdict", report.verdict().label());
    json.objects("causes", report.causes(), cause -> cause(json, cause));
    json.objects("suppressed", report.suppressed(), apart -> suppressed(json, apart));
    json.object("decision", report.decision(), new DecisionJson(json)::members);
    json.objects("hops", report.hops(), new HopJson(json)::members);
    List<Sheet> measured = MeasurementSheets.of(report);
    if (!measured.isEmpty()) {
      json.objects("probes", measured, sheet -> SheetJson.part(json, sheet));
    }
  }

  private static void summary(Json json, Tally tally) {
    json.number("checked", tally.reports().size());
    for (Verdict verdict : Verdict.values()) {
      json.number(verdict.label(), tally.of(verdict));
    }
  }

  private static void target(
      Json json, Target target, Optional<String> config, NginxVersion version, String source) {
    json.object(
        "target",
        () -> {
          json.string("url", target.toString());
          configuration(json, config, version, source);
        });
  }

  private static void configuration(
      Json json, Optional<String> config, NginxVersion version, String source) {
    json.string("config", config);
    json.object(
        "nginx",
        () -> {
          json.string("version", version.toString());
          json.string("source", source);
        });
  }

  private static void suppressed(Json json, Suppressed apart) {
    json.string("because", apart.because());
    json.object("cause", () -> cause(json, apart.finding()));
  }

  static void cause(Json json, Finding cause) {
    json.string("id", cause.id());
    json.string("severity", lowerCase(cause.severity()));
    json.number("confidence", cause.confidence());
    json.string("summary", cause.summary());
    json.string("why", cause.why());
    json.objects("places", cause.places(), place -> place(json, place));
    json.objects(
        "evidence",
        cause.evidence(),
        evidence -> {
          json.string("kind", lowerCase(evidence.kind()));
          json.string("text", evidence.text());
        });
    json.object("fix", cause.fix(), fix -> fix(json, fix));
    json.string("page", "rules/" + cause.id() + ".md");
  }

  private static void place(Json json, Place place) {
    json.string("file", place.file());
    json.number("line", place.line());
    json.number("column", place.column());
    json.string("text", place.text());
  }

  private static void fix(Json json, Fix fix) {
    json.string("safety", lowerCase(fix.safety()));
    json.string("advice", fix.advice());
    json.string("diff", Diffs.decoded(Patch.of(fix.edits())));
    json.objects(
        "edits",
        Secrets.applicable(fix),
        edit -> {
          json.string("file", edit.range().file().name());
          json.number("start", edit.range().start());
          json.number("end", edit.range().end());
          json.string("text", edit.replacement());
        });
  }

  private static String lowerCase(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }
}
