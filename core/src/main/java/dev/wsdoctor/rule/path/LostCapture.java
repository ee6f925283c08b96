package dev.wsdoctor.rule.path;

import dev.wsdoctor.conf.Directive;
import dev.wsdoctor.conf.Edit;
import dev.wsdoctor.finding.Fix;
import dev.wsdoctor.finding.Severity;
import dev.wsdoctor.nginx.AnswerReason;
import dev.wsdoctor.nginx.Location;
import dev.wsdoctor.nginx.Outcome;
import dev.wsdoctor.rule.BlockTitle;
import dev.wsdoctor.rule.LocationGroups;
import dev.wsdoctor.rule.NginxAnswer;
import dev.wsdoctor.rule.Subject;
import dev.wsdoctor.rule.WrittenParameter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// `$1` of the location's regular expression in `proxy_pass`, after another expression has matched:
/// an `if`, or a `map` that an `if` asks, leaves its own groups there.
final class LostCapture {
  private static final Pattern NUMBER = Pattern.compile("\\$([1-9])");
  private static final Pattern NAMED_GROUP = Pattern.compile("\\(\\?P?<(\\w+)>");
  private static final Pattern GROUP = Pattern.compile("(?<!\\\\)\\((?!\\?)");

  private LostCapture() {}

  /// Where the URL that comes out is none.
  static Optional<Fault> unusable(Subject subject) {
    return NginxAnswer.of(subject)
        .filter(answer -> answer.reason() == AnswerReason.UPSTREAM_UNUSABLE)
        .flatMap(Outcome.Answered::by)
        .filter(pass -> NUMBER.matcher(pass.parameter()).find())
        .flatMap(
            pass ->
                subject
                    .last()
                    .decision()
                    .location()
                    .filter(LostCapture::hasOtherMatches)
                    .map(
                        location ->
                            fault(
                                pass,
                                "an address that is none: %s".formatted(pass.parameter()),
                                location,
                                subject.target().path())));
  }

  /// Where what another expression caught stands in the path.
  static Optional<Fault> of(SentPath path) {
    return path.location()
        .filter(location -> path.isReplaced() && hasOtherMatches(location))
        .filter(
            location -> isLost(path, LocationGroups.caught(location, SentPath.path(path.asked()))))
        .map(location -> fault(path.pass(), path.sent(), location, path.asked()));
  }

  private static boolean isLost(SentPath path, List<Optional<String>> caught) {
    return NUMBER
        .matcher(path.writtenUri())
        .results()
        .map(number -> Integer.parseInt(number.group(1)))
        .filter(number -> number < caught.size())
        .flatMap(number -> caught.get(number).stream())
        .anyMatch(text -> !text.isEmpty() && !path.sent().contains(text));
  }

  private static boolean hasOtherMatches(Location location) {
    return location.isRegex() && !location.scope().own("if").isEmpty();
  }

  private static Fault fault(Directive pass, String sent, Location location, String asked) {
    return new Fault(
        pass,
        sent,
        Severity.ERROR,
        0.96,
        "Every match of a regular expression replaces $1 to $9: an if, or a map that it asks, has matched after %s did. A"
                .formatted(BlockTitle.of(location.directive()))
            + " named group keeps what it caught.",
        named(pass, location)
            .orElseGet(
                () ->
                    Fix.manual(
                        "name the group in %s, and use its name in proxy_pass for %s"
                            .formatted(BlockTitle.of(location.directive()), asked))));
  }

  private static Optional<Fix> named(Directive pass, Location location) {
    Directive block = location.directive();
    WrittenParameter pattern = WrittenParameter.last(block);
    List<MatchResult> groups = groups(pattern.text());
    Matcher numbers = NUMBER.matcher(pass.parameter());
    List<Edit> edits = new ArrayList<>();
    String url = pass.parameter();
    while (numbers.find()) {
      int number = Integer.parseInt(numbers.group(1));
      if (number > groups.size()) {
        return Optional.empty();
      }
      String name = "captured_" + number;
      edits.add(pattern.insert(groups.get(number - 1).end(), "?<" + name + ">"));
      url = url.replace("$" + number, "$" + name);
    }
    edits.add(new Edit(pass.parameterRange(0), url));
    return Optional.of(
        Fix.review(
            "name the group, so that no other match replaces it",
            edits.stream().distinct().toList()));
  }

  /// Where the groups of a regular expression that get numbers begin, in their order.
  static List<MatchResult> groups(String pattern) {
    return GROUP.matcher(pattern).results().toList();
  }

  /// The names that a regular expression gives to its groups.
  static Stream<String> namedGroups(String pattern) {
    return NAMED_GROUP.matcher(pattern).results().map(group -> group.group(1));
  }
}
