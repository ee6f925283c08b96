package dev.wsdoctor.rule;

import dev.wsdoctor.conf.Directive;
import dev.wsdoctor.conf.Edit;
import dev.wsdoctor.nginx.Scope;
import java.util.List;
import java.util.stream.Stream;

/// An `if` that compares `$http_upgrade` with the word as RFC 6455 writes it in its text, letter
/// case and all, and sets the variable that a field is made of: browsers send it in small letters.
final class WrittenCase {
  private WrittenCase() {}

  /// What makes the condition blind to case; nothing where the line's variable is made otherwise.
  static List<Edit> edits(Scope location, Directive line) {
    return location.chain().reversed().stream()
        .flatMap(level -> level.own("if").stream())
        .filter(condition -> condition.body("set").anyMatch(set -> makes(set, line)))
        .filter(condition -> condition.parameterCount() > 2)
        .filter(condition -> condition.parameter().equals("($http_upgrade"))
        .map(WrittenCase::edits)
        .filter(edits -> !edits.isEmpty())
        .findFirst()
        .orElse(List.of());
  }

  private static boolean makes(Directive set, Directive line) {
    return set.parameterCount() == 2
        && set.parameter().equals(HeaderSettings.value(line))
        && !set.lastParameter().isEmpty();
  }

  private static List<Edit> edits(Directive condition) {
    String operator = condition.parameters().get(1);
    String word = condition.parameters().get(2).replaceFirst("\\)$", "");
    String bare = word.replaceAll("[\\^$]", "");
    if (!bare.equalsIgnoreCase("websocket") || bare.equals("websocket")) {
      return List.of();
    }
    Edit blind = new Edit(condition.parameterRange(1), "~*");
    return switch (operator) {
      case "~" -> List.of(blind);
      case "=" -> Stream.of(blind, small(condition)).toList();
      default -> List.of();
    };
  }

  /// The whole word still, since `~*` alone looks for it anywhere.
  private static Edit small(Directive condition) {
    String written = condition.parameterRange(2).text();
    return new Edit(
        condition.parameterRange(2), written.replaceFirst("(?i)websocket", "^websocket\\$"));
  }
}
