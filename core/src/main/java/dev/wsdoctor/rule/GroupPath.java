package dev.wsdoctor.rule;

import dev.wsdoctor.conf.Directive;
import dev.wsdoctor.conf.Edit;
import dev.wsdoctor.finding.Fix;
import dev.wsdoctor.finding.Severity;
import dev.wsdoctor.nginx.Location;
import dev.wsdoctor.nginx.Outcome;
import dev.wsdoctor.regex.Compiled;
import dev.wsdoctor.regex.Match;
import dev.wsdoctor.regex.Regex;
import dev.wsdoctor.regex.Regexes;
import dev.wsdoctor.rule.SentPath.Fault;
import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// `$1` and its like in the URI part of `proxy_pass`, where the expression has no such group, or
/// another one has the rest of the path.
final class GroupPath {
  private static final Pattern NUMBER = Pattern.compile("\\$([1-9])");
  private static final Pattern OPEN_END =
      Pattern.compile(".*\\((?:\\.\\*|\\.\\+|/\\.\\*)\\)\\??\\$?");
  private static final Pattern NAMED_REST = Pattern.compile(".*/\\(\\?P?<(\\w+)>\\.[*+]\\)\\$?");

  private static final Pattern REGEXES = Pattern.compile("(?s).*\\b(?:rewrite|if)\\b.*");

  private GroupPath() {}

  static Optional<Fault> of(Hop hop, Outcome.Proxied proxied) {
    SentPath path = SentPath.of(hop, proxied);
    return hop.decision()
        .location()
        .flatMap(location -> named(path, location))
        .or(() -> numbered(path, hop));
  }

  /// A named group for the rest of the path that no variable asks for.
  private static Optional<Fault> named(SentPath path, Location location) {
    Matcher open = NAMED_REST.matcher(location.name());
    String url = path.proxied().by().parameter();
    boolean unused =
        location.isRegex()
            && open.matches()
            && path.isReplaced()
            && !location.directive().range().text().contains("$" + open.group(1));
    List<Optional<String>> caught =
        unused ? caught(location, SentPath.path(path.asked())) : List.of();
    String rest = caught.isEmpty() ? "" : caught.getLast().orElse("");
    return rest.length() > 1 && !path.sent().contains(rest)
        ? Optional.of(
            fault(
                path,
                0.88,
                "The rest of the path is in the group %s of %s, which nothing asks for."
                    .formatted(open.group(1), BlockTitle.of(location.directive())),
                url.replaceFirst("/?(?:\\$is_args\\$args)?$", "")
                    + "/$"
                    + open.group(1)
                    + "$is_args$args"))
        : Optional.empty();
  }

  private static Optional<Fault> numbered(SentPath path, Hop hop) {
    return hop.decision()
        .location()
        .filter(_ -> path.isReplaced() && NUMBER.matcher(path.writtenUri()).find())
        .flatMap(
            location -> location.isRegex() ? ofRegex(path, location) : ofPrefix(path, location));
  }

  /// A prefix has no groups.
  private static Optional<Fault> ofPrefix(SentPath path, Location location) {
    boolean none =
        location.kind() != Location.Kind.NAMED
            && !REGEXES.matcher(location.directive().range().text()).matches()
            && path.writtenUri().matches("[^$]*/\\$\\d");
    String url = path.proxied().by().parameter().replaceFirst("\\$\\d$", "");
    return none
        ? Optional.of(
            fault(
                path,
                0.93,
                "%s is no regular expression and has no groups: what stands for one is empty, and with a variable in"
                        .formatted(BlockTitle.of(location.directive()))
                    + " it the URI part is all that is sent.",
                url))
        : Optional.empty();
  }

  private static Optional<Fault> ofRegex(SentPath path, Location location) {
    List<Optional<String>> caught = caught(location, SentPath.path(path.asked()));
    int last = LostCapture.groups(location.name()).size();
    boolean numbered = last > 0 && caught.size() == last + 1 && !location.name().contains("(?<");
    String rest = numbered ? caught.get(last).orElse("") : "";
    String uri = path.writtenUri();
    boolean lost =
        OPEN_END.matcher(location.name()).matches()
            && rest.length() > 1
            && !uri.contains("$" + last)
            && !SentPath.path(path.sent()).endsWith(rest);
    return lost
        ? number(uri, last)
            .map(
                wrong ->
                    fault(
                        path,
                        0.88,
                        "The rest of the path is in the group $%d of %s, which the URI part does not name."
                            .formatted(last, BlockTitle.of(location.directive())),
                        SocketLocations.origin(path.proxied().by())
                            + uri.substring(0, wrong.start())
                            + "$"
                            + last
                            + uri.substring(wrong.end())))
        : Optional.empty();
  }

  /// One that is not there, else the only one.
  private static Optional<MatchResult> number(String uri, int last) {
    List<MatchResult> numbers = NUMBER.matcher(uri).results().toList();
    return numbers.stream()
        .filter(number -> Integer.parseInt(number.group(1)) > last)
        .findFirst()
        .or(() -> numbers.size() == 1 ? numbers.stream().findFirst() : Optional.empty());
  }

  static List<Optional<String>> caught(Location location, String path) {
    return caught(location.name(), location.kind() == Location.Kind.REGEX_CASELESS, path);
  }

  /// What a regular expression catches of a path, the whole match first; nothing where it does not
  /// match.
  static List<Optional<String>> caught(String pattern, boolean caseless, String path) {
    return Regexes.compile(pattern, caseless) instanceof Compiled.Valid(Regex regex)
            && regex.match(path) instanceof Match.Matched(List<Optional<String>> groups)
        ? groups
        : List.of();
  }

  /// A replacement that puts words right in front of what a group caught, with no slash between.
  static Optional<Fault> glued(Directive rewrite, String asked, String sent) {
    Matcher words = Pattern.compile("(/[\\w/.-]*\\w)\\$(\\d)").matcher(rewrite.parameters().get(1));
    int group = words.matches() ? Integer.parseInt(words.group(2)) : 0;
    if (group == 0
        || !(Regexes.compile(rewrite.parameter(), false) instanceof Compiled.Valid(Regex regex))
        || !(regex.match(SentPath.path(asked)) instanceof Match.Matched(var groups))) {
      return Optional.empty();
    }
    String rest = group < groups.size() ? groups.get(group).orElse("") : "";
    boolean glued = rest.matches("\\w.*") && SentPath.path(sent).equals(words.group(1) + rest);
    boolean doubled =
        ("/" + rest).startsWith(words.group(1) + "/") || ("/" + rest).equals(words.group(1));
    WrittenParameter written = WrittenParameter.of(rewrite, 1);
    Edit edit = doubled ? written.replace(0, words.end(1), "/") : written.insert(words.end(1), "/");
    return glued
        ? Optional.of(
            new Fault(
                rewrite,
                sent,
                Severity.ERROR,
                0.88,
                "What the group caught has no slash in front, and the replacement has none either.",
                Fix.review(
                    doubled
                        ? "leave %s to the group, which has it".formatted(words.group(1))
                        : "put a slash between the two",
                    List.of(edit))))
        : Optional.empty();
  }

  private static Fault fault(SentPath path, double confidence, String why, String url) {
    return new Fault(
        path.proxied().by(),
        path.sent(),
        Severity.ERROR,
        confidence,
        why,
        Fix.review(
            "proxy to " + url, List.of(new Edit(path.proxied().by().parameterRange(0), url))));
  }
}
