package dev.wsdoctor.rule;

import dev.wsdoctor.conf.Directive;
import dev.wsdoctor.conf.Edit;
import dev.wsdoctor.conf.SourceRange;

/// A parameter as it stands in the file, in quotes or without: edits inside of it leave the quotes
/// where they are. Offsets count from the first byte behind an opening quote.
public record WrittenParameter(SourceRange range) {
  public static WrittenParameter of(Directive directive, int index) {
    return new WrittenParameter(directive.parameterRange(index));
  }

  public static WrittenParameter last(Directive directive) {
    return of(directive, directive.parameterCount() - 1);
  }

  /// What stands between the quotes, escapes as they are written.
  public String text() {
    return range.text().substring(quote(), range.text().length() - quote());
  }

  public Edit insert(int offset, String text) {
    return Edit.insert(range.file(), range.start() + quote() + offset, text);
  }

  /// In front of a closing quote.
  public Edit append(String text) {
    return insert(text().length(), text);
  }

  public Edit replace(int start, int end, String text) {
    int first = range.start() + quote();
    return new Edit(new SourceRange(range.file(), first + start, first + end), text);
  }

  private int quote() {
    return range.text().length() > 1 && range.text().matches("(?s)[\"'].*[\"']") ? 1 : 0;
  }
}
