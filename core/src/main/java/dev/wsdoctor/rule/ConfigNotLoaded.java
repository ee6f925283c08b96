package dev.wsdoctor.rule;

import dev.wsdoctor.conf.ConfigurationError;
import dev.wsdoctor.finding.Finding;
import dev.wsdoctor.finding.Fix;
import dev.wsdoctor.finding.Place;
import dev.wsdoctor.finding.Severity;
import java.util.List;

/// The configuration does not load: `nginx -t` refuses it, so a start or a reload fails and what
/// runs is something older.
final class ConfigNotLoaded implements Rule {
  @Override
  public String id() {
    return "config-not-loaded";
  }

  @Override
  public List<Finding> examine(Subject subject) {
    return subject.errors().stream()
        .limit(1)
        .filter(error -> MapMissing.variable(error).isEmpty())
        .map(this::finding)
        .toList();
  }

  private Finding finding(ConfigurationError error) {
    boolean depends =
        error.message().contains("failed (2: No such file")
            || error.message().startsWith("cannot load certificate");
    Finding finding =
        Finding.of(
                id(),
                depends ? Severity.WARNING : Severity.ERROR,
                depends ? 0.4 : 0.99,
                "nginx refuses this configuration: " + error,
                "nginx reads a configuration whole or not at all; after a failed reload the old one stays in force."
                    + (depends ? " The file may exist on the machine that runs nginx." : ""))
            .mendedBy(Fix.manual("mend the line, then run nginx -t"));
    return error.place().map(place -> finding.at(Place.of(place))).orElse(finding);
  }

  @Override
  public boolean concernsPages() {
    return true;
  }
}
