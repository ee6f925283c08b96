package dev.wsdoctor.rule.selection;

import dev.wsdoctor.conf.Directive;
import dev.wsdoctor.conf.Edit;
import dev.wsdoctor.finding.Fix;
import dev.wsdoctor.nginx.Location;
import dev.wsdoctor.rule.BlockTitle;
import dev.wsdoctor.rule.LocationGroups;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// A regular expression without its `~`: `location ^/(api|ws)(/|$)` is a prefix to nginx, and no
/// path begins so.
final class LostTilde {
  private static final Pattern SIGNS = Pattern.compile("[\\^$|*+?()\\[\\]\\\\]");

  private LostTilde() {}

  static Optional<Fix> of(Location location, String path) {
    Directive directive = location.directive();
    boolean written =
        location.kind() == Location.Kind.PREFIX
            && directive.parameterCount() == 1
            && SIGNS.matcher(location.name()).find();
    return written && LocationGroups.matches(location.name(), false, path)
        ? Optional.of(
            Fix.review(
                "say with ~ that the name of %s is a regular expression"
                    .formatted(BlockTitle.withPlace(directive)),
                List.of(
                    Edit.insert(
                        directive.range().file(), directive.parameterRange(0).start(), "~ "))))
        : Optional.empty();
  }
}
