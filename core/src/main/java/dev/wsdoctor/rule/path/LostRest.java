package dev.wsdoctor.rule.path;

import dev.wsdoctor.conf.Directive;
import dev.wsdoctor.nginx.Location;
import dev.wsdoctor.rule.BlockTitle;
import dev.wsdoctor.rule.LocationGroups;
import dev.wsdoctor.rule.Rehearsal;
import dev.wsdoctor.rule.SocketPath;
import dev.wsdoctor.rule.Subject;
import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// What follows the name of the location, or what an expression matches, does not arrive: an
/// expression ends too early, a group is not named, or variables in `proxy_pass` make it all that
/// is sent.
final class LostRest {
  private static final Pattern ENDS_IN_A_GROUP =
      Pattern.compile("(?s).*\\((?:\\?P?<\\w+>)?/?\\.[*+]\\)\\??\\$?");
  private static final Pattern NUMBER = Pattern.compile("\\$([1-9])");
  private static final Pattern WORDS = Pattern.compile("(?:\\^|\\(\\?i\\))*(/[\\w./-]*[\\w-])/?");
  private static final Pattern REGEXES = Pattern.compile("(?s).*\\b(?:rewrite|if)\\b.*");

  private LostRest() {}

  /// By the groups of the location's expression.
  static Stream<Wish> ofGroups(Subject subject, SentPath path) {
    return path.isReplaced()
        ? path.location().stream()
            .flatMap(
                own ->
                    own.isRegex()
                        ? Stream.concat(inGroup(path, own), behindTheMatch(path, own))
                        : noGroups(path, own))
        : Stream.of();
  }

  /// A prefix has no groups.
  private static Stream<Wish> noGroups(SentPath path, Location own) {
    boolean none =
        own.kind() != Location.Kind.NAMED
            && !REGEXES.matcher(own.directive().range().text()).matches()
            && path.writtenUri().matches("[^$]*/\\$\\d");
    return none
        ? Stream.of(
            Wish.of(
                path.sentPath() + path.rest().replaceFirst("^/", "") + path.askedQuery(),
                0.93,
                "%s is no regular expression and has no groups: what stands for one is empty, and with a variable in it the URI part is all that is sent."
                    .formatted(BlockTitle.of(own.directive()))))
        : Stream.of();
  }

  private static Stream<Wish> inGroup(SentPath path, Location own) {
    boolean caseless = own.kind() == Location.Kind.REGEX_CASELESS;
    return inGroup(path, own.name(), caseless, path.writtenUri(), BlockTitle.of(own.directive()));
  }

  /// The last group has the rest of the path, and what makes the path does not name it.
  private static Stream<Wish> inGroup(
      SentPath path, String pattern, boolean caseless, String made, String title) {
    List<Optional<String>> caught = LocationGroups.caught(pattern, caseless, path.askedPath());
    int last = caught.size() - 1;
    String rest = last > 0 ? caught.get(last).orElse("") : "";
    Optional<String> name = LostCapture.namedGroups(pattern).reduce((_, later) -> later);
    boolean isNamed =
        made.contains("$" + last)
            || name.filter(group -> made.contains("$" + group)).isPresent()
            || made.matches(".*\\$\\{?(?:request_uri|uri|document_uri)\\b.*");
    boolean lost =
        ENDS_IN_A_GROUP.matcher(pattern).matches()
            && rest.length() > 1
            && !isNamed
            && !path.sentPath().endsWith(rest);
    if (!lost) {
      return Stream.of();
    }
    String why =
        "The rest of the path is in the group %s of %s, which nothing names."
            .formatted(name.orElse("$" + last), title);
    return wrong(made, last)
        .map(number -> instead(path.sentPath(), number, caught, rest))
        .orElseGet(() -> name.map(_ -> joined(path.sentPath(), rest)))
        .map(sent -> Wish.of(sent + path.query(), 0.88, why))
        .stream();
  }

  /// The number that stands for the rest: one that is not there, else the last.
  private static Optional<String> wrong(String made, int last) {
    List<String> numbers = NUMBER.matcher(made).results().map(MatchResult::group).toList();
    return numbers.stream()
        .filter(number -> Integer.parseInt(number.substring(1)) > last)
        .findFirst()
        .or(() -> numbers.reversed().stream().findFirst());
  }

  /// What is sent with the rest in the place of what a group caught; at the end where that is
  /// nothing.
  private static Optional<String> instead(
      String sent, String number, List<Optional<String>> caught, String rest) {
    int group = Integer.parseInt(number.substring(1));
    String word = group < caught.size() ? caught.get(group).orElse("") : "";
    if (word.isEmpty()) {
      return Optional.of(joined(sent, rest));
    }
    int at = sent.lastIndexOf(word);
    return at < 0
        ? Optional.empty()
        : Optional.of(sent.substring(0, at) + rest + sent.substring(at + word.length()));
  }

  private static String joined(String sent, String rest) {
    return sent.replaceFirst("/$", "") + "/" + rest.replaceFirst("^/", "");
  }

  /// The expression ends before the path does.
  private static Stream<Wish> behindTheMatch(SentPath path, Location own) {
    boolean caseless = own.kind() == Location.Kind.REGEX_CASELESS;
    boolean made =
        path.writtenUri().startsWith("/")
            && usesGroups(own.name(), path.pass().parameter())
            && !path.writtenUri().matches(".*\\$\\{?(?:request_uri|uri|document_uri)\\b.*");
    return made ? behindTheMatch(path, own.name(), caseless).stream() : Stream.of();
  }

  private static boolean usesGroups(String pattern, String text) {
    return (NUMBER.matcher(text).find() && !LostCapture.groups(pattern).isEmpty())
        || LostCapture.namedGroups(pattern).anyMatch(group -> text.contains("$" + group));
  }

  private static Optional<Wish> behindTheMatch(SentPath path, String pattern, boolean caseless) {
    String asked = path.askedPath();
    List<Optional<String>> caught = LocationGroups.caught(pattern, caseless, asked);
    String words = caught.isEmpty() ? "" : caught.getFirst().orElse("");
    String rest =
        asked.startsWith(words) && !words.isEmpty() ? asked.substring(words.length()) : "";
    boolean lost = rest.matches("/?\\w.*") && !path.sentPath().endsWith(rest);
    boolean slash = words.endsWith("/") && !path.sentPath().endsWith("/");
    return lost
        ? Optional.of(
            weighed(
                Wish.of(
                    path.sentPath() + (slash ? "/" : "") + rest + path.query(),
                    SocketPath.looksLikeOne(rest) ? 0.87 : 0.76,
                    "The expression ends before the path does, and %s, which stands behind the match, is not sent."
                        .formatted(rest)),
                rest))
        : Optional.empty();
  }

  private static Wish weighed(Wish wish, String rest) {
    return SocketPath.looksLikeOne(rest) ? wish : wish.asWarning();
  }

  /// By the expression of a `map` whose value is the path.
  static Stream<Wish> ofMaps(Subject subject, SentPath path) {
    return path.isReplaced()
        ? ValueEdits.rows(subject, path)
            .filter(row -> row.name().startsWith("~"))
            .filter(row -> usesGroups(row.name(), row.lastParameter()))
            .filter(row -> path.sentPath().contains(row.lastParameter().replaceFirst("\\$.*", "")))
            .flatMap(
                row ->
                    behindTheMatch(
                        path, row.name().replaceFirst("^~\\*?", ""), row.name().startsWith("~*"))
                        .stream())
        : Stream.of();
  }

  /// By a rewrite, whose replacement is the whole path.
  static Stream<Wish> ofRewrite(Subject subject, SentPath path) {
    return path.isReplaced() ? Stream.of() : path.rewrites().flatMap(line -> by(path, line));
  }

  private static Stream<Wish> by(SentPath path, Directive line) {
    String replacement = line.parameters().get(1);
    if (replacement.contains("?")) {
      return Stream.of();
    }
    boolean grouped = usesGroups(line.parameter(), replacement);
    return Stream.of(
            inGroup(path, line.parameter(), false, replacement, "the expression"),
            grouped ? behindTheMatch(path, line.parameter(), false).stream() : Stream.<Wish>of(),
            behindWords(path, line).stream())
        .flatMap(wishes -> wishes)
        .map(wish -> wish.at(List.of(line)));
  }

  private static Optional<Wish> behindWords(SentPath path, Directive line) {
    Matcher words = WORDS.matcher(line.parameter());
    if (!words.matches() || !path.sentPath().equals(line.parameters().get(1))) {
      return Optional.empty();
    }
    String rest = path.askedPath().replaceFirst("(?i)^.*?" + Pattern.quote(words.group(1)), "");
    return rest.matches("/[^/].*")
        ? Optional.of(
            weighed(
                Wish.of(
                    joined(path.sentPath(), rest) + path.query(),
                    SocketPath.looksLikeOne(rest) ? 0.9 : 0.72,
                    "A rewrite replaces the whole path, not only what its expression matched: %s is lost."
                        .formatted(rest)),
                rest))
        : Optional.empty();
  }

  /// By variables, with which the URI part replaces the whole path.
  static Stream<Wish> ofVariables(Subject subject, SentPath path) {
    return path.isReplaced() && path.hasVariables()
        ? Stream.concat(allLost(path), restLost(path))
        : Stream.of();
  }

  /// A slash and variables that are empty, where the location has no name to be replaced.
  private static Stream<Wish> allLost(SentPath path) {
    boolean lost =
        path.writtenUri().matches("/(\\$\\w+|\\$\\{\\w+\\})+")
            && path.sentPath().equals("/")
            && !path.askedPath().equals("/")
            && path.location()
                .filter(own -> own.kind() != Location.Kind.NAMED && own.name().length() > 1)
                .isEmpty();
    return lost
        ? Stream.of(
            Wish.of(
                    path.asked(),
                    0.9,
                    "With variables in proxy_pass nginx replaces the whole path by the given one: a slash, since the variables behind it are empty.")
                .orElse("leave the path out of proxy_pass"))
        : Stream.of();
  }

  private static Stream<Wish> restLost(SentPath path) {
    String rest = path.rest();
    boolean lost =
        !SentPath.path(path.writtenUri()).contains("$")
            && !rest.isEmpty()
            && !path.sentPath().endsWith(rest);
    String slash = path.name().endsWith("/") && !path.uri().endsWith("/") ? "/" : "";
    boolean shared =
        path.writtenUri().isEmpty()
            && path.sentPath().equals("/")
            && path.location().stream()
                .flatMap(own -> own.scope().own("set").stream())
                .noneMatch(set -> set.parameter().equals(path.pass().parameter()));
    return lost
        ? Stream.of(
                shared ? path.askedPath() : path.sentPath() + slash + rest,
                joined(path.sentPath(), rest))
            .distinct()
            .map(
                target ->
                    Wish.of(
                        target + path.query(),
                        0.9,
                        "With variables in proxy_pass nginx replaces the whole path by the given one; the rest behind the location's name is lost."))
        : Stream.of();
  }

  /// The URI of `try_files` or `error_page`, which is the same for every path.
  static Stream<Wish> ofRedirect(Subject subject, SentPath path) {
    return subject.entered(path.hop()).stream()
        .filter(entered -> !entered.isRegex() && entered.kind() != Location.Kind.NAMED)
        .flatMap(
            entered ->
                Stream.of("try_files", "error_page")
                    .flatMap(name -> entered.scope().inForce(name).stream())
                    .filter(line -> line.lastParameter().matches("/[^$]*(?:\\$is_args\\$args)?"))
                    .filter(line -> SentPath.path(line.lastParameter()).startsWith(path.bareName()))
                    .flatMap(line -> behindTheName(path, entered, line)));
  }

  private static Stream<Wish> behindTheName(SentPath path, Location entered, Directive line) {
    String asked = path.askedPath();
    String rest = asked.startsWith(entered.name()) ? asked.substring(entered.name().length()) : "";
    boolean lost = !rest.isEmpty() && !path.sentPath().endsWith(rest);
    String base = path.isReplaced() && !path.hasVariables() ? path.writtenUri() : path.bareName();
    return lost
        ? Stream.of(
            Wish.of(
                    base.replaceFirst("/$", "") + asked + path.askedQuery(),
                    0.85,
                    "An internal redirect goes to the URI that is written there, whatever the path was.")
                .at(List.of(line)))
        : Stream.of();
  }

  /// A path that is the same whatever is asked for, where the location takes everything.
  static Stream<Wish> ofAnyPath(Subject subject, SentPath path) {
    boolean everything =
        path.isReplaced()
            && path.writtenUri().matches("(?:/?\\$\\{?\\w+\\}?)*")
            && (path.prefix().filter(own -> own.name().equals("/")).isPresent()
                || (path.writtenUri().startsWith("$") && path.sentPath().equals("/")))
            && path.askedPath().length() > 1;
    boolean ignored =
        everything
            && new Rehearsal(subject, path.hop())
                .sentFor(WantedTarget.below(path.asked()))
                .filter(sent -> SentPath.path(sent).equals(path.sentPath()))
                .isPresent();
    return ignored
        ? Stream.of(
            Wish.of(
                path.sentPath().replaceFirst("/$", "") + path.askedPath() + path.query(),
                0.86,
                "With variables in proxy_pass its URI part is all that is sent: every path becomes %s."
                    .formatted(path.sentPath())))
        : Stream.of();
  }
}
