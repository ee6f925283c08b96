package dev.wsdoctor.rule.path;

import dev.wsdoctor.conf.Directive;
import dev.wsdoctor.conf.Edit;
import dev.wsdoctor.conf.EditDistance;
import dev.wsdoctor.finding.Fix;
import dev.wsdoctor.finding.Severity;
import dev.wsdoctor.nginx.Location;
import dev.wsdoctor.regex.Compiled;
import dev.wsdoctor.regex.Match;
import dev.wsdoctor.regex.Regex;
import dev.wsdoctor.regex.Regexes;
import dev.wsdoctor.rule.WrittenParameter;
import dev.wsdoctor.rule.path.SentPath.Fault;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// A `rewrite ... break` that was to take the location's name away and does not come to it: its
/// expression has another name, or the page alone, or a more general one stands in front of it.
final class UnmatchedRewrite {
  private static final int LONG_ENOUGH_TO_MISSPELL = 4;

  /// The words in front of a group for the rest.
  private static final Pattern BEGINNING = Pattern.compile("\\^?(/[\\w/-]*)\\??(?:\\(.*)?\\$?");

  /// The same with all of the rest in the group.
  private static final Pattern STRIPPING = Pattern.compile("\\^?(/[\\w/-]*)\\(\\.[*+]\\)\\$?");

  private UnmatchedRewrite() {}

  static Optional<Fault> of(SentPath path) {
    String asked = SentPath.path(path.asked());
    List<Directive> rewrites =
        path.proxied().scope().chain().reversed().stream()
            .map(level -> level.own("rewrite"))
            .filter(lines -> !lines.isEmpty())
            .findFirst()
            .orElse(List.of())
            .stream()
            .filter(line -> line.parameterCount() == 3 && line.lastParameter().equals("break"))
            .toList();
    if (rewrites.stream().anyMatch(line -> hasMatched(path, line) && !matches(line, asked))) {
      return Optional.empty(); // the path was another one by then
    }
    Optional<Directive> first = rewrites.stream().filter(line -> matches(line, asked)).findFirst();
    if (first.isPresent()) {
      return first.flatMap(general -> behind(path, rewrites, general));
    }
    return path.isReplaced() || !SentPath.path(path.sent()).equals(asked)
        ? Optional.empty()
        : path.location().stream()
            .filter(location -> !location.isRegex() && location.kind() != Location.Kind.NAMED)
            .filter(location -> location.name().length() > 1)
            .flatMap(
                location ->
                    rewrites.stream().flatMap(line -> missing(path, location, line).stream()))
            .findFirst();
  }

  /// Whether nginx has rewritten by this line.
  private static boolean hasMatched(SentPath path, Directive rewrite) {
    return path.matched()
        .anyMatch(
            place ->
                place.file() == rewrite.range().file() && place.start() == rewrite.range().start());
  }

  private static boolean matches(Directive rewrite, String path) {
    return Regexes.compile(rewrite.parameter(), false) instanceof Compiled.Valid(Regex regex)
        && regex.match(path) instanceof Match.Matched;
  }

  private static Optional<Fault> missing(SentPath path, Location location, Directive line) {
    return respelt(location, line)
        .or(() -> ofAnother(location, line))
        .or(() -> widened(location, line))
        .map(
            mend ->
                new Fault(
                    line,
                    path.sent(),
                    Severity.ERROR,
                    0.85,
                    "The expression of this rewrite does not match the path, so that %s is sent along."
                        .formatted(location.name()),
                    mend));
  }

  private static Optional<Fix> respelt(Location location, Directive line) {
    Matcher words = BEGINNING.matcher(line.parameter());
    if (!words.matches() || !line.parameter().contains("(")) {
      return Optional.empty();
    }
    String written = words.group(1).replaceFirst("/$", "");
    String name = location.name().replaceFirst("/$", "");
    boolean near =
        written.equalsIgnoreCase(name)
            || (name.length() >= LONG_ENOUGH_TO_MISSPELL
                && EditDistance.between(written, name) <= 2);
    if (written.equals(name) || !near) {
      return Optional.empty();
    }
    int start = words.start(1);
    Edit edit = WrittenParameter.of(line, 0).replace(start, start + written.length(), name);
    return Optional.of(
        Fix.review("write %s as the location has it".formatted(name), List.of(edit)));
  }

  /// A name that no path of this location begins with: that of a neighbour, copied along, of the
  /// server in front, or of the location for which a shared file was written.
  private static Optional<Fix> ofAnother(Location location, Directive line) {
    Matcher words = BEGINNING.matcher(line.parameter());
    String written = words.matches() ? words.group(1).replaceFirst("/$", "") : "";
    String name = location.name().replaceFirst("/$", "");
    boolean ofAnother =
        written.length() > 1
            && location.scope().own("rewrite").contains(line)
            && line.parameter().startsWith("^")
            && line.parameter().contains("(")
            && !name.startsWith(written)
            && !written.startsWith(name);
    boolean shared = line.range().file() != location.directive().range().file();
    String instead =
        shared ? "/(?:%s|%s)".formatted(written.substring(1), name.substring(1)) : name;
    return ofAnother
        ? Optional.of(
            Fix.review(
                "take %s away, too".formatted(name),
                List.of(
                    WrittenParameter.of(line, 0)
                        .replace(words.start(1), words.start(1) + written.length(), instead))))
        : Optional.empty();
  }

  /// `^/app/$` to `/` is for the page alone.
  private static Optional<Fix> widened(Location location, Directive line) {
    String name = location.name().replaceFirst("/$", "");
    String pattern = line.parameter();
    boolean page =
        Stream.of("^" + name + "/$", "^" + name + "$", "^" + name + "/?$").anyMatch(pattern::equals)
            && line.parameters().get(1).equals("/");
    if (!page) {
      return Optional.empty();
    }
    WrittenParameter written = WrittenParameter.of(line, 0);
    int end = written.text().length() - 1;
    Edit rest = written.insert(end, pattern.endsWith("/$") ? "(.*)" : "(?:/(.*))?");
    Edit kept = WrittenParameter.of(line, 1).append("$1");
    return Optional.of(
        Fix.review("take %s away from every path below it".formatted(name), List.of(rest, kept)));
  }

  /// The first that matches ends the search.
  private static Optional<Fault> behind(
      SentPath path, List<Directive> rewrites, Directive general) {
    String asked = SentPath.path(path.asked());
    return rewrites.stream()
        .filter(line -> line.range().start() > general.range().start())
        .filter(line -> line.range().file() == general.range().file())
        .filter(line -> matches(line, asked) && isWithin(line, general))
        .findFirst()
        .map(
            special ->
                new Fault(
                    general,
                    path.sent(),
                    Severity.ERROR,
                    0.84,
                    "The first rewrite that matches ends the search with break: %s, which is made for this path, is never"
                            .formatted(special.parameter())
                        + " asked.",
                    Fix.review(
                        "let the more special rewrite stand first",
                        List.of(
                            new Edit(general.range(), special.range().text()),
                            new Edit(special.range(), general.range().text())))));
  }

  private static boolean isWithin(Directive special, Directive general) {
    Matcher one = STRIPPING.matcher(special.parameter());
    Matcher other = STRIPPING.matcher(general.parameter());
    return one.matches()
        && other.matches()
        && one.group(1).length() > other.group(1).length()
        && one.group(1).startsWith(other.group(1));
  }
}
