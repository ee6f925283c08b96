package dev.wsdoctor.gateway.answer;

import dev.wsdoctor.conf.Directive;
import dev.wsdoctor.http.Field;
import dev.wsdoctor.nginx.Execution;
import dev.wsdoctor.nginx.Scope;
import dev.wsdoctor.nginx.ScopeValue;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// `sub_filter` and what belongs to it: which answers are changed, and what in them
/// (`ngx_http_sub_header_filter`).
///
/// @param types of answers that are changed; `*` for all
/// @param once whether each text is replaced only where it first stands
/// @param keepsTime whether the answer keeps its Last-Modified (`sub_filter_last_modified`)
public record Substitution(List<Rule> rules, Set<String> types, boolean once, boolean keepsTime) {
  /// Absent where nothing is replaced, so that nobody pays for it there.
  public static final ScopeValue<Optional<Substitution>> IN_FORCE = ScopeValue.of(Substitution::of);

  /// A text, as written, and what stands in its place.
  public record Rule(String text, String replacement) {}

  private static Optional<Substitution> of(Scope scope) {
    List<Rule> rules =
        scope.inForce("sub_filter").stream()
            .map(line -> new Rule(line.parameter(), line.lastParameter()))
            .toList();
    Set<String> types = new HashSet<>(Set.of("text/html"));
    for (Directive line : scope.inForce("sub_filter_types")) {
      line.parameters().forEach(type -> types.add(type.toLowerCase(Locale.ROOT)));
    }
    return rules.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Substitution(
                rules,
                Set.copyOf(types),
                scope.flag("sub_filter_once", true),
                scope.flag("sub_filter_last_modified", false)));
  }

  /// The one in force, if it changes an answer with that head.
  public static Optional<Substitution> of(Execution execution, Head head) {
    return IN_FORCE.in(execution.scope()).filter(s -> s.takes(head) && s.hasTexts(execution));
  }

  private boolean takes(Head head) {
    String type = head.contentType().split("[; ]", 2)[0].toLowerCase(Locale.ROOT);
    return head.contentLength() != 0
        && !type.isEmpty()
        && (types.contains("*") || types.contains(type));
  }

  private boolean hasTexts(Execution execution) {
    return rules.stream().anyMatch(rule -> !execution.text(rule.text).isEmpty());
  }

  /// Takes out of a head what is no longer so.
  public void change(Head head) {
    head.contentLength(-1);
    if (!keepsTime) {
      head.lastModified("").remove("Last-Modified").remove("ETag");
      return;
    }
    head.field("ETag")
        .filter(tag -> !tag.startsWith("W/"))
        .ifPresent(
            tag ->
                head.fields()
                    .replaceAll(f -> f.isNamed("ETag") ? new Field(f.name(), "W/" + tag) : f));
  }
}
