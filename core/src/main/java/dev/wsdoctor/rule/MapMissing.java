package dev.wsdoctor.rule;

import dev.wsdoctor.conf.ConfigurationError;
import dev.wsdoctor.finding.Finding;
import dev.wsdoctor.finding.Place;
import dev.wsdoctor.finding.Severity;
import java.util.List;

/// A variable such as `$connection_upgrade` is used and never defined, so that nginx does not
/// start.
final class MapMissing implements Rule {
  @Override
  public String id() {
    return "map-missing";
  }

  @Override
  public List<Finding> examine(Subject subject) {
    return subject.errors().stream()
        .filter(error -> !error.dependsOnFiles())
        .limit(1)
        .flatMap(
            error ->
                error.unknownVariable().map(variable -> finding(subject, error, variable)).stream())
        .toList();
  }

  private Finding finding(Subject subject, ConfigurationError error, String variable) {
    Finding finding =
        Finding.of(
            id(),
            Severity.ERROR,
            0.99,
            variable + " is used and defined nowhere, so nginx does not load this configuration",
            "The variable is not nginx's own; samples that use it come with a map at http level that defines it"
                + " (nginx says: "
                + error.message()
                + ").");
    Finding placed = error.place().map(place -> finding.at(Place.of(place))).orElse(finding);
    return placed.mendedBy(UndefinedVariables.mend(subject, UndefinedVariables.of(subject)));
  }

  @Override
  public boolean concernsPages() {
    return true;
  }
}
