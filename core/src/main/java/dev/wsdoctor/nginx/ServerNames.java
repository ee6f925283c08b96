package dev.wsdoctor.nginx;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The server names of one listening address, in nginx's order of preference
/// (`ngx_http_find_virtual_server`): exact, longest leading wildcard, longest trailing wildcard,
/// first regular expression.
final class ServerNames {
  /// The server of a name, the `server_name` as written, and what its regular expression captured.
  record Found(Server server, String name, Captures captures) {}

  private record Named(Server server, String name) {}

  private final Set<String> taken = new HashSet<>();
  private final Map<String, Named> exact = new HashMap<>();
  private final Map<String, Named> heads = new HashMap<>();
  private final Map<String, Named> tails = new HashMap<>();
  private final List<Named> patterns = new ArrayList<>();

  /// The first server to take a name keeps it; nginx warns of the others.
  void add(Server server, String written) {
    Named named = new Named(server, written);
    String name = written.toLowerCase(Locale.ROOT);
    if (written.startsWith("~")) {
      patterns.add(named);
    } else if (name.startsWith("*.")) {
      heads.putIfAbsent(name.substring(2), named);
    } else if (name.startsWith(".")) {
      addWithSubdomains(name.substring(1), named);
    } else if (name.endsWith(".*")) {
      tails.putIfAbsent(name.substring(0, name.length() - 2), named);
    } else if (taken.add(name)) {
      exact.put(name, named);
    }
  }

  /// `.example.com` is ignored as a whole when either half of it is taken (`ngx_hash_add_key`).
  private void addWithSubdomains(String name, Named named) {
    if (taken.add(name) && !heads.containsKey(name)) {
      exact.put(name, named);
      heads.put(name, named);
    }
  }

  /// The server for a host in lower case, without its port; the empty host matches the name `""`.
  Optional<Found> find(String host) {
    Named named = exact.get(host);
    if (named == null && !heads.isEmpty()) {
      named = byHead(host);
    }
    if (named == null && !tails.isEmpty()) {
      named = byTail(host);
    }
    if (named != null) {
      return Optional.of(new Found(named.server, named.name, Captures.NONE));
    }
    return host.isEmpty() ? Optional.empty() : byPattern(host);
  }

  private @Nullable Named byHead(String host) {
    for (int dot = host.indexOf('.'); dot >= 0; dot = host.indexOf('.', dot + 1)) {
      Named named = heads.get(host.substring(dot + 1));
      if (named != null) {
        return named;
      }
    }
    return null;
  }

  private @Nullable Named byTail(String host) {
    for (int dot = host.lastIndexOf('.'); dot > 0; dot = host.lastIndexOf('.', dot - 1)) {
      Named named = tails.get(host.substring(0, dot));
      if (named != null) {
        return named;
      }
    }
    return null;
  }

  private Optional<Found> byPattern(String host) {
    for (Named named : patterns) {
      Optional<Captures> captures = Captures.match(named.name.substring(1), true, host);
      if (captures.isPresent()) {
        return Optional.of(new Found(named.server, named.name, captures.get()));
      }
    }
    return Optional.empty();
  }
}
