package dev.wsdoctor.rule.refusal;

import dev.wsdoctor.conf.Directive;
import dev.wsdoctor.conf.Edit;
import dev.wsdoctor.conf.Layout;
import dev.wsdoctor.conf.PathNames;
import dev.wsdoctor.conf.SourceFile;
import dev.wsdoctor.conf.SourceRange;
import dev.wsdoctor.rule.BlockTitle;
import dev.wsdoctor.rule.Subject;
import dev.wsdoctor.rule.WrittenDirectives;
import dev.wsdoctor.rule.refusal.SyntaxMend.Candidate;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Two files with an upstream of one name: that of the second is renamed there with all that goes
/// to it, or goes where both are the same.
final class TwinUpstream {
  private static final Pattern MESSAGE = Pattern.compile("duplicate upstream \"([^\"]+)\"");

  private TwinUpstream() {}

  static Stream<Candidate> candidates(Refusal refusal) {
    Matcher twice = MESSAGE.matcher(refusal.message());
    return twice.find()
        ? blocks(refusal.subject(), twice.group(1)).stream()
            .filter(block -> holds(block, refusal.place()))
            .flatMap(block -> candidates(refusal.subject(), block))
        : Stream.of();
  }

  private static boolean holds(Directive block, SourceRange place) {
    return block.range().file() == place.file()
        && block.range().start() <= place.start()
        && place.start() <= block.terminator().end();
  }

  private static List<Directive> blocks(Subject subject, String name) {
    return subject.configuration().files().stream()
        .flatMap(file -> WrittenDirectives.of(subject.configuration(), file))
        .filter(one -> one.is("upstream") && one.parameter().equals(name))
        .toList();
  }

  private static Stream<Candidate> candidates(Subject subject, Directive second) {
    List<Directive> others =
        blocks(subject, second.parameter()).stream().filter(one -> !one.equals(second)).toList();
    if (others.stream().anyMatch(one -> isSame(one, second))) {
      return Stream.of(
          new Candidate(
              Layout.remove(second),
              "take out %s, which is there word for word in %s"
                  .formatted(BlockTitle.withPlace(second), others.getFirst().where())));
    }
    boolean apart =
        others.stream().noneMatch(other -> other.range().file() == second.range().file());
    return apart ? renamed(subject, second) : Stream.of();
  }

  private static boolean isSame(Directive first, Directive second) {
    return body(first).equals(body(second));
  }

  private static List<String> body(Directive block) {
    return block.body().map(line -> line.head().text().replaceAll("\\s+", " ")).toList();
  }

  private static Stream<Candidate> renamed(Subject subject, Directive second) {
    SourceFile file = second.range().file();
    String name = second.parameter() + "_" + suffix(file);
    Pattern address =
        Pattern.compile(
            "^((?:https?|grpcs?)://)?" + Pattern.quote(second.parameter()) + "(?=[:/$]|$)");
    List<Edit> uses =
        WrittenDirectives.of(subject.configuration(), file)
            .filter(line -> line.name().endsWith("_pass"))
            .filter(line -> address.matcher(line.parameter()).find())
            .map(
                line ->
                    new Edit(
                        line.parameterRange(0),
                        address.matcher(line.parameter()).replaceFirst("$1" + name)))
            .toList();
    Edit block = new Edit(second.parameterRange(0), name);
    return uses.isEmpty()
        ? Stream.of()
        : Stream.of(
            new Candidate(
                Stream.concat(Stream.of(block), uses.stream()).toList(),
                "call the upstream of %s %s: names of upstreams hold for all files"
                    .formatted(file.name(), name),
                List.of()));
  }

  /// What tells the file apart, in letters that a name may have.
  private static String suffix(SourceFile file) {
    String base = PathNames.base(file.name());
    return base.replaceFirst("\\.conf$", "").replaceAll("[^A-Za-z0-9]+", "_");
  }
}
