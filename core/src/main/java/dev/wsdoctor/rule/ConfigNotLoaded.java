package dev.wsdoctor.rule;

import dev.wsdoctor.conf.ConfigurationError;
import dev.wsdoctor.conf.StockFiles;
import dev.wsdoctor.conf.WideText;
import dev.wsdoctor.finding.Finding;
import dev.wsdoctor.finding.Fix;
import dev.wsdoctor.finding.Place;
import dev.wsdoctor.finding.Severity;
import dev.wsdoctor.rule.refusal.SyntaxMend;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The configuration does not load: `nginx -t` refuses it, so a start or a reload fails and what
/// runs is something older.
final class ConfigNotLoaded implements Rule {
  private static final Pattern OPEN = Pattern.compile("open\\(\\) \"([^\"]+)\"");

  @Override
  public String id() {
    return "config-not-loaded";
  }

  @Override
  public List<Finding> examine(Subject subject) {
    Optional<ConfigurationError> certain =
        subject.errors().stream().filter(error -> !error.dependsOnFiles()).findFirst();
    if (certain.isPresent()) {
      return certain.get().unknownVariable().isPresent()
          ? List.of()
          : List.of(certain(subject, certain.get()));
    }
    Optional<Finding> unknown =
        subject.errors().stream().allMatch(ConfigNotLoaded::isOfNoUpstream)
            ? UnknownUpstream.of(subject, id())
            : Optional.empty();
    if (unknown.isPresent()) {
      return List.of(unknown.get());
    }
    return subject.errors().stream()
        .filter(error -> !isOfNoUpstream(error))
        .limit(1)
        .map(error -> depending(subject, error))
        .toList();
  }

  /// Whether a file is missing that would say nothing of upstreams.
  private static boolean isOfNoUpstream(ConfigurationError error) {
    return MissingCertificates.isOne(error) || isOfStockFile(error);
  }

  /// Whether a file is missing that nginx itself brings: where it runs, it is there.
  private static boolean isOfStockFile(ConfigurationError error) {
    Matcher open = OPEN.matcher(error.message());
    return open.lookingAt() && StockFiles.isOne(open.group(1));
  }

  private Finding certain(Subject subject, ConfigurationError error) {
    Optional<String> wide = error.place().flatMap(place -> WideText.advice(place.file()));
    String advice = wide.orElse("mend the line, then run nginx -t");
    Finding finding = finding(error, Severity.ERROR, 0.99, advice);
    Optional<SyntaxMend.Candidate> mend =
        wide.isPresent() ? Optional.empty() : SyntaxMend.of(subject, error);
    return mend.map(found -> placed(finding, found).mendedBy(found.fix())).orElse(finding);
  }

  /// nginx names the line where it stumbles; what made it stumble may stand before, or be the whole
  /// of that line.
  private static Finding placed(Finding finding, SyntaxMend.Candidate mend) {
    List<Place> lost = mend.places().stream().map(Place::of).toList();
    Stream<Place> other =
        finding.places().stream()
            .filter(place -> lost.stream().noneMatch(shown -> isSameLine(shown, place)));
    return finding.at(Stream.concat(lost.stream(), other).distinct().toList());
  }

  private static boolean isSameLine(Place one, Place other) {
    return one.file().equals(other.file()) && one.line() == other.line();
  }

  /// A missing include leaves settings unknown.
  private Finding depending(Subject subject, ConfigurationError error) {
    if (MissingInclude.isCertain(subject, error)) {
      return finding(error, Severity.ERROR, 0.99, "put the file there")
          .mendedBy(MissingInclude.mend(subject, error).orElse(Fix.manual("put the file there")));
    }
    boolean include = error.message().startsWith("open()");
    return finding(
        error,
        include ? Severity.WARNING : Severity.NOTE,
        include ? 0.4 : 0.1,
        "nothing, if the file is there on the machine that runs nginx; else put it there");
  }

  private Finding finding(
      ConfigurationError error, Severity severity, double confidence, String advice) {
    Finding finding =
        Finding.of(
                id(),
                severity,
                confidence,
                "nginx refuses this configuration: " + error,
                "nginx reads a configuration whole or not at all; after a failed reload the old one stays in force.")
            .mendedBy(Fix.manual(advice));
    return error.place().map(place -> finding.at(Place.of(place))).orElse(finding);
  }

  @Override
  public boolean concernsPages() {
    return true;
  }
}
