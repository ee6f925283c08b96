package dev.wsdoctor.rule;

import dev.wsdoctor.conf.ConfigurationError;
import dev.wsdoctor.conf.Directive;
import dev.wsdoctor.conf.Edit;
import dev.wsdoctor.conf.Layout;
import dev.wsdoctor.conf.SourceRange;
import dev.wsdoctor.finding.Finding;
import dev.wsdoctor.finding.Fix;
import dev.wsdoctor.finding.Place;
import dev.wsdoctor.finding.Severity;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// A variable such as `$connection_upgrade` is used and never defined, so that nginx does not
/// start.
final class MapMissing implements Rule {
  private static final Pattern UNKNOWN_VARIABLE = Pattern.compile("unknown \"([^\"]+)\" variable");

  @Override
  public String id() {
    return "map-missing";
  }

  @Override
  public List<Finding> examine(Subject subject) {
    return subject.errors().stream()
        .filter(error -> !ConfigNotLoaded.dependsOnFiles(error))
        .limit(1)
        .flatMap(
            error -> variable(error).map(variable -> finding(subject, error, variable)).stream())
        .toList();
  }

  static Optional<String> variable(ConfigurationError error) {
    Matcher matcher = UNKNOWN_VARIABLE.matcher(error.message());
    return matcher.find() ? Optional.of("$" + matcher.group(1)) : Optional.empty();
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
    return respelt(subject, error, variable)
        .or(() -> mend(subject, variable))
        .map(placed::mendedBy)
        .orElse(placed);
  }

  /// A name that is nearly the one of a map.
  private static Optional<Fix> respelt(Subject subject, ConfigurationError error, String variable) {
    Stream<String> defined =
        subject.configuration().http().stream()
            .flatMap(http -> http.body("map"))
            .filter(map -> map.parameterCount() == 2)
            .map(map -> map.parameters().get(1));
    return error
        .place()
        .filter(place -> place.text().contains(variable))
        .flatMap(
            place ->
                Misspelling.nearest(defined, variable)
                    .map(
                        name ->
                            Fix.review(
                                "write %s for %s".formatted(name, variable),
                                List.of(new Edit(range(place, variable), name)))));
  }

  private static SourceRange range(SourceRange place, String variable) {
    int start = place.start() + place.text().indexOf(variable);
    return new SourceRange(place.file(), start, start + variable.length());
  }

  /// Only a variable that feeds Connection can be guessed.
  private static Optional<Fix> mend(Subject subject, String variable) {
    if (!variable.matches("\\$(?i).*(upgrade|connection).*")) {
      return Optional.of(
          Fix.manual("define " + variable + " with map, set or geo, or correct its name"));
    }
    return subject
        .configuration()
        .http()
        .flatMap(
            http ->
                http.body("server").findFirst().map(server -> map(subject, http, server, variable)))
        .map(map -> Fix.safe("define " + variable + " once at http level", List.of(map)));
  }

  private static Edit map(Subject subject, Directive http, Directive server, String variable) {
    return Layout.before(
        server, ConnectionMap.lines(variable, subject.version(), http.body("upstream")));
  }

  @Override
  public boolean concernsPages() {
    return true;
  }
}
