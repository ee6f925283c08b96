package dev.wsdoctor.nginx;

import dev.wsdoctor.conf.Directive;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A `map` block: exact strings without regard to case, wildcards with `hostnames`, regular
/// expressions in file order, the default (`ngx_http_map_find`).
final class MapVariable implements Variables.Source {
  private record PatternRow(String pattern, boolean caseless, ComplexValue value) {}

  private final ComplexValue source;
  private final Directive directive;
  private @Nullable Table table;

  /// The rows, read when first needed.
  private static final class Table {
    final Map<String, ComplexValue> exact = new HashMap<>();
    final Map<String, ComplexValue> heads = new HashMap<>();
    final Map<String, ComplexValue> tails = new HashMap<>();
    final List<PatternRow> patterns = new ArrayList<>();
    ComplexValue fallback = ComplexValue.of("");
    boolean hostnames;
  }

  private MapVariable(Directive directive) {
    this.directive = directive;
    this.source = ComplexValue.of(directive.parameter());
  }

  static MapVariable of(Directive map) {
    return new MapVariable(map);
  }

  @Override
  public Value value(RequestState state) {
    Value of = source.evaluate(state);
    if (of instanceof Value.Unknown(String _, String why)) {
      return new Value.Unknown(
          directive.lastParameter(),
          "map " + directive.parameter() + " (" + directive.where() + "): " + why);
    }
    return find(of.text(), state).evaluate(state);
  }

  private ComplexValue find(String written, RequestState state) {
    Table rows = table();
    String key = written.toLowerCase(Locale.ROOT);
    if (rows.hostnames && key.endsWith(".")) {
      key = key.substring(0, key.length() - 1);
    }
    ComplexValue exact = rows.exact.get(key);
    if (exact != null) {
      return exact;
    }
    Optional<ComplexValue> wildcard = rows.hostnames ? wildcard(rows, key) : Optional.empty();
    if (wildcard.isPresent()) {
      return wildcard.get();
    }
    String subject =
        rows.hostnames && written.endsWith(".")
            ? written.substring(0, written.length() - 1)
            : written;
    if (!subject.isEmpty()) {
      for (PatternRow row : rows.patterns) {
        Optional<Captures> captures =
            Captures.match(row.pattern, row.caseless, subject, state.choices::assume);
        if (captures.isPresent()) {
          state.capture(captures.get());
          return row.value;
        }
      }
    }
    return rows.fallback;
  }

  private static Optional<ComplexValue> wildcard(Table rows, String host) {
    for (int dot = host.indexOf('.'); dot >= 0; dot = host.indexOf('.', dot + 1)) {
      ComplexValue value = rows.heads.get(host.substring(dot + 1));
      if (value != null) {
        return Optional.of(value);
      }
    }
    for (int dot = host.lastIndexOf('.'); dot > 0; dot = host.lastIndexOf('.', dot - 1)) {
      ComplexValue value = rows.tails.get(host.substring(0, dot));
      if (value != null) {
        return Optional.of(value);
      }
    }
    return Optional.empty();
  }

  private Table table() {
    Table rows = table;
    if (rows == null) {
      rows = read();
      table = rows;
    }
    return rows;
  }

  private Table read() {
    Table rows = new Table();
    rows.hostnames = directive.body("hostnames").findAny().isPresent();
    directive.body().filter(d -> d.parameters().size() == 1).forEach(d -> add(rows, d));
    return rows;
  }

  private static void add(Table rows, Directive row) {
    String key = row.name();
    ComplexValue value = ComplexValue.of(row.parameter());
    if (key.equals("default")) {
      rows.fallback = value;
      return;
    }
    if (key.startsWith("~")) {
      boolean caseless = key.startsWith("~*");
      rows.patterns.add(new PatternRow(key.substring(caseless ? 2 : 1), caseless, value));
      return;
    }
    String name = (key.startsWith("\\") ? key.substring(1) : key).toLowerCase(Locale.ROOT);
    if (!rows.hostnames) {
      rows.exact.putIfAbsent(name, value);
    } else if (name.startsWith("*.")) {
      rows.heads.putIfAbsent(name.substring(2), value);
    } else if (name.startsWith(".")) {
      rows.exact.putIfAbsent(name.substring(1), value);
      rows.heads.putIfAbsent(name.substring(1), value);
    } else if (name.endsWith(".*")) {
      rows.tails.putIfAbsent(name.substring(0, name.length() - 2), value);
    } else {
      rows.exact.putIfAbsent(name, value);
    }
  }
}
