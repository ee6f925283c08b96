package dev.wsdoctor.directive;

import java.util.Optional;
import java.util.Set;

/// One meaning of a directive's name.
///
/// @param contexts where it may stand; all of them for `include`
/// @param block whether it has `{ ... }`
/// @param repeatable whether it may stand several times in one block
/// @param since the first version that has it; empty if older than all that we support
/// @param until the last version that has it
/// @param defaults what holds when nobody sets it
/// @param module nginx's module without `ngx_` and `_module`: `http_proxy`
public record DirectiveDefinition(
    String name,
    Set<Context> contexts,
    Arity arity,
    boolean block,
    ValueType value,
    boolean repeatable,
    Inheritance inheritance,
    Optional<NginxVersion> since,
    Optional<NginxVersion> until,
    Defaults defaults,
    String module) {
  public DirectiveDefinition {
    contexts = Set.copyOf(contexts);
  }

  /// Whether that version has it.
  public boolean existsIn(NginxVersion version) {
    return (since.isEmpty() || version.compareTo(since.get()) >= 0)
        && (until.isEmpty() || version.compareTo(until.get()) <= 0);
  }
}
