package dev.wsdoctor.rule.path;

import dev.wsdoctor.conf.Directive;
import dev.wsdoctor.conf.Edit;
import dev.wsdoctor.finding.Fix;
import dev.wsdoctor.finding.Severity;
import dev.wsdoctor.nginx.AnswerReason;
import dev.wsdoctor.nginx.Outcome;
import dev.wsdoctor.rule.NginxAnswer;
import dev.wsdoctor.rule.RewriteFlag;
import dev.wsdoctor.rule.SocketLocations;
import dev.wsdoctor.rule.SocketPath;
import dev.wsdoctor.rule.Subject;
import dev.wsdoctor.rule.WrittenParameter;
import dev.wsdoctor.rule.path.SentPath.Fault;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A `rewrite` that makes of the path what nobody wants: nothing at all, a path without its first
/// slash, or one without what its last group caught.
final class RewrittenPath {
  private static final int ZERO_LENGTH = 500;

  /// A prefix, and one group for the rest.
  private static final Pattern STRIPPING =
      Pattern.compile("\\^?([^()]+)\\((?:\\.\\*|\\.\\+)\\)\\$?");

  private static final Pattern ENDS_IN_A_GROUP = Pattern.compile(".*\\((?:\\.\\*|\\.\\+)\\)\\$?");

  /// Plain words of a path, with nothing that ends it.
  private static final Pattern WORDS = Pattern.compile("(?:\\^|\\(\\?i\\))*(/[\\w./-]*[\\w-])/?");

  private RewrittenPath() {}

  /// nginx answers 500, "the rewritten URI has a zero length" (ngx_http_script_regex_end_code).
  static Optional<Fault> emptied(Subject subject) {
    return NginxAnswer.of(subject)
        .filter(answer -> answer.reason() == AnswerReason.REWRITE)
        .filter(answer -> answer.status() == ZERO_LENGTH)
        .flatMap(Outcome.Answered::by)
        .filter(line -> line.is("rewrite") && line.parameterCount() > 1)
        .map(
            line ->
                fault(
                    line,
                    "nothing, for which nginx answers 500",
                    0.97,
                    "The replacement has no more than the group caught, and for this path that is nothing: \"the"
                        + " rewritten URI has a zero length\".",
                    slashed(line)));
  }

  /// nginx answers 500 after ten rounds: what the rewrite makes is for the same location again.
  static Optional<Fault> circling(Subject subject) {
    return NginxAnswer.of(subject)
        .filter(NginxAnswer::isCycle)
        .flatMap(_ -> subject.last().decision().location())
        .filter(SocketLocations::isOne)
        .flatMap(
            location ->
                location.scope().own("rewrite").stream().filter(RewriteFlag::looksAnew).findFirst())
        .map(
            line ->
                fault(
                    line,
                    "nothing, since nginx answers 500 after ten rounds",
                    0.97,
                    "Without break nginx looks for a location anew, and what comes out of the rewrite is for the same one"
                        + " again.",
                    Fix.review(
                        "stay in the location with break", List.of(RewriteFlag.breaking(line)))));
  }

  /// Of the rewrites in force, from the inside out.
  static Optional<Fault> of(List<Directive> rewrites, String asked, String sent) {
    return rewrites.stream()
        .flatMap(
            line ->
                slashLost(line, sent)
                    .or(() -> GroupPath.glued(line, asked, sent))
                    .or(() -> tailLost(line, asked, sent))
                    .or(() -> restLost(line, asked, sent))
                    .or(() -> slashDoubled(line, asked, sent))
                    .or(() -> LostTail.of(line, asked, sent))
                    .stream())
        .findFirst();
  }

  private static Optional<Fault> slashLost(Directive rewrite, String sent) {
    boolean lost = !sent.startsWith("/") && rewrite.parameters().get(1).startsWith("$");
    return lost
        ? Optional.of(
            fault(
                rewrite,
                sent,
                0.93,
                "A path begins with a slash, and the replacement begins with what the group caught, which has none.",
                slashed(rewrite)))
        : Optional.empty();
  }

  /// The slash in front of the group is left to the pattern, be it there or not.
  private static Fix slashed(Directive rewrite) {
    String replacement = rewrite.parameters().get(1);
    Matcher pattern = STRIPPING.matcher(rewrite.parameter());
    if (!pattern.matches() || !replacement.startsWith("$")) {
      return Fix.manual("begin the replacement with a slash: " + rewrite.head().text().strip());
    }
    List<Edit> edits = new ArrayList<>();
    WrittenParameter written = WrittenParameter.of(rewrite, 0);
    boolean bare = !pattern.group(1).endsWith("/") && !pattern.group(1).endsWith("/?");
    if (bare) {
      edits.add(written.insert(written.text().indexOf('('), "/?"));
    }
    edits.add(WrittenParameter.of(rewrite, 1).insert(0, "/"));
    return Fix.review("begin the replacement with a slash", edits);
  }

  /// The pattern's last group is for the rest of the path, and the replacement names another one.
  private static Optional<Fault> tailLost(Directive rewrite, String asked, String sent) {
    String replacement = rewrite.parameters().get(1);
    int last = LostCapture.groups(rewrite.parameter()).size();
    boolean lost =
        last > 1
            && ENDS_IN_A_GROUP.matcher(rewrite.parameter()).matches()
            && replacement.matches("/?\\$\\d")
            && !replacement.endsWith("$" + last)
            && SentPath.path(sent).matches("/+")
            && SentPath.path(asked).indexOf('/', 1) > 0;
    if (!lost) {
      return Optional.empty();
    }
    WrittenParameter written = WrittenParameter.of(rewrite, 1);
    int at = written.text().indexOf('$');
    Edit edit = written.replace(at, at + 2, "$" + last);
    return Optional.of(
        fault(
            rewrite,
            sent,
            0.9,
            "What follows the prefix is in the group $%d; the replacement names another one, so that every path becomes the root."
                .formatted(last),
            Fix.review("put what the last group caught into the replacement", List.of(edit))));
  }

  /// A replacement is the whole path: what follows the words that matched is not in it.
  private static Optional<Fault> restLost(Directive rewrite, String asked, String sent) {
    Matcher words = WORDS.matcher(rewrite.parameter());
    String replacement = rewrite.parameters().get(1);
    if (!words.matches() || !SentPath.path(sent).equals(replacement)) {
      return Optional.empty();
    }
    String rest = SentPath.path(asked).replaceFirst("(?i)^.*?" + Pattern.quote(words.group(1)), "");
    boolean lost = rest.matches("/[^/].*");
    return lost
        ? Optional.of(
            new Fault(
                rewrite,
                sent,
                SocketPath.looksLikeOne(rest) ? Severity.ERROR : Severity.WARNING,
                SocketPath.looksLikeOne(rest) ? 0.9 : 0.72,
                "A rewrite replaces the whole path, not only what its expression matched: %s is lost."
                    .formatted(rest),
                keepingRest(rewrite, replacement)))
        : Optional.empty();
  }

  /// The slash in front of the group is in the group, too.
  private static Optional<Fault> slashDoubled(Directive rewrite, String asked, String sent) {
    Matcher pattern = STRIPPING.matcher(rewrite.parameter());
    boolean doubled =
        pattern.matches()
            && !pattern.group(1).endsWith("/")
            && rewrite.parameters().get(1).endsWith("/$1")
            && SentPath.path(sent).contains("//")
            && !SentPath.path(asked).contains("//");
    WrittenParameter written = WrittenParameter.of(rewrite, 0);
    return doubled
        ? Optional.of(
            new Fault(
                rewrite,
                sent,
                Severity.WARNING,
                0.85,
                "What the group caught begins with a slash, and the replacement has one in front of it.",
                Fix.review(
                    "leave the slash to the pattern",
                    List.of(written.insert(written.text().indexOf('('), "/?")))))
        : Optional.empty();
  }

  private static Fix keepingRest(Directive rewrite, String replacement) {
    boolean ends = rewrite.parameter().endsWith("/");
    boolean begins = replacement.endsWith("/");
    String group = !ends && begins ? "/?(.*)" : "(.*)";
    String slash = ends && !begins ? "/" : "";
    return Fix.review(
        "keep what follows in a group",
        List.of(
            WrittenParameter.of(rewrite, 0).append(group),
            WrittenParameter.of(rewrite, 1).append(slash + "$1")));
  }

  /// What the first rewrite takes away the next one puts back.
  static Optional<Fault> returned(SentPath path) {
    List<Directive> matched =
        path.proxied().scope().own("rewrite").stream()
            .filter(
                line ->
                    path.hop().decision().steps().stream()
                        .filter(step -> step.because().startsWith("rewrite matches"))
                        .flatMap(step -> step.place().stream())
                        .anyMatch(place -> place.start() == line.range().start()))
            .toList();
    boolean returned =
        matched.size() > 1
            && matched.getFirst().parameterCount() == 2
            && SentPath.path(path.sent()).equals(SentPath.path(path.asked()));
    return returned
        ? Optional.of(
            fault(
                matched.getFirst(),
                path.sent(),
                0.84,
                "Without break the rewrite that follows works on what comes out, and puts back what this one takes away.",
                Fix.review(
                    "end with break what is done to the path",
                    List.of(RewriteFlag.breaking(matched.getFirst())))))
        : Optional.empty();
  }

  /// `$request_uri` is the path as it came, whatever a rewrite has made of it.
  static Optional<Fault> undone(SentPath path) {
    boolean asItCame =
        path.pass().parameter().matches("https?://[^$]*\\$(request_uri|\\{request_uri\\})");
    return path.hop().decision().steps().stream()
        .filter(_ -> asItCame)
        .filter(step -> step.because().startsWith("rewrite matches"))
        .flatMap(step -> step.place().stream())
        .flatMap(
            place ->
                path.proxied().scope().own("rewrite").stream()
                    .filter(line -> line.range().start() == place.start()))
        .findFirst()
        .map(line -> undone(path, line));
  }

  private static Fault undone(SentPath path, Directive rewrite) {
    Directive pass = path.pass();
    String url = SocketLocations.origin(pass).replaceFirst("\\$.*", "");
    return new Fault(
        pass,
        path.sent(),
        Severity.WARNING,
        0.77,
        "$request_uri is the path as it came: \"%s\" has no effect."
            .formatted(rewrite.head().text().strip()),
        Fix.review(
            "proxy to %s, which sends what the rewrite makes".formatted(url),
            List.of(new Edit(pass.parameterRange(0), url))));
  }

  private static Fault fault(
      Directive rewrite, String sent, double confidence, String why, Fix mend) {
    return new Fault(rewrite, sent, Severity.ERROR, confidence, why, mend);
  }
}
