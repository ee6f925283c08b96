package dev.wsdoctor.diagnosis;

import dev.wsdoctor.conf.Configuration;
import dev.wsdoctor.conf.Directive;
import dev.wsdoctor.conf.SourceFile;
import dev.wsdoctor.finding.Finding;
import dev.wsdoctor.finding.Place;
import dev.wsdoctor.rule.BlockTitle;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Tells each place of a finding which blocks of its file stand around it.
record Surroundings(Configuration configuration) {
  List<Finding> fillIn(List<Finding> findings) {
    return findings.stream()
        .map(finding -> finding.at(finding.places().stream().map(this::fillIn).toList()))
        .toList();
  }

  private Place fillIn(Place place) {
    return configuration
        .file(place.file())
        .map(file -> place.within(titles(file, file.offset(place.line(), place.column()))))
        .orElse(place);
  }

  private List<String> titles(SourceFile file, int offset) {
    List<String> titles = new ArrayList<>();
    Optional<Directive> around = around(configuration.parsed(file).directives(), file, offset);
    while (around.isPresent()) {
      titles.add(BlockTitle.of(around.get()));
      around = around(around.get().children(), file, offset);
    }
    return titles;
  }

  /// The block that the offset lies in; where the block itself begins is outside of it.
  private static Optional<Directive> around(List<Directive> siblings, SourceFile file, int offset) {
    return siblings.stream()
        .filter(Directive::isBlock)
        .filter(block -> block.range().file() == file)
        .filter(block -> block.range().start() < offset && offset < block.range().end())
        .findFirst();
  }
}
