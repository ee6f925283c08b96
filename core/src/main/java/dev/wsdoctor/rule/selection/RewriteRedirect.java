package dev.wsdoctor.rule.selection;

import dev.wsdoctor.conf.Directive;
import dev.wsdoctor.conf.Edit;
import dev.wsdoctor.conf.Layout;
import dev.wsdoctor.finding.Fix;
import dev.wsdoctor.nginx.AnswerReason;
import dev.wsdoctor.nginx.Location;
import dev.wsdoctor.nginx.Outcome;
import dev.wsdoctor.rule.BlockTitle;
import dev.wsdoctor.rule.SocketLocations;
import dev.wsdoctor.rule.Subject;
import dev.wsdoctor.rule.WrittenParameter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A redirect where nginx can go on by itself: a rewrite that was to change the path for the
/// backend and has the flag of a redirect or a whole URL, and a `return` to a path whose location
/// is made for sockets.
final class RewriteRedirect {
  private static final Pattern URL = Pattern.compile("https?://[^/$]+(?=/)");

  private RewriteRedirect() {}

  static Optional<Fix> of(Subject subject, Outcome.Answered answer, String path) {
    return answer
        .by()
        .flatMap(
            line ->
                answer.reason() == AnswerReason.REWRITE
                    ? breaking(subject, line)
                    : returned(subject, answer, line, path));
  }

  /// Of a location that is made for sockets and takes its name away for the backend behind it.
  private static Optional<Fix> breaking(Subject subject, Directive rewrite) {
    return subject
        .last()
        .decision()
        .location()
        .filter(SocketLocations::isOne)
        .filter(location -> location.scope().own("rewrite").contains(rewrite))
        .filter(location -> takesAway(location, rewrite))
        .map(_ -> Fix.review("change the path for the backend with break", edits(rewrite)));
  }

  private static boolean takesAway(Location location, Directive rewrite) {
    String name = location.name().replaceFirst("/$", "");
    boolean rest =
        rewrite.parameter().matches("\\^?" + Pattern.quote(name) + "/?\\(/?\\.[*+]\\)\\$?");
    String replacement = rewrite.parameters().get(1);
    Matcher url = URL.matcher(replacement);
    String host = SocketLocations.proxyPass(location).map(SocketLocations::origin).orElse("");
    return rest
        && !location.isRegex()
        && (replacement.matches("/?\\$1") || (url.lookingAt() && url.group().equals(host)));
  }

  private static List<Edit> edits(Directive rewrite) {
    List<Edit> edits = new ArrayList<>();
    Matcher url = URL.matcher(rewrite.parameters().get(1));
    if (url.lookingAt()) {
      edits.add(WrittenParameter.of(rewrite, 1).replace(0, url.end(), ""));
    }
    edits.add(
        rewrite.parameterCount() > 2
            ? new Edit(rewrite.parameterRange(2), "break")
            : Edit.insert(rewrite.range().file(), rewrite.parameterRange(1).end(), " break"));
    return edits;
  }

  /// Of an exact location, which is for this path alone; ordinary requests are still redirected.
  private static Optional<Fix> returned(
      Subject subject, Outcome.Answered answer, Directive line, String path) {
    boolean constant =
        answer.reason() == AnswerReason.RETURN
            && line.is("return")
            && line.lastParameter().equals(path)
            && path.matches("/[\\w./-]+")
            && subject
                .last()
                .decision()
                .location()
                .filter(location -> location.kind() == Location.Kind.EXACT)
                .isPresent();
    Layout layout = Layout.beside(line);
    String text =
        RedirectMend.ordinary(line, line.head().text().strip() + ";")
            + layout.lineEnd()
            + layout.indentation()
            + "rewrite ^ %s last;".formatted(path);
    return subject
        .last()
        .decision()
        .server()
        .filter(_ -> constant)
        .flatMap(server -> subject.nginx().locate(server, path))
        .filter(SocketLocations::isOne)
        .map(
            location ->
                Fix.review(
                    "redirect ordinary requests only, and take handshakes to %s within nginx"
                        .formatted(BlockTitle.withPlace(location.directive())),
                    List.of(new Edit(line.range(), text))));
  }
}
