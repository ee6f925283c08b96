package dev.wsdoctor.diagnosis;

import java.util.List;

/// What became of every location of a configuration that is made for sockets: a report for each URL
/// that leads to one, and what could not be checked, in sentences.
public record Inspection(String configFile, List<Report> reports, List<String> remarks) {
  public Inspection {
    reports = List.copyOf(reports);
    remarks = List.copyOf(remarks);
  }
}
