package dev.wsdoctor.rule.refusal;

import dev.wsdoctor.conf.Directive;
import dev.wsdoctor.conf.SourceFile;
import dev.wsdoctor.conf.SourceRange;
import dev.wsdoctor.rule.Subject;
import dev.wsdoctor.rule.WrittenDirectives;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// What nginx refuses: its words for it, and the place that they name.
record Refusal(Subject subject, SourceRange place, String message) {
  private static final Pattern MISCOUNTED =
      Pattern.compile("invalid number of arguments in \"([^\"]*)\" directive");

  private static final Pattern VALUE =
      Pattern.compile(
          "invalid [^\"]*\"([^\"]+)\".*|value \"([^\"]+)\" must be .*"
              + "|host not found in \\w+ \"([^\"]+)\".*");

  /// Whether nginx says one of these.
  boolean says(String... words) {
    return Stream.of(words).anyMatch(message::contains);
  }

  /// Whether a directive of that name has another count of parameters than nginx takes.
  boolean miscounts(String name) {
    return miscounted().filter(name::equals).isPresent();
  }

  /// The directive that has another count of parameters than nginx takes.
  Optional<String> miscounted() {
    return group(MISCOUNTED);
  }

  /// The parameter that nginx names: `invalid parameter "x"`.
  Optional<String> refusedWord() {
    return group(VALUE);
  }

  /// What a pattern's first group that matched found in nginx's words.
  Optional<String> group(Pattern pattern) {
    Matcher found = pattern.matcher(message);
    return found.lookingAt()
        ? Stream.iterate(1, group -> group <= found.groupCount(), group -> group + 1)
            .flatMap(group -> Optional.ofNullable(found.group(group)).stream())
            .findFirst()
        : Optional.empty();
  }

  /// The directive, or the line of a map, that the place is of; none where it has swallowed other
  /// lines.
  Stream<Directive> line() {
    return atPlace().filter(one -> one.head().text().indexOf('\n') < 0);
  }

  /// The directive that the place is of, over however many lines it goes.
  Stream<Directive> atPlace() {
    return in(place.file())
        .filter(
            one ->
                one.range().start() == place.start() || one.terminator().start() == place.start())
        .limit(1);
  }

  /// All that is written in a file.
  Stream<Directive> in(SourceFile file) {
    return WrittenDirectives.of(subject.configuration(), file);
  }

  /// All that is written in any file.
  Stream<Directive> everywhere() {
    return subject.configuration().files().stream().flatMap(this::in);
  }

  /// The block that a line stands directly in, in its own file.
  Optional<Directive> around(Directive line) {
    return in(line.range().file()).filter(block -> block.children().contains(line)).findFirst();
  }
}
