package dev.wsdoctor.sandbox;

import dev.wsdoctor.conf.Directive;
import dev.wsdoctor.conf.Edit;
import dev.wsdoctor.conf.SourceFile;
import dev.wsdoctor.conf.SourceRange;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The edits that turn the user's files into the private copy.
///
/// No edit adds or removes a line, so that a message of nginx about line 7 of a copy is one about
/// line 7 of the original. A file that is included more than once is visited more than once: an
/// edit that comes again is dropped, one that differs makes the copy impossible.
final class Moves {
  private final Map<SourceFile, List<Edit>> edits = new HashMap<>();
  private final Map<SourceRange, String> done = new HashMap<>();
  private String trouble = "";

  void replace(SourceRange range, String text) {
    String before = done.putIfAbsent(range, text);
    if (before == null) {
      edits
          .computeIfAbsent(range.file(), _ -> new ArrayList<>())
          .add(new Edit(range, text + lineEnds(range)));
    } else if (!before.equals(text)) {
      impossible(
          "%s is included in places that need different copies of it".formatted(range.where()));
    }
  }

  /// Nothing in place of a directive.
  void remove(Directive directive) {
    replace(directive.range(), " ");
  }

  /// Replaces a parameter, in quotes.
  void replaceParameter(Directive directive, int index, String value) {
    replace(directive.parameterRange(index), quoted(value));
  }

  /// Puts text behind the `{` of a block.
  void insertInto(Directive block, String text) {
    int start = block.terminator().end();
    replace(new SourceRange(block.range().file(), start, start), " " + text + " ");
  }

  private static String lineEnds(SourceRange range) {
    return "\n".repeat((int) range.text().chars().filter(c -> c == '\n').count());
  }

  /// A word of nginx's configuration language with this value.
  static String quoted(String value) {
    return '"' + value.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }

  /// Other text between the braces of a block.
  void replaceBody(Directive block, String text) {
    SourceRange all = block.range();
    SourceRange body = new SourceRange(all.file(), block.terminator().end(), all.end() - 1);
    replace(body, " " + text + " ");
  }

  /// The copy cannot be made; the first reason counts.
  void impossible(String why) {
    if (trouble.isEmpty()) {
      trouble = why;
    }
  }

  /// Why the copy cannot be made; empty if it can.
  String trouble() {
    return trouble;
  }

  List<Edit> of(SourceFile file) {
    return edits.getOrDefault(file, List.of());
  }
}
