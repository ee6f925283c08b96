package dev.wsdoctor.rule.refusal;

import dev.wsdoctor.conf.Configuration;
import dev.wsdoctor.conf.ConfigurationError;
import dev.wsdoctor.conf.Edit;
import dev.wsdoctor.conf.Edits;
import dev.wsdoctor.conf.MemoryFiles;
import dev.wsdoctor.conf.SourceFile;
import dev.wsdoctor.directive.check.ConfigurationCheck;
import dev.wsdoctor.nginx.Nginx;
import dev.wsdoctor.rule.Hop;
import dev.wsdoctor.rule.Subject;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// What nginx would say of a configuration after some edits. `errors` are those that the edits have
/// to answer for: a file that is not here may be where nginx runs.
record Trial(Configuration configuration, List<ConfigurationError> errors) {

  /// Nothing where the edits do not fit together.
  static Optional<Trial> of(Subject subject, List<Edit> edits) {
    Map<SourceFile, List<Edit>> byFile =
        edits.stream().collect(Collectors.groupingBy(edit -> edit.range().file()));
    Map<SourceFile, String> texts = new HashMap<>();
    byFile.forEach(
        (file, own) -> {
          if (Edits.tryApply(file, own) instanceof Edits.Applied(String text)) {
            texts.put(file, text);
          }
        });
    return texts.size() == byFile.size() ? Optional.of(of(subject, texts)) : Optional.empty();
  }

  private static Trial of(Subject subject, Map<SourceFile, String> texts) {
    Configuration original = subject.configuration();
    List<SourceFile> files =
        original.files().stream()
            .map(
                one ->
                    texts.containsKey(one)
                        ? SourceFile.ofText(one.name(), texts.getOrDefault(one, ""))
                        : one)
            .toList();
    Configuration changed =
        Configuration.load(MemoryFiles.of(files), files.getFirst().name(), original.prefixes());
    List<ConfigurationError> errors =
        ConfigurationCheck.checked(changed, subject.version()).errors().stream()
            .filter(error -> !error.dependsOnFiles())
            .toList();
    return new Trial(changed, errors);
  }

  /// Whether no edit of the syntax is left to be made: a variable that nobody defines is another
  /// rule's.
  boolean loads() {
    return errors.stream().allMatch(error -> error.unknownVariable().isPresent());
  }

  /// Whether the request is passed on, if it was before.
  boolean passesOn(Subject before) {
    Hop first = before.first();
    return first.proxied().isEmpty()
        || Nginx.of(configuration, before.version())
            .decide(first.connection(), first.request(), before.files())
            .proxied()
            .isPresent();
  }
}
