package dev.wsdoctor.app.format;

import dev.wsdoctor.diagnosis.Report;
import dev.wsdoctor.diagnosis.Verdict;
import java.util.ArrayList;
import java.util.List;

/// How many reports came to which verdict.
public record Tally(List<Report> reports) {
  public Tally {
    reports = List.copyOf(reports);
  }

  int of(Verdict verdict) {
    int count = 0;
    for (Report report : reports) {
      count += report.verdict() == verdict ? 1 : 0;
    }
    return count;
  }

  /// `3 files, 12 URLs: 2 broken, 10 healthy`.
  public String sentence() {
    List<String> counts = new ArrayList<>();
    for (Verdict verdict : Verdict.values()) {
      if (of(verdict) > 0) {
        counts.add(of(verdict) + " " + verdict.label().replace('-', ' '));
      }
    }
    return "%s%s: %s"
        .formatted(
            files(),
            counted(reports.size(), "URL"),
            counts.isEmpty() ? "nothing was checked" : String.join(", ", counts));
  }

  private String files() {
    long files =
        reports.stream().flatMap(report -> report.configFile().stream()).distinct().count();
    return files == 0 ? "" : counted(files, "file") + ", ";
  }

  private static String counted(long count, String noun) {
    return count + " " + noun + (count == 1 ? "" : "s");
  }
}
