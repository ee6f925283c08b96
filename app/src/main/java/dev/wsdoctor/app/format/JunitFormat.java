package dev.wsdoctor.app.format;

import dev.wsdoctor.diagnosis.Report;
import dev.wsdoctor.diagnosis.Verdict;
import dev.wsdoctor.finding.Finding;
import dev.wsdoctor.finding.Fix;
import dev.wsdoctor.finding.Place;
import dev.wsdoctor.finding.Suppressed;
import dev.wsdoctor.probe.Observation;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// JUnit's XML, which every CI system draws as a table of tests: a suite per URL and file; in it a
/// test for the URL, which fails when its socket does, and one for each cause, which fails when the
/// cause is an error.
final class JunitFormat implements Format {
  private final Folder folder;

  JunitFormat(Viewer viewer) {
    this.folder = new Folder(viewer.folder());
  }

  @Override
  public byte[] report(Report report) {
    return reports(List.of(report));
  }

  @Override
  public byte[] reports(List<Report> reports) {
    Xml xml = new Xml();
    xml.element(
        "testsuites",
        () -> reports.forEach(report -> suite(xml, report)),
        "name",
        "wsdoctor",
        "tests",
        sum(reports.stream().mapToInt(JunitFormat::tests).sum()),
        "failures",
        sum(reports.stream().mapToInt(JunitFormat::failures).sum()),
        "errors",
        "0");
    return xml.bytes();
  }

  private static String sum(int count) {
    return String.valueOf(count);
  }

  private static int tests(Report report) {
    return 1 + report.causes().size() + report.suppressed().size();
  }

  private static int failures(Report report) {
    int broken = report.verdict() == Verdict.BROKEN ? 1 : 0;
    return broken + (int) report.causes().stream().filter(Finding::isError).count();
  }

  private void suite(Xml xml, Report report) {
    Optional<String> file = report.configFile().map(folder::shortName);
    xml.element(
        "testsuite",
        () -> {
          properties(xml, report);
          url(xml, report);
          report.causes().forEach(cause -> cause(xml, report, cause));
          report.suppressed().forEach(apart -> skipped(xml, report, apart));
        },
        "name",
        report.target() + file.map(name -> " (" + name + ")").orElse(""),
        "tests",
        sum(tests(report)),
        "failures",
        sum(failures(report)),
        "errors",
        "0",
        "skipped",
        sum(report.suppressed().size()),
        "time",
        seconds(report));
  }

  private static void properties(Xml xml, Report report) {
    xml.element(
        "properties",
        () -> {
          xml.empty("property", "name", "verdict", "value", report.verdict().label());
          xml.empty(
              "property",
              "name",
              "nginx",
              "value",
              "%s (%s)".formatted(report.nginxVersion(), report.nginxVersionSource()));
        });
  }

  private void url(Xml xml, Report report) {
    String[] attributes = {
      "classname", "wsdoctor", "name", report.target().toString(), "time", seconds(report)
    };
    if (report.verdict() == Verdict.HEALTHY) {
      xml.empty("testcase", attributes);
      return;
    }
    boolean broken = report.verdict() == Verdict.BROKEN;
    xml.element(
        "testcase",
        () -> {
          if (broken) {
            xml.text(
                "failure",
                text(report),
                "message",
                folder.strip(report.headline()),
                "type",
                "broken");
          } else {
            xml.text(
                "system-out", report.verdict().label() + ": " + folder.strip(report.headline()));
          }
        },
        attributes);
  }

  /// The whole report as a person reads it, because a CI system shows this text and no other.
  private String text(Report report) {
    byte[] text = new TextFormat(new Viewer(false, folder.path(), false)).report(report);
    return new String(text, StandardCharsets.UTF_8);
  }

  private void cause(Xml xml, Report report, Finding cause) {
    Optional<Place> place = cause.places().stream().findFirst();
    List<String> attributes = new ArrayList<>();
    attributes.addAll(List.of("classname", report.target().toString(), "name"));
    attributes.add(cause.id() + place.map(at -> " " + where(at)).orElse(""));
    place.ifPresent(at -> attributes.addAll(List.of("file", folder.shortName(at.file()))));
    place.ifPresent(at -> attributes.addAll(List.of("line", sum(at.line()))));
    xml.element(
        "testcase",
        () -> {
          if (cause.isError()) {
            xml.text(
                "failure",
                folder.strip(words(cause)),
                "message",
                folder.strip(cause.summary()),
                "type",
                cause.id());
          } else {
            xml.text("system-out", folder.strip(words(cause)));
          }
        },
        attributes.toArray(String[]::new));
  }

  private void skipped(Xml xml, Report report, Suppressed apart) {
    xml.element(
        "testcase",
        () -> xml.empty("skipped", "message", folder.strip(apart.because())),
        "classname",
        report.target().toString(),
        "name",
        apart.finding().id());
  }

  private String where(Place place) {
    return folder.shortName(place.file()) + ":" + place.line();
  }

  private static String words(Finding cause) {
    String level = cause.severity().name().toLowerCase(Locale.ROOT);
    String advice = cause.fix().map(Fix::advice).map(text -> "\nFix: " + text).orElse("");
    return "%s: %s\n%s%s\nMore: wsdoctor why %s"
        .formatted(level, cause.summary(), cause.why(), advice, cause.id());
  }

  /// What all handshakes took together; nothing where none was tried.
  private static String seconds(Report report) {
    Duration took =
        report.hops().stream()
            .flatMap(hop -> hop.timings().stream())
            .map(Observation.Timing::took)
            .reduce(Duration.ZERO, Duration::plus);
    return "%d.%03d".formatted(took.toSeconds(), took.toMillisPart());
  }
}
