package dev.wsdoctor.rule.refusal;

import dev.wsdoctor.conf.Directive;
import dev.wsdoctor.conf.Edit;
import dev.wsdoctor.conf.Layout;
import dev.wsdoctor.conf.SourceRange;
import dev.wsdoctor.rule.BlockTitle;
import dev.wsdoctor.rule.Subject;
import dev.wsdoctor.rule.WrittenDirectives;
import dev.wsdoctor.rule.refusal.SyntaxMend.Candidate;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// The settings of the handshake inside `if ($http_upgrade)`, where nginx allows none of them. They
/// need no condition: Upgrade is sent only when the client sends it.
final class SettingsInIf {
  private static final Set<String> SETTINGS = Set.of("proxy_set_header", "proxy_http_version");

  private SettingsInIf() {}

  static Stream<Candidate> candidates(Refusal refusal) {
    return refusal.message().contains("directive is not allowed here")
        ? WrittenDirectives.of(refusal.subject().configuration(), refusal.place().file())
            .filter(block -> block.is("if") && holds(block, refusal.place()))
            .filter(SettingsInIf::isOfTheHandshake)
            .flatMap(condition -> unwrapped(refusal.subject(), condition).stream())
        : Stream.of();
  }

  private static boolean holds(Directive block, SourceRange place) {
    return block.children().stream().anyMatch(child -> child.range().start() == place.start());
  }

  private static boolean isOfTheHandshake(Directive condition) {
    return String.join(" ", condition.parameters()).matches("(?i).*\\$http_(upgrade|connection).*")
        && condition.children().stream().allMatch(child -> SETTINGS.contains(child.name()));
  }

  /// The lines take the place of the block, and of what the location sets instead of them.
  private static Optional<Candidate> unwrapped(Subject subject, Directive condition) {
    List<String> lines =
        condition.children().stream().map(child -> child.head().text().strip() + ";").toList();
    String indented = Layout.beside(condition).each(lines).strip();
    return WrittenDirectives.of(subject.configuration(), condition.range().file())
        .filter(block -> block.children().contains(condition))
        .findFirst()
        .map(
            location ->
                new Candidate(
                    Stream.concat(
                            replaced(location, condition).map(Layout::remove),
                            Stream.of(new Edit(condition.range(), indented)))
                        .toList(),
                    "take the lines out of %s: nginx allows them in the location alone, where they"
                            .formatted(BlockTitle.withPlace(condition))
                        + " need no condition",
                    List.of()));
  }

  private static Stream<Directive> replaced(Directive location, Directive condition) {
    return location.children().stream()
        .filter(own -> SETTINGS.contains(own.name()))
        .filter(own -> condition.children().stream().anyMatch(inner -> isSame(own, inner)));
  }

  private static boolean isSame(Directive own, Directive inner) {
    return own.is(inner.name())
        && (own.is("proxy_http_version") || own.parameter().equalsIgnoreCase(inner.parameter()));
  }
}
