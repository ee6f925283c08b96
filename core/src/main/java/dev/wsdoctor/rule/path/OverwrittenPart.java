package dev.wsdoctor.rule.path;

import dev.wsdoctor.conf.Directive;
import dev.wsdoctor.conf.Edit;
import dev.wsdoctor.conf.Layout;
import dev.wsdoctor.finding.Fix;
import dev.wsdoctor.finding.Severity;
import dev.wsdoctor.nginx.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A part of the path that a location sets, and that a file included behind it empties again.
final class OverwrittenPart {
  private OverwrittenPart() {}

  static Optional<Fault> of(SentPath path) {
    return path.location().stream()
        .flatMap(
            location ->
                location.directive().children().stream()
                    .filter(line -> line.is("include"))
                    .flatMap(
                        include ->
                            include
                                .body("set")
                                .filter(set -> isEmptied(set, path.pass()))
                                .flatMap(set -> before(location.directive(), include, set).stream())
                                .map(first -> fault(path.proxied(), include, first))))
        .findFirst();
  }

  private static boolean isEmptied(Directive set, Directive pass) {
    return set.parameterCount() == 2
        && set.lastParameter().isEmpty()
        && pass.parameter().contains(set.parameter());
  }

  /// The line of the location itself whose value is lost.
  private static Optional<Directive> before(Directive block, Directive include, Directive later) {
    return block.children().stream()
        .takeWhile(line -> !line.equals(include))
        .filter(line -> line.is("set") && line.parameterCount() == 2)
        .filter(line -> line.parameter().equals(later.parameter()))
        .filter(line -> line.lastParameter().startsWith("/"))
        .findFirst();
  }

  private static Fault fault(Outcome.Proxied proxied, Directive include, Directive first) {
    List<Edit> edits = new ArrayList<>();
    edits.add(Layout.remove(first));
    edits.add(Layout.after(include, List.of(first.range().text())));
    return new Fault(
        first,
        proxied.sent().target().text(),
        Severity.ERROR,
        0.88,
        "What is included behind this line sets %s anew, to nothing: the last one counts."
            .formatted(first.parameter()),
        Fix.review("set %s behind the include".formatted(first.parameter()), edits));
  }
}
