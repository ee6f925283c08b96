package dev.wsdoctor.rule.refusal;

import dev.wsdoctor.conf.Directive;
import dev.wsdoctor.conf.Edit;
import dev.wsdoctor.conf.SourceFile;
import dev.wsdoctor.conf.SourceRange;
import dev.wsdoctor.rule.HeaderSettings;
import dev.wsdoctor.rule.Subject;
import dev.wsdoctor.rule.WrittenDirectives;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Another count of arguments than nginx takes, by the habits of other languages: an equals sign, a
/// field's name and its value in one pair of quotes, the `always` of `add_header`.
final class DamagedArguments {
  private static final Pattern MESSAGE =
      Pattern.compile("invalid number of arguments in \"(\\w+)\"");

  private static final Pattern TOGETHER = Pattern.compile("([A-Za-z][\\w-]*)[ :=]\\s*(\\S+)");

  private DamagedArguments() {}

  /// Of all lines of the directive that nginx complains of.
  static Stream<Edit> edits(Subject subject, SourceFile file, String message) {
    Matcher miscounted = MESSAGE.matcher(message);
    return miscounted.lookingAt()
        ? WrittenDirectives.of(subject.configuration(), file)
            .filter(line -> line.is(miscounted.group(1)) && line.parameterCount() > 0)
            .flatMap(DamagedArguments::edit)
        : Stream.of();
  }

  private static Stream<Edit> edit(Directive line) {
    int last = line.parameterCount() - 1;
    if (last > 0 && line.parameter().equals("=")) {
      return Stream.of(
          without(line, line.parameterRange(0).start(), line.parameterRange(1).start()));
    }
    if (!line.is(HeaderSettings.DIRECTIVE)) {
      return Stream.of();
    }
    if (last == 2 && line.parameters().get(1).matches("[=:]")) {
      return Stream.of(without(line, line.parameterRange(0).end(), line.parameterRange(1).end()));
    }
    if (last == 2 && line.lastParameter().equals("always")) {
      return Stream.of(without(line, line.parameterRange(1).end(), line.parameterRange(2).end()));
    }
    Matcher both = TOGETHER.matcher(line.parameter());
    return last == 0 && both.matches()
        ? Stream.of(new Edit(line.parameterRange(0), both.group(1) + " " + both.group(2)))
        : Stream.of();
  }

  private static Edit without(Directive line, int start, int end) {
    return Edit.delete(new SourceRange(line.range().file(), start, end));
  }
}
