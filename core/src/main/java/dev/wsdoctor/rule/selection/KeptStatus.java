package dev.wsdoctor.rule.selection;

import dev.wsdoctor.conf.Directive;
import dev.wsdoctor.conf.Edit;
import dev.wsdoctor.conf.SourceRange;
import dev.wsdoctor.finding.Fix;
import dev.wsdoctor.nginx.Phase;
import dev.wsdoctor.rule.Hop;
import dev.wsdoctor.rule.Subject;
import dev.wsdoctor.rule.WrittenDirectives;
import java.util.List;
import java.util.Optional;

/// An `error_page` that leads to the backend and keeps the status it was met with, or sets another:
/// the backend's 101 goes out with that status, and no tunnel is made.
record KeptStatus(Directive errorPage) {
  static Optional<KeptStatus> of(Subject subject) {
    Hop hop = subject.last();
    return hop.proxied()
        .filter(proxied -> !proxied.upgradable())
        .flatMap(_ -> followed(subject, hop))
        .map(KeptStatus::new);
  }

  private static Optional<Directive> followed(Subject subject, Hop hop) {
    return hop.decision().steps().stream()
        .filter(step -> step.phase() == Phase.ERROR_PAGE)
        .flatMap(step -> step.place().stream())
        .reduce((_, later) -> later)
        .flatMap(place -> written(subject, place));
  }

  private static Optional<Directive> written(Subject subject, SourceRange place) {
    return WrittenDirectives.of(subject.configuration(), place.file())
        .filter(line -> line.is("error_page") && line.range().start() == place.start())
        .findFirst();
  }

  String summary() {
    return "%s gives the backend's 101 another status".formatted(errorPage.head().text().strip());
  }

  /// `=` alone leaves the status to whoever answers.
  Fix mend() {
    int last = errorPage.parameterCount() - 1;
    SourceRange page = errorPage.parameterRange(last);
    boolean sets = last > 0 && errorPage.parameters().get(last - 1).startsWith("=");
    Edit edit =
        sets
            ? new Edit(errorPage.parameterRange(last - 1), "=")
            : Edit.insert(page.file(), page.start(), "= ");
    return Fix.review("leave the status to the backend with =", List.of(edit));
  }
}
