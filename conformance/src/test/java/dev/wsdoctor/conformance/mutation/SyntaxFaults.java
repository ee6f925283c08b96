package dev.wsdoctor.conformance.mutation;

import dev.wsdoctor.conf.Directive;
import dev.wsdoctor.conf.Edit;
import dev.wsdoctor.conf.SourceRange;
import dev.wsdoctor.conformance.mutation.Original.Spot;
import java.util.Set;
import java.util.stream.Stream;

/// What makes nginx refuse the file: a semicolon or a brace too few, a name that it does not know.
final class SyntaxFaults {
  private static final Set<String> NOT_LOADED = Set.of("config-not-loaded");

  private SyntaxFaults() {}

  static Stream<Mutant> of(Original original) {
    return Stream.of(
            semicolonLost(original),
            openingLost(original),
            closingLost(original),
            nameMisspelt(original))
        .flatMap(mutants -> mutants);
  }

  private static Stream<Mutant> semicolonLost(Original original) {
    return written(original)
        .filter(directive -> !directive.isBlock())
        .map(
            directive ->
                original.mutant(
                    "drop a semicolon",
                    directive,
                    Set.of("config-not-loaded", "semicolon-missing"),
                    Edit.delete(directive.terminator())));
  }

  private static Stream<Mutant> openingLost(Original original) {
    return written(original)
        .filter(Directive::isBlock)
        .map(
            block ->
                original.mutant(
                    "drop an opening brace", block, NOT_LOADED, Edit.delete(block.terminator())));
  }

  private static Stream<Mutant> closingLost(Original original) {
    return written(original)
        .filter(Directive::isBlock)
        .map(
            block ->
                original.mutant(
                    "drop a closing brace", block, NOT_LOADED, Edit.delete(lastByte(block))));
  }

  private static Stream<Mutant> nameMisspelt(Original original) {
    return written(original)
        .filter(directive -> directive.name().startsWith("proxy_") || directive.is("server_name"))
        .map(
            directive ->
                original.mutant(
                    "misspelt directive",
                    directive,
                    NOT_LOADED,
                    Edit.delete(
                        new SourceRange(
                            directive.range().file(),
                            directive.range().start() + 3,
                            directive.range().start() + 4))));
  }

  /// In the neighbourhood of the socket: elsewhere such a fault is the same one again.
  private static Stream<Directive> written(Original original) {
    return original.spots().filter(SyntaxFaults::isNear).map(Spot::directive);
  }

  private static boolean isNear(Spot spot) {
    return spot.around().stream().noneMatch(block -> block.is("types") || block.is("events"));
  }

  private static SourceRange lastByte(Directive block) {
    SourceRange range = block.range();
    return new SourceRange(range.file(), range.end() - 1, range.end());
  }
}
