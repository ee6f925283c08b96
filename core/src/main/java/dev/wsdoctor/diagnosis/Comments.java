package dev.wsdoctor.diagnosis;

import dev.wsdoctor.conf.Configuration;
import dev.wsdoctor.conf.Directive;
import dev.wsdoctor.conf.SourceFile;
import dev.wsdoctor.conf.SourceRange;
import dev.wsdoctor.conf.TokenKind;
import dev.wsdoctor.conf.Tokens;
import dev.wsdoctor.rule.WrittenDirectives;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// The comments of a file, and the directives that each is about: those that begin on its line, or
/// else the next one below. A block is meant with all that stands in it.
record Comments(Configuration configuration, SourceFile file) {
  Stream<SourceRange> all() {
    Tokens tokens = configuration.parsed(file).tokens();
    return IntStream.range(0, tokens.size())
        .filter(i -> tokens.kind(i) == TokenKind.COMMENT)
        .mapToObj(tokens::range);
  }

  /// What the comment is about; nothing where the block that it stands in ends first.
  Optional<SourceRange> scope(SourceRange comment) {
    int lineStart = comment.start() - (comment.column() - 1);
    boolean alone = file.text().substring(lineStart, comment.start()).isBlank();
    return alone ? below(comment) : beside(comment);
  }

  private Optional<SourceRange> below(SourceRange comment) {
    int next = next(comment.end());
    return written()
        .filter(directive -> directive.range().start() == next)
        .map(Directive::range)
        .findFirst();
  }

  /// Where the next token begins that is neither space nor comment.
  private int next(int offset) {
    Tokens tokens = configuration.parsed(file).tokens();
    return IntStream.range(0, tokens.size())
        .filter(i -> tokens.start(i) >= offset)
        .filter(i -> tokens.kind(i) != TokenKind.SPACE && tokens.kind(i) != TokenKind.COMMENT)
        .map(tokens::start)
        .findFirst()
        .orElse(file.text().length());
  }

  /// From the first to the last that begins on the line, or what began above and ends its head
  /// there.
  private Optional<SourceRange> beside(SourceRange comment) {
    int line = comment.line();
    List<SourceRange> begun =
        written().map(Directive::range).filter(range -> range.line() == line).toList();
    return begun.isEmpty()
        ? written()
            .filter(directive -> directive.terminator().line() == line)
            .map(Directive::range)
            .findFirst()
        : Optional.of(span(begun));
  }

  private SourceRange span(List<SourceRange> ranges) {
    int start = ranges.stream().mapToInt(SourceRange::start).min().orElseThrow();
    int end = ranges.stream().mapToInt(SourceRange::end).max().orElseThrow();
    return new SourceRange(file, start, end);
  }

  private Stream<Directive> written() {
    return WrittenDirectives.of(configuration, file);
  }
}
