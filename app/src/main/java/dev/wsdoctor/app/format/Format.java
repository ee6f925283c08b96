package dev.wsdoctor.app.format;

import dev.wsdoctor.diagnosis.Report;
import java.util.List;

/// A way to print what a check found out. It yields bytes, because lines of configuration files
/// come out as they are, whatever their encoding.
public interface Format {
  byte[] report(Report report);

  /// The answers to several questions as one document, in the order given, with a summary where the
  /// format has a place for one. A list of one looks like a list, for the sake of programs.
  byte[] reports(List<Report> reports);
}
