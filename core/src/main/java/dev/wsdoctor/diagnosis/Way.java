package dev.wsdoctor.diagnosis;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A URL that passes several nginx, each with a configuration of its own: the first is asked with
/// the client's request, every later one with the request that the one before sends.
final class Way {
  private final Doctor doctor;

  Way(Doctor doctor) {
    this.doctor = doctor;
  }

  /// What one hop says, and what the next one is to be asked, if this one passes the request on.
  record Examined(Report report, Optional<CheckRequest> onwards) {}

  /// A report for each hop that is reached, in the order of the way.
  Answer<List<Report>> check(CheckRequest first, List<ConfigurationSource> behind) {
    int hops = behind.size() + 1;
    List<Report> reports = new ArrayList<>();
    CheckRequest question = first;
    while (true) {
      switch (doctor.examine(question)) {
        case Answer.Unusable<Examined>(String message) -> {
          return new Answer.Unusable<>(message);
        }
        case Answer.Given<Examined>(Examined found) -> {
          int hop = reports.size() + 1;
          boolean ends = hop == hops || found.onwards().isEmpty();
          reports.add(titled(found.report(), question, hop, hops, ends));
          if (ends) {
            return new Answer.Given<>(List.copyOf(reports));
          }
          question = found.onwards().orElseThrow().about(behind.get(hop - 1));
        }
      }
    }
  }

  private static Report titled(
      Report report, CheckRequest question, int hop, int hops, boolean ends) {
    List<String> remarks = new ArrayList<>(report.remarks());
    if (hop > 1) {
      remarks.add(
          "asked with the request that hop %d sends: GET %s, Host %s"
              .formatted(
                  hop - 1,
                  question.target().requestTarget(),
                  question.extraFields().first("Host").orElse("missing")));
    }
    if (ends && hop < hops) {
      remarks.add(
          "hop %d is not asked: this one sends the request to no address where it could listen"
              .formatted(hop + 1));
    }
    return report.saying(
        "hop %d of %d, %s: %s".formatted(hop, hops, name(report, hop), report.headline()), remarks);
  }

  private static String name(Report report, int hop) {
    return report
        .configFile()
        .map(file -> String.valueOf(Path.of(file).getFileName()))
        .orElse("nginx " + hop);
  }
}
