package dev.wsdoctor.nginx;

import dev.wsdoctor.conf.Directive;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The variables of a configuration: nginx's own, and those that `map`, `geo`, `split_clients` and
/// others define at the level of http.
final class Variables {
  /// What a variable is computed from. A value that is not cacheable is computed anew each time it
  /// is asked for.
  record Definition(Source source, boolean cacheable) {}

  /// Computes a value.
  interface Source {
    Value value(RequestState state);
  }

  private final Scope http;
  private final Map<String, Definition> defined = new HashMap<>();
  private @Nullable Set<String> assignable;

  Variables(Scope http) {
    this.http = http;
    http.own("map").forEach(d -> define(d, new Definition(MapVariable.of(d), !isVolatile(d))));
    http.own("geo").forEach(d -> define(d, new Definition(GeoVariable.of(d), true)));
    http.own("split_clients")
        .forEach(d -> define(d, new Definition(SplitClientsVariable.of(d), true)));
    Set.of("js_set", "perl_set", "geoip2", "js_var").forEach(this::defineUnknown);
  }

  private static boolean isVolatile(Directive map) {
    return map.body("volatile").findAny().isPresent();
  }

  private void define(Directive directive, Definition definition) {
    if (!directive.parameters().isEmpty()) {
      String name = directive.lastParameter();
      defined.put(
          name.startsWith("$") ? name.substring(1).toLowerCase(java.util.Locale.ROOT) : name,
          definition);
    }
  }

  private void defineUnknown(String name) {
    for (Directive directive : http.own(name)) {
      String variable = directive.parameter().replace("$", "");
      Value value = new Value.Unknown("$" + variable, "it is computed by " + name);
      defined.put(variable, new Definition(_ -> value, true));
    }
  }

  /// The value of a variable, by its name in lower case without `$`.
  Value value(String name, RequestState state) {
    Value assigned = state.assigned.get(name);
    if (assigned != null) {
      return assigned;
    }
    Value cached = state.cached.get(name);
    if (cached != null) {
      return cached;
    }
    Definition definition = defined.get(name);
    if (definition == null) {
      definition = BuiltinVariables.find(name).orElse(null);
    }
    if (definition == null) {
      return undefined(name);
    }
    if (state.computing.contains(name)) {
      return new Value.Unknown("$" + name, "it is defined by itself");
    }
    state.computing.add(name);
    Value computed = definition.source.value(state);
    state.computing.removeLast();
    if (!computed.isKnown()) {
      return state.truth.variable(name).map(Value::of).orElse(computed);
    }
    Value value = computed;
    if (definition.cacheable) {
      state.cached.put(name, value);
    }
    return value;
  }

  /// A variable that only `set` or a named group gives a value is empty before; any other belongs
  /// to a module that is not nginx's own.
  private Value undefined(String name) {
    return assignable().contains(name)
        ? Value.of("")
        : new Value.Unknown("$" + name, "nothing in this configuration defines $" + name);
  }

  private Set<String> assignable() {
    Set<String> names = assignable;
    if (names == null) {
      names = collectAssignable();
      assignable = names;
    }
    return names;
  }

  private Set<String> collectAssignable() {
    Set<String> names = new HashSet<>();
    Deque<Directive> open = new ArrayDeque<>();
    open.add(http.block());
    while (!open.isEmpty()) {
      Directive block = open.pop();
      block.body().filter(Directive::isBlock).forEach(open::push);
      block
          .body("set")
          .map(Directive::parameter)
          .forEach(p -> names.add(p.replace("$", "").toLowerCase(java.util.Locale.ROOT)));
      block.body().forEach(d -> NamedGroups.of(d.parameters()).forEach(names::add));
    }
    return names;
  }

  /// Whether the configuration defines that variable at the level of http.
  Optional<Definition> definition(String name) {
    return Optional.ofNullable(defined.get(name));
  }
}
