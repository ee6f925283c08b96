package dev.wsdoctor.rule.path;

import dev.wsdoctor.conf.Directive;
import dev.wsdoctor.nginx.Location;
import dev.wsdoctor.rule.LocationGroups;
import dev.wsdoctor.rule.Subject;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// A slash too many or too few: parts of a path are put together letter by letter, and each may
/// begin or end in one.
final class SpoiltSlash {
  private static final Pattern ENDS_IN_A_GROUP =
      Pattern.compile("(?s).*\\((?:\\?P?<\\w+>)?/?\\.[*+]\\)\\$?");
  private static final Pattern WORD_AND_VARIABLE = Pattern.compile("/([A-Za-z]{3,})\\$");
  private static final String LETTER_FOR_LETTER =
      "nginx replaces the location's name by the URI part letter for letter: ";

  private SpoiltSlash() {}

  /// At the end, where the client sent none, or sent one.
  static Stream<Wish> atTheEnd(Subject subject, SentPath path) {
    if (!path.isReplaced()) {
      return Stream.of();
    }
    String last = path.name().substring(path.name().lastIndexOf('/') + 1);
    boolean ends =
        !path.hasVariables()
            && !last.isEmpty()
            && path.askedPath().equals(path.name())
            && path.uri().endsWith("/" + last + "/");
    boolean added = path.sentPath().equals(path.askedPath() + "/") || ends;
    boolean cut =
        !path.hasVariables()
            && !path.sentPath().isEmpty()
            && path.askedPath().equals(path.sentPath() + "/");
    return added
        ? Stream.of(
            Wish.of(
                    (ends ? path.sentPath().replaceFirst("/+$", "") : path.askedPath())
                        + path.query(),
                    0.75,
                    "The URI part of proxy_pass ends in a slash that the client did not send; to a backend that is another path.")
                .orElse("take the slash out of the variable that proxy_pass names"))
        : cut
            ? Stream.of(
                Wish.of(
                    path.sentPath() + "/" + path.query(),
                    0.75,
                    LETTER_FOR_LETTER
                        + "the slash at the end of the path is lost, and to a backend that is another path."))
            : Stream.of();
  }

  /// Twice where two parts meet.
  static Stream<Wish> twice(Subject subject, SentPath path) {
    boolean twice = path.sentPath().contains("//") && !path.askedPath().contains("//");
    if (!twice) {
      return Stream.of();
    }
    String one = path.sentPath().replaceAll("/{2,}", "/") + path.query();
    if (!path.isReplaced()) {
      return path.rewrites()
          .filter(line -> !line.parameter().contains("^/("))
          .filter(_ -> path.rewrites().anyMatch(SpoiltSlash::slashesItsGroup))
          .limit(1)
          .map(
              _ ->
                  Wish.of(
                          one,
                          0.85,
                          "What the group caught begins with a slash, and the replacement has one in front of it.")
                      .asWarning());
    }
    if (!path.hasVariables()) {
      return Stream.of(
          Wish.of(
                  one,
                  0.85,
                  LETTER_FOR_LETTER + "the location does not end in a slash and the URI part does.")
              .asWarning());
    }
    if (path.sentPath().startsWith("//")) {
      boolean variable = path.writtenUri().matches("/\\$(?!\\{?[1-9]).*");
      return variable
          ? Stream.of(
              Wish.of(
                      one,
                      0.85,
                      "The variable begins with a slash, and another one stands before it.")
                  .asWarning())
          : Stream.of();
    }
    boolean emptied = path.writtenUri().matches(".*/(?:\\$\\w+|\\$\\{\\w+\\})/.*");
    return emptied
        ? filled(path, one)
            .map(
                target ->
                    Wish.of(
                            target,
                            0.86,
                            "A variable in the URI part is empty, and nothing stands between two slashes.")
                        .orElse("see what the variables of %s are".formatted(path.writtenUri())))
        : Stream.of();
  }

  /// The path as it was asked for, where it has that shape, or with what a group of the location
  /// has.
  private static Stream<String> filled(SentPath path, String one) {
    String words =
        SentPath.path(path.writtenUri()).replace("$is_args$args", "").replace(".", "\\.");
    boolean shaped = path.askedPath().matches(words.replaceAll("\\$\\w+|\\$\\{\\w+\\}", "[^/]+"));
    return shaped
        ? Stream.of(path.asked())
        : Stream.concat(
            path.location().filter(Location::isRegex).stream()
                .flatMap(own -> LocationGroups.caught(own, path.askedPath()).stream().skip(1))
                .flatMap(Optional::stream)
                .map(word -> path.sentPath().replaceFirst("//", "/" + word + "/") + path.query()),
            Stream.of(one));
  }

  private static boolean slashesItsGroup(Directive rewrite) {
    return rewrite.parameter().matches("\\^?[^()]*[^/()]\\((?:\\.\\*|\\.\\+)\\)\\$?")
        && rewrite.parameters().get(1).endsWith("/$1");
  }

  /// In the middle: at the beginning it may be meant so, as in the `^/ttyd(.*)$` of ttyd's own
  /// pages.
  static Stream<Wish> twiceInTheMiddle(Subject subject, SentPath path) {
    boolean doubled = path.sentPath().indexOf("//") > 0 && !path.askedPath().contains("//");
    return doubled
        ? Stream.of(
            Wish.of(
                path.sentPath().replaceAll("/{2,}", "/") + path.query(),
                0.83,
                "What is put together has a slash at the end of one part and another one at the beginning of the next."))
        : Stream.of();
  }

  /// Between the name that the URI part stands for and what follows it.
  static Stream<Wish> missing(Subject subject, SentPath path) {
    boolean glued =
        path.isReplaced()
            && !path.hasVariables()
            && path.name().endsWith("/")
            && !path.uri().endsWith("/")
            && !path.rest().isEmpty();
    return glued
        ? Stream.of(
            Wish.of(
                path.uri() + "/" + path.rest() + path.query(),
                0.85,
                LETTER_FOR_LETTER + "the location ends in a slash and the URI part does not."))
        : Stream.of();
  }

  /// In front of what a group of a rewrite caught.
  static Stream<Wish> missingByRewrite(Subject subject, SentPath path) {
    return path.isReplaced()
        ? Stream.of()
        : path.rewrites()
            .flatMap(line -> Stream.concat(atTheBeginning(path, line), behindWords(path, line)));
  }

  private static Stream<Wish> atTheBeginning(SentPath path, Directive line) {
    boolean lost = !path.sent().startsWith("/") && line.parameters().get(1).startsWith("$");
    boolean stripped = path.askedPath().endsWith("/" + path.sentPath());
    return lost
        ? Stream.of(
            Wish.of(
                    stripped ? "/" + path.sent() : "",
                    0.93,
                    "A path begins with a slash, and the replacement begins with what the group caught, which has none.")
                .at(List.of(line))
                .orElse("begin the replacement with a slash: " + line.head().text().strip()))
        : Stream.of();
  }

  private static Stream<Wish> behindWords(SentPath path, Directive line) {
    var words = Pattern.compile("(/[\\w/.-]*\\w)\\$(\\d)").matcher(line.parameters().get(1));
    List<Optional<String>> caught =
        LocationGroups.caught(line.parameter(), false, path.askedPath());
    int group = words.matches() ? Integer.parseInt(words.group(2)) : 0;
    String rest = group > 0 && group < caught.size() ? caught.get(group).orElse("") : "";
    if (!rest.matches("\\w.*") || !path.sentPath().equals(words.group(1) + rest)) {
      return Stream.of();
    }
    boolean doubled = ("/" + rest + "/").startsWith(words.group(1) + "/");
    return Stream.of(
        Wish.of(
                (doubled ? "" : words.group(1)) + "/" + rest + path.sentQuery(),
                0.88,
                "What the group caught has no slash in front, and the replacement has none either.")
            .at(List.of(line)));
  }

  /// `/ws` and `blue` became `/wsblue`.
  static Stream<Wish> betweenWords(Subject subject, SentPath path) {
    List<String> came = words(path.askedPath());
    List<String> goes = words(path.sentPath());
    Stream<String[]> written =
        WORD_AND_VARIABLE
            .matcher(path.isReplaced() ? path.writtenUri() : "")
            .results()
            .flatMap(
                word ->
                    came.stream()
                        .filter(rest -> rest.matches("[A-Za-z]{3,}"))
                        .map(rest -> new String[] {word.group(1), rest}));
    return Stream.concat(
            IntStream.range(1, came.size())
                .mapToObj(at -> new String[] {came.get(at - 1), came.get(at)}),
            written)
        .filter(pair -> !pair[0].isEmpty() && !pair[1].isEmpty())
        .filter(pair -> goes.contains(pair[0] + pair[1]) && !came.contains(pair[0] + pair[1]))
        .map(
            pair ->
                Wish.of(
                    path.sentPath().replace("/" + pair[0] + pair[1], "/" + pair[0] + "/" + pair[1])
                        + path.sentQuery(),
                    0.87,
                    "The slash between %s and %s is lost on the way.".formatted(pair[0], pair[1])));
  }

  private static List<String> words(String path) {
    return Arrays.asList(path.split("/"));
  }

  /// Behind a group that takes all of the rest, with the slash at its end, if there is one.
  static Stream<Wish> closing(Subject subject, SentPath path) {
    return isClosed(path)
        ? Stream.of(
            Wish.of(
                path.sentPath().substring(0, path.sentPath().length() - 1) + path.query(),
                0.78,
                "The slash at the end did not come from the client; to a backend that is another path."))
        : Stream.of();
  }

  static boolean isClosed(SentPath path) {
    String written = path.writtenUri().replace("$is_args$args", "");
    return path.sentPath().matches(".*[^/]/")
        && !path.askedPath().endsWith("/")
        && (path.isReplaced()
            ? path.location().filter(SpoiltSlash::isOpen).isPresent()
                && SentPath.path(written).matches(".*\\$\\{?\\w+\\}?/")
            : path.lastRewrite().filter(SpoiltSlash::closes).isPresent());
  }

  private static boolean isOpen(Location location) {
    return location.isRegex() && ENDS_IN_A_GROUP.matcher(location.name()).matches();
  }

  private static boolean closes(Directive rewrite) {
    return ENDS_IN_A_GROUP.matcher(rewrite.parameter()).matches()
        && rewrite.parameters().get(1).matches(".*\\$\\d/");
  }
}
