package dev.wsdoctor.app.format;

import dev.wsdoctor.conf.PathNames;
import dev.wsdoctor.diagnosis.Report;

/// How a report calls the files of a configuration that is far from where the person stands: from
/// the folder of its root file, which is named in full once.
record Nearby(String folder) {
  static Nearby of(Report report, Folder here) {
    return new Nearby(
        report
            .configFile()
            .filter(file -> !here.holds(file))
            .map(PathNames::folder)
            .filter(folder -> folder.length() > 1)
            .orElse(""));
  }

  String in(String sentence) {
    return new Folder(folder.replaceFirst("/$", "")).strip(sentence);
  }
}
