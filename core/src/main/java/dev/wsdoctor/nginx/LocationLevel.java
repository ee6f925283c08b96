package dev.wsdoctor.nginx;

import dev.wsdoctor.conf.Directive;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// The locations directly inside one block, ready for the search of `ngx_http_core_find_location`.
final class LocationLevel {
  /// Blocks inside blocks that are looked into.
  static final int MAX_DEPTH = 200;

  /// Directives that make nginx redirect `/x` to a `location /x/`.
  private static final Set<String> PASSES =
      Set.of(
          "proxy_pass",
          "fastcgi_pass",
          "uwsgi_pass",
          "scgi_pass",
          "memcached_pass",
          "grpc_pass",
          "tunnel_pass");

  /// A location and those inside it.
  record Node(Location location, LocationLevel inner) {
    /// Whether a request for the name without its last slash is redirected here.
    boolean redirectsSlash() {
      return location.name().endsWith("/")
          && PASSES.stream().anyMatch(pass -> !location.scope().own(pass).isEmpty());
    }
  }

  private final List<Location> locations = new ArrayList<>();
  private final Map<String, Node> exact = new HashMap<>();
  private final Map<String, Node> prefixes = new HashMap<>();
  private final List<Node> patterns = new ArrayList<>();
  private final Map<String, Node> named = new HashMap<>();
  private final int[] lengths;

  private LocationLevel(Scope outer, int depth) {
    if (depth < MAX_DEPTH) {
      outer.own("location").forEach(directive -> add(outer, directive, depth));
    }
    TreeSet<Integer> distinct = new TreeSet<>();
    prefixes.keySet().forEach(name -> distinct.add(name.length()));
    lengths = distinct.descendingSet().stream().mapToInt(Integer::intValue).toArray();
  }

  static LocationLevel of(Scope server) {
    return new LocationLevel(server, 0);
  }

  private void add(Scope outer, Directive directive, int depth) {
    Scope scope = outer.within(directive);
    LocationLevel inner = new LocationLevel(scope, depth + 1);
    Location location = LocationHead.read(scope, inner.locations);
    Node node = new Node(location, inner);
    locations.add(location);
    switch (location.kind()) {
      case EXACT -> exact.putIfAbsent(location.name(), node);
      case PREFIX, PREFERENTIAL -> prefixes.putIfAbsent(location.name(), node);
      case REGEX, REGEX_CASELESS -> patterns.add(node);
      case NAMED -> named.putIfAbsent(location.name(), node);
    }
  }

  List<Location> locations() {
    return locations;
  }

  @Nullable Node exact(String uri) {
    return exact.get(uri);
  }

  @Nullable Node prefix(String name) {
    return prefixes.get(name);
  }

  @Nullable Node longestPrefix(String uri) {
    for (int length : lengths) {
      Node node = length > uri.length() ? null : prefixes.get(uri.substring(0, length));
      if (node != null) {
        return node;
      }
    }
    return null;
  }

  List<Node> patterns() {
    return patterns;
  }

  Optional<Location> named(String name) {
    return Optional.ofNullable(named.get(name)).map(Node::location);
  }

  boolean isEmpty() {
    return locations.isEmpty();
  }
}
