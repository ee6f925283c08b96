package dev.wsdoctor.app.cli;

import dev.wsdoctor.diagnosis.Answer;
import dev.wsdoctor.diagnosis.CheckRequest;
import dev.wsdoctor.diagnosis.Inspection;
import dev.wsdoctor.diagnosis.Report;
import dev.wsdoctor.diagnosis.Setting;
import dev.wsdoctor.nginx.VirtualServer;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// The questions of a run with several files or URLs, asked one after the other. What cannot be
/// used is a complaint, and the rest goes on.
final class Batch {
  private final Engine engine;
  private final List<Report> reports = new ArrayList<>();
  private final Set<String> complaints = new LinkedHashSet<>();
  private final Set<String> remarks = new LinkedHashSet<>();

  Batch(Engine engine) {
    this.engine = engine;
  }

  /// Every socket of the configurations, from the files alone.
  void inspect(List<Setting> settings) {
    for (Answer<Inspection> answer : engine.inspect().apply(settings)) {
      switch (answer) {
        case Answer.Unusable<Inspection>(String message) -> complaints.add(message);
        case Answer.Given<Inspection>(Inspection found) -> {
          reports.addAll(found.reports());
          found.remarks().forEach(remark -> remarks.add(found.configFile() + ": " + remark));
        }
      }
    }
  }

  void check(CheckRequest request) {
    reports.addAll(given(List.of(engine.check().apply(request))));
  }

  /// One URL asked of several configurations: those answer that have a server of its host's name,
  /// or all of them when none has.
  void check(CheckRequest request, List<Setting> settings) {
    List<Report> answers = given(engine.checkIn().apply(request, settings));
    List<Report> named = answers.stream().filter(Batch::hasServerOfThatName).toList();
    reports.addAll(named.isEmpty() ? answers : named);
  }

  private List<Report> given(List<Answer<Report>> answers) {
    List<Report> given = new ArrayList<>();
    for (Answer<Report> answer : answers) {
      switch (answer) {
        case Answer.Unusable<Report>(String message) -> complaints.add(message);
        case Answer.Given<Report>(Report report) -> given.add(report);
      }
    }
    return given;
  }

  private static boolean hasServerOfThatName(Report report) {
    String host = report.target().host().toLowerCase(Locale.ROOT);
    return report.decision().flatMap(decision -> decision.server()).stream()
        .map(VirtualServer::names)
        .flatMap(List::stream)
        .anyMatch(name -> covers(name.toLowerCase(Locale.ROOT), host));
  }

  /// nginx has chosen the server already, so that a pattern may be taken to match.
  private static boolean covers(String name, String host) {
    return name.equals(host)
        || name.startsWith("~")
        || (name.startsWith("*.") && host.endsWith(name.substring(1)))
        || (name.startsWith(".") && ("." + host).endsWith(name))
        || (name.endsWith(".*") && host.startsWith(name.substring(0, name.length() - 1)));
  }

  List<Report> reports() {
    return List.copyOf(reports);
  }

  List<String> complaints() {
    return List.copyOf(complaints);
  }

  List<String> remarks() {
    return List.copyOf(remarks);
  }
}
