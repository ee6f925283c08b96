package dev.wsdoctor.rule;

import dev.wsdoctor.conf.Directive;
import dev.wsdoctor.conf.Edit;
import dev.wsdoctor.conf.SourceFile;
import dev.wsdoctor.conf.SourceRange;
import dev.wsdoctor.finding.Finding;
import dev.wsdoctor.finding.Fix;
import dev.wsdoctor.nginx.Scope;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Says who else is affected when a fix changes a file that several places include.
final class SharedFiles {
  private static final int MOST_NAMED = 3;

  private SharedFiles() {}

  static Finding named(Subject subject, Finding finding) {
    return finding.fix().flatMap(fix -> told(subject, fix)).map(finding::mendedBy).orElse(finding);
  }

  private static Optional<Fix> told(Subject subject, Fix fix) {
    List<Directive> others =
        fix.edits().stream()
            .map(Edit::range)
            .map(range -> range.file())
            .distinct()
            .flatMap(file -> others(subject, file).stream())
            .toList();
    return others.isEmpty()
        ? Optional.empty()
        : Optional.of(Fix.review("%s; %s".formatted(fix.advice(), sentence(others)), fix.edits()));
  }

  /// The includes of a file that do not bring it into the blocks that this request passes.
  private static List<Directive> others(Subject subject, SourceFile file) {
    List<Directive> includes = subject.configuration().includesOf(file);
    if (includes.size() < 2) {
      return List.of();
    }
    Set<SourceRange> own =
        subject.hops().stream()
            .flatMap(hop -> hop.decision().scope().stream())
            .flatMap(scope -> scope.chain().stream())
            .map(Scope::block)
            .flatMap(block -> includesIn(block.children()))
            .map(Directive::range)
            .collect(Collectors.toSet());
    return includes.stream().filter(include -> !own.contains(include.range())).toList();
  }

  private static Stream<Directive> includesIn(List<Directive> directives) {
    return directives.stream()
        .filter(directive -> directive.is("include"))
        .flatMap(include -> Stream.concat(Stream.of(include), includesIn(include.children())));
  }

  private static String sentence(List<Directive> others) {
    String places =
        others.stream().limit(MOST_NAMED).map(Directive::where).collect(Collectors.joining(", "));
    String more =
        others.size() > MOST_NAMED ? " and " + (others.size() - MOST_NAMED) + " more" : "";
    return "the file is included for others too (%s%s), which change with it"
        .formatted(places, more);
  }
}
