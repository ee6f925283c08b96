package dev.wsdoctor.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wsdoctor.conf.Configuration;
import dev.wsdoctor.conf.Directive;
import dev.wsdoctor.conf.MemoryFiles;
import dev.wsdoctor.conf.SourceFile;
import dev.wsdoctor.rule.WrittenDirectives;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// nginx refuses a directive with too few parameters; we read on behind it, and so must stand them
/// everywhere.
class StrippedDirectivesTest {
  @Test
  void aDirectiveThatLostItsParametersIsJudgedWithoutAnException() throws IOException {
    List<String> failed =
        RuleCasesTest.cases().parallelStream()
            .flatMap(given -> stripped(given).stream().flatMap(text -> failure(given, text)))
            .toList();
    assertThat(failed).isEmpty();
  }

  private static Stream<String> failure(RuleCase given, String stripped) {
    try {
      given.withText(stripped).prediction();
      return Stream.of();
    } catch (RuntimeException e) {
      return Stream.of(given + ": " + difference(given.text(), stripped) + ": " + e);
    }
  }

  /// The text with each of its lines reduced once to the name, and once without its last parameter.
  private static List<String> stripped(RuleCase given) {
    SourceFile file = SourceFile.ofText("nginx.conf", given.text());
    Configuration configuration = Configuration.load(MemoryFiles.of(List.of(file)), file.name());
    return WrittenDirectives.of(configuration, file)
        .filter(directive -> directive.parameterCount() > 0 && !directive.is("include"))
        .flatMap(directive -> stripped(given.text(), directive))
        .distinct()
        .toList();
  }

  private static Stream<String> stripped(String text, Directive directive) {
    int last = directive.parameterCount() - 1;
    int end = directive.parameterRange(last).end();
    return Stream.of(0, last)
        .distinct()
        .map(from -> directive.parameterRange(from).start())
        .map(start -> text.substring(0, start) + text.substring(end));
  }

  private static String difference(String whole, String stripped) {
    int at = 0;
    while (at < stripped.length() && whole.charAt(at) == stripped.charAt(at)) {
      at++;
    }
    int line = whole.lastIndexOf('\n', at) + 1;
    return whole.substring(line, whole.indexOf('\n', at)).strip();
  }
}
