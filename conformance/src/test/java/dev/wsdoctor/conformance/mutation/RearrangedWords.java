package dev.wsdoctor.conformance.mutation;

import dev.wsdoctor.conf.Directive;
import dev.wsdoctor.conf.Edit;
import dev.wsdoctor.conformance.mutation.Original.Spot;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// The same words with other white space and quotes.
final class RearrangedWords {
  private RearrangedWords() {}

  static Stream<Rearranged> of(Original original) {
    return Stream.of(
        original.rewritten("with CRLF", text -> text.replace("\r\n", "\n").replace("\n", "\r\n")),
        original.rewritten("with tabs", text -> text.replace("    ", "\t").replace("  ", "\t")),
        original.rearranged(
            "quoted",
            original.first(),
            original
                .spots("proxy_set_header")
                .map(Spot::directive)
                .flatMap(RearrangedWords::quoted)
                .toArray(Edit[]::new)),
        original.rearranged(
            "each block in a line",
            original.first(),
            original
                .spots()
                .filter(spot -> spot.around().isEmpty())
                .map(Spot::directive)
                .filter(Directive::isBlock)
                .map(block -> new Edit(block.range(), inOneLine(block)))
                .toArray(Edit[]::new)));
  }

  private static Stream<Edit> quoted(Directive line) {
    return IntStream.range(0, line.parameterCount())
        .mapToObj(line::parameterRange)
        .filter(range -> range.text().matches("[\\w$:/.-]+"))
        .map(range -> new Edit(range, "'" + range.text() + "'"));
  }

  private static String inOneLine(Directive directive) {
    return directive.isBlock()
        ? directive.children().stream()
            .map(RearrangedWords::inOneLine)
            .collect(Collectors.joining(" ", directive.head().text() + " { ", " }"))
        : directive.head().text() + ";";
  }
}
