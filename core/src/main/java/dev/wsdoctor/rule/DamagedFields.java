package dev.wsdoctor.rule;

import dev.wsdoctor.conf.Directive;
import dev.wsdoctor.conf.Edit;
import dev.wsdoctor.conf.SourceFile;
import dev.wsdoctor.conf.SourceRange;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// `proxy_set_header` with another count of arguments than two: an equals sign between name and
/// value, or both in one pair of quotes.
final class DamagedFields {
  private static final Pattern TOGETHER = Pattern.compile("([A-Za-z][\\w-]*)[ :=]\\s*(\\S+)");

  private DamagedFields() {}

  static Stream<Edit> edits(Subject subject, SourceFile file) {
    return WrittenDirectives.of(subject.configuration(), file)
        .filter(line -> line.is(HeaderSettings.DIRECTIVE))
        .flatMap(DamagedFields::edit);
  }

  private static Stream<Edit> edit(Directive line) {
    if (line.parameterCount() == 3 && line.parameters().get(1).matches("[=:]")) {
      int end = line.parameterRange(1).end();
      return Stream.of(
          Edit.delete(new SourceRange(line.range().file(), line.parameterRange(0).end(), end)));
    }
    if (line.parameterCount() != 1) {
      return Stream.of();
    }
    Matcher both = TOGETHER.matcher(line.parameter());
    return both.matches()
        ? Stream.of(new Edit(line.parameterRange(0), both.group(1) + " " + both.group(2)))
        : Stream.of();
  }
}
