package dev.wsdoctor.rule.selection;

import dev.wsdoctor.finding.Fix;
import dev.wsdoctor.nginx.Location;
import dev.wsdoctor.rule.BlockTitle;
import dev.wsdoctor.rule.LocationCopy;
import java.util.List;
import java.util.Optional;

/// A location made for the end of the path: `/websockify`, where the page has come to open
/// `/vnc/websockify`. An application that opens its socket beside its page does that when the page
/// moves into a folder.
final class TailLocation {
  private TailLocation() {}

  /// A copy of that location for the whole path, which asks the backend for what it was asked for.
  static Optional<Fix> mend(Selection selection, String path) {
    return selection.elsewhere().stream()
        .filter(location -> isTail(location, path))
        .findFirst()
        .flatMap(model -> copy(selection, model, path));
  }

  private static boolean isTail(Location location, String path) {
    boolean literal = !location.isRegex() && location.kind() != Location.Kind.NAMED;
    return literal
        && location.name().length() > 2
        && path.length() > location.name().length()
        && path.endsWith(location.name());
  }

  private static Optional<Fix> copy(Selection selection, Location model, String path) {
    String advice = "serve %s as %s does".formatted(path, BlockTitle.withPlace(model.directive()));
    return LocationCopy.asIf(selection.server(), model, path)
        .map(edit -> Fix.review(advice, List.of(edit)));
  }
}
