package dev.wsdoctor.rule;

import dev.wsdoctor.conf.Configuration;
import dev.wsdoctor.conf.Directive;
import dev.wsdoctor.conf.SourceFile;
import java.util.stream.Stream;

/// Every directive that is written in one file, blocks before what they hold.
public final class WrittenDirectives {
  private WrittenDirectives() {}

  public static Stream<Directive> of(Configuration configuration, SourceFile file) {
    return configuration.parsed(file).directives().stream().flatMap(WrittenDirectives::withInner);
  }

  private static Stream<Directive> withInner(Directive directive) {
    return directive.is("include")
        ? Stream.of(directive)
        : Stream.concat(
            Stream.of(directive),
            directive.children().stream().flatMap(WrittenDirectives::withInner));
  }
}
