package dev.wsdoctor.rule.path;

import dev.wsdoctor.conf.Directive;
import dev.wsdoctor.conf.EditDistance;
import dev.wsdoctor.nginx.Location;
import dev.wsdoctor.rule.LocationGroups;
import dev.wsdoctor.rule.Subject;
import java.util.List;
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

  static Stream<Wish> of(Subject subject, SentPath path) {
    String asked = path.askedPath();
    List<Directive> rewrites =
        path.proxied().scope().chain().reversed().stream()
            .map(level -> level.own("rewrite"))
            .filter(lines -> !lines.isEmpty())
            .findFirst()
            .orElse(List.of())
            .stream()
            .filter(line -> line.parameterCount() == 3 && line.lastParameter().equals("break"))
            .toList();
    if (rewrites.stream().anyMatch(line -> path.hasMatched(line) && !matches(line, asked))) {
      return Stream.of(); // the path was another one by then
    }
    List<Directive> matching = rewrites.stream().filter(line -> matches(line, asked)).toList();
    if (!matching.isEmpty()) {
      return behind(path, matching);
    }
    return path.isReplaced() || !path.sentPath().equals(asked)
        ? Stream.of()
        : path.prefix().filter(own -> own.name().length() > 1).stream()
            .flatMap(own -> rewrites.stream().flatMap(line -> missing(path, own, line)));
  }

  private static boolean matches(Directive rewrite, String path) {
    return !LocationGroups.caught(rewrite.parameter(), false, path).isEmpty();
  }

  private static Stream<Wish> missing(SentPath path, Location location, Directive line) {
    String name = path.bareName();
    Matcher words = BEGINNING.matcher(line.parameter());
    String written = words.matches() ? words.group(1).replaceFirst("/$", "") : "";
    boolean meant =
        isNear(written, name, line)
            || isOfAnother(location, written, name, line)
            || isOfThePage(name, line);
    String front = line.parameters().get(1).replaceFirst("/?\\$\\d.*$|/$", "");
    String rest = path.askedPath().substring(Math.min(name.length(), path.askedPath().length()));
    return meant
        ? Stream.of(
            Wish.of(
                    front + rest + path.askedQuery(),
                    0.85,
                    "The expression of this rewrite does not match the path, so that %s is sent along."
                        .formatted(location.name()))
                .at(List.of(line)))
        : Stream.of();
  }

  private static boolean isNear(String written, String name, Directive line) {
    boolean near =
        written.equalsIgnoreCase(name)
            || (name.length() >= LONG_ENOUGH_TO_MISSPELL
                && EditDistance.between(written, name) <= 2);
    return near && !written.equals(name) && line.parameter().contains("(");
  }

  /// A name that no path of this location begins with: that of a neighbour, copied along, of the
  /// server in front, or of the location for which a shared file was written.
  private static boolean isOfAnother(
      Location location, String written, String name, Directive line) {
    return written.length() > 1
        && location.scope().own("rewrite").contains(line)
        && line.parameter().startsWith("^")
        && line.parameter().contains("(")
        && !name.startsWith(written)
        && !written.startsWith(name);
  }

  /// `^/app/$` to `/` is for the page alone.
  private static boolean isOfThePage(String name, Directive line) {
    return line.parameter().matches("\\^" + Pattern.quote(name) + "(?:/\\??)?\\$")
        && line.parameters().get(1).equals("/");
  }

  /// The first that matches ends the search.
  private static Stream<Wish> behind(SentPath path, List<Directive> matching) {
    Directive general = matching.getFirst();
    return matching.stream()
        .filter(line -> line.range().start() > general.range().start())
        .filter(line -> line.range().file() == general.range().file())
        .filter(line -> isWithin(line, general))
        .limit(1)
        .map(special -> Wish.of(made(path, special), 0.84, why(special)).at(List.of(general)));
  }

  private static String made(SentPath path, Directive special) {
    Matcher words = STRIPPING.matcher(special.parameter());
    String rest =
        words.matches() ? path.askedPath().substring(words.group(1).length()) : path.askedPath();
    return special.parameters().get(1).replace("$1", rest) + path.askedQuery();
  }

  private static String why(Directive special) {
    return "The first rewrite that matches ends the search with break: %s, which is made for this path, is never asked."
        .formatted(special.parameter());
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
