package dev.wsdoctor.directive;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

/// The directives of one version of nginx, with all modules of its source.
public final class Catalogue {
  private static final Map<NginxVersion, Catalogue> BY_VERSION = new ConcurrentHashMap<>();

  /// Loaded once, by the first catalogue.
  private static final class Table {
    static final DirectiveTable ALL = DirectiveTable.load();
  }

  private final NginxVersion version;
  private final Map<String, List<DirectiveDefinition>> known = new ConcurrentHashMap<>();

  private Catalogue(NginxVersion version) {
    this.version = version;
  }

  public static Catalogue of(NginxVersion version) {
    return BY_VERSION.computeIfAbsent(version, Catalogue::new);
  }

  public NginxVersion version() {
    return version;
  }

  /// All meanings of a name; empty if this version does not have it.
  public List<DirectiveDefinition> find(String name) {
    List<DirectiveDefinition> found = known.get(name);
    if (found == null) {
      found = existing(Table.ALL.find(name));
      if (!found.isEmpty()) {
        known.put(name, found);
      }
    }
    return found;
  }

  private List<DirectiveDefinition> existing(List<DirectiveDefinition> history) {
    List<DirectiveDefinition> existing = new ArrayList<>(history.size());
    for (DirectiveDefinition definition : history) {
      if (definition.existsIn(version)) {
        existing.add(definition);
      }
    }
    return List.copyOf(existing);
  }

  /// What a name means there.
  public Optional<DirectiveDefinition> find(String name, Context context) {
    for (DirectiveDefinition definition : find(name)) {
      if (definition.contexts().contains(context)) {
        return Optional.of(definition);
      }
    }
    return Optional.empty();
  }

  /// What holds in http when nobody sets it: `1.0` or `1.1` for `proxy_http_version`.
  public Optional<String> defaultOf(String name) {
    return find(name).stream().flatMap(d -> d.defaults().in(version).stream()).findFirst();
  }

  /// What holds there when nobody sets it.
  public Optional<String> defaultOf(String name, Context context) {
    return find(name, context).flatMap(d -> d.defaults().in(version));
  }

  /// The names of all versions, sorted.
  public static List<String> names() {
    return List.copyOf(new TreeSet<>(Table.ALL.names()));
  }

  /// The rows of a name in all versions.
  public static List<DirectiveDefinition> history(String name) {
    return Table.ALL.find(name);
  }
}
