package dev.wsdoctor.diagnosis;

import dev.wsdoctor.conf.SourceRange;
import dev.wsdoctor.finding.Finding;
import dev.wsdoctor.finding.Place;
import dev.wsdoctor.finding.Suppressed;
import java.util.List;

/// One comment that allows causes, with what it covers: directives, and all that stands in them.
public record Allowance(List<String> ids, Suppressed.Comment comment, SourceRange scope) {
  public Allowance {
    ids = List.copyOf(ids);
  }

  /// Whether it is about this finding: its first place decides, the one that a report names first.
  boolean covers(Finding finding) {
    return ids.contains(finding.id())
        && finding.places().stream().limit(1).anyMatch(this::isInScope);
  }

  private boolean isInScope(Place place) {
    if (!place.file().equals(scope.file().name())) {
      return false;
    }
    int offset = scope.file().offset(place.line(), place.column());
    return scope.start() <= offset && offset < scope.end();
  }
}
