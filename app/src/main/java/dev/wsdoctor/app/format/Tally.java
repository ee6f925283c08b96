package dev.wsdoctor.app.format;

import dev.wsdoctor.diagnosis.Report;
import dev.wsdoctor.diagnosis.Verdict;
import java.util.ArrayList;
import java.util.List;

/// How many reports came to which verdict.
record Tally(List<Report> reports) {
  Tally {
    reports = List.copyOf(reports);
  }

  int of(Verdict verdict) {
    int count = 0;
    for (Report report : reports) {
      count += report.verdict() == verdict ? 1 : 0;
    }
    return count;
  }

  /// `3 checked: 2 healthy, 1 broken`.
  String sentence() {
    List<String> counts = new ArrayList<>();
    for (Verdict verdict : Verdict.values()) {
      if (of(verdict) > 0) {
        counts.add(of(verdict) + " " + verdict.label().replace('-', ' '));
      }
    }
    String checked = reports.isEmpty() ? "nothing was" : String.valueOf(reports.size());
    return checked + " checked" + (counts.isEmpty() ? "" : ": " + String.join(", ", counts));
  }
}
