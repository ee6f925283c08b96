package dev.wsdoctor.rule.selection;

import dev.wsdoctor.conf.Directive;
import dev.wsdoctor.conf.Edit;
import dev.wsdoctor.conf.SourceRange;
import dev.wsdoctor.finding.Fix;
import dev.wsdoctor.rule.Subject;
import dev.wsdoctor.rule.WrittenDirectives;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// A guard that was written with ordinary requests in mind and says nothing of who may come in: a
/// list of methods without GET, which every handshake is, a list of referers without `none`, which
/// is what browsers send with one, and a list of origins without the site's own. It learns of
/// handshakes and stays.
final class GuardMend {
  /// `^(POST|OPTIONS)$` and its like.
  private static final Pattern METHODS =
      Pattern.compile("[\"']?\\^?\\(((?:[A-Z]+\\|)*[A-Z]+)\\)\\$");

  private GuardMend() {}

  static Optional<Fix> of(Subject subject, Directive refusing) {
    boolean handshake =
        subject.target().webSocket() && subject.first().request().method().equals("GET");
    return handshake
        ? around(subject, refusing).stream().flatMap(block -> mended(subject, block)).findFirst()
        : Optional.empty();
  }

  /// The block that the refusing line stands in.
  private static Optional<Directive> around(Subject subject, Directive refusing) {
    return WrittenDirectives.of(subject.configuration(), refusing.range().file())
        .filter(block -> block.children().contains(refusing))
        .findFirst();
  }

  private static Stream<Fix> mended(Subject subject, Directive block) {
    if (block.parameterCount() == 0) {
      return Stream.of(); // nginx does not load it
    }
    if (block.is("limit_except") && !block.parameters().contains("GET")) {
      return Stream.of(
          letGetIn(
              block, Edit.insert(block.range().file(), block.parameterRange(0).start(), "GET ")));
    }
    if (!block.is("if")) {
      return Stream.of();
    }
    String condition = String.join(" ", block.parameters());
    if (condition.contains("$invalid_referer")) {
      return none(subject, block).stream();
    }
    return Stream.concat(
        condition.contains("$request_method") ? methods(block).stream() : Stream.of(),
        protocol(subject, block).or(() -> OriginMap.mend(subject, block)).stream());
  }

  /// `if ($http_upgrade != "WebSocket")`: clients write the word in small letters, and `!=` and
  /// `!~` mind them.
  private static Optional<Fix> protocol(Subject subject, Directive block) {
    String sent = subject.first().request().fields().first("Upgrade").orElse("");
    boolean minds =
        block.parameterCount() > 2
            && block.parameter().equals("($http_upgrade")
            && List.of("!=", "!~").contains(block.parameters().get(1));
    if (!minds) {
      return Optional.empty();
    }
    SourceRange range = block.parameterRange(2);
    Matcher word = Pattern.compile("(?i)websocket").matcher(range.text());
    return sent.equals("websocket") && word.find() && !word.group().equals(sent)
        ? Optional.of(
            Fix.review(
                "write websocket as clients do at %s".formatted(block.where()),
                List.of(
                    new Edit(
                        new SourceRange(
                            range.file(), range.start() + word.start(), range.start() + word.end()),
                        sent))))
        : Optional.empty();
  }

  private static Fix letGetIn(Directive block, Edit edit) {
    return Fix.review(
        "let GET in at %s: every opening handshake is one".formatted(block.where()), List.of(edit));
  }

  /// `if ($request_method !~ ^(POST|OPTIONS)$)` gets GET in front of its words.
  private static Optional<Fix> methods(Directive block) {
    int last = block.parameterCount() - 1;
    if (last != 2 || !block.parameters().get(1).startsWith("!~")) {
      return Optional.empty();
    }
    SourceRange range = block.parameterRange(last);
    Matcher list = METHODS.matcher(range.text());
    return list.lookingAt() && !hasGet(list.group(1))
        ? Optional.of(
            letGetIn(block, Edit.insert(range.file(), range.start() + list.start(1), "GET|")))
        : Optional.empty();
  }

  private static boolean hasGet(String methods) {
    return List.of(methods.split("\\|")).contains("GET");
  }

  private static Optional<Fix> none(Subject subject, Directive block) {
    return subject.last().decision().scope().stream()
        .flatMap(scope -> scope.inForce("valid_referers").stream())
        .filter(line -> line.parameterCount() > 0 && !line.parameters().contains("none"))
        .filter(_ -> subject.first().request().fields().first("Referer").isEmpty())
        .findFirst()
        .map(
            line ->
                Fix.review(
                    "let requests without a Referer pass %s: browsers send none with a WebSocket"
                        .formatted(block.where()),
                    List.of(
                        Edit.insert(
                            line.range().file(), line.parameterRange(0).start(), "none "))));
  }
}
