package dev.wsdoctor.log;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/// A URL as it shows in logs: tells which lines concern it.
///
/// `serverNames` are the first names of the virtual servers that it passes, empty when no
/// configuration is known; then `hosts`, lower case and without port, decide. `upstreams` are
/// addresses (`127.0.0.1:3000`, `unix:/run/app.sock`). `leadsHere` tells whether a path is served
/// by the same location.
public final class LoggedUrl {
  /// How a line of the error log stands to the URL.
  public enum Relation {
    /// Same server, same path or location.
    REQUEST,
    /// Another request to the same upstream.
    UPSTREAM,
    /// About no request at all.
    PROCESS,
    /// Another one's.
    OTHER
  }

  private static final int MOST_PATHS = 10_000;

  private final Set<String> hosts;
  private final Set<String> serverNames;
  private final Set<String> upstreams;
  private final int port;
  private final Predicate<String> leadsHere;
  private final Map<String, Boolean> known = new HashMap<>();

  public LoggedUrl(
      Set<String> hosts,
      Set<String> serverNames,
      Set<String> upstreams,
      int port,
      Predicate<String> leadsHere) {
    this.hosts = Set.copyOf(hosts);
    this.serverNames = Set.copyOf(serverNames);
    this.upstreams = Set.copyOf(upstreams);
    this.port = port;
    this.leadsHere = leadsHere;
  }

  public Relation relation(ErrorEntry entry) {
    if (entry.request().isEmpty()) {
      return withoutRequest(entry);
    }
    if (isOurServer(entry) && entry.path().filter(this::isOurPath).isPresent()) {
      return Relation.REQUEST;
    }
    return isOurUpstream(entry) ? Relation.UPSTREAM : Relation.OTHER;
  }

  /// Before a request is read, `server` is the address that accepted the connection; so it is in
  /// `stream`.
  private Relation withoutRequest(ErrorEntry entry) {
    if (entry.client().isEmpty()) {
      return Relation.PROCESS;
    }
    return entry.server().filter(address -> address.endsWith(":" + port)).isPresent()
        ? Relation.REQUEST
        : Relation.OTHER;
  }

  private boolean isOurServer(ErrorEntry entry) {
    return serverNames.isEmpty()
        ? entry.host().filter(host -> !isOurHost(host)).isEmpty()
        : entry.server().filter(name -> !serverNames.contains(name)).isEmpty();
  }

  private boolean isOurUpstream(ErrorEntry entry) {
    return entry.upstream().map(LoggedUrl::address).filter(upstreams::contains).isPresent();
  }

  /// `http://127.0.0.1:3000/ws` is at `127.0.0.1:3000`, `http://unix:/run/a.sock:/ws` at
  /// `unix:/run/a.sock`.
  public static String address(String upstream) {
    int scheme = upstream.indexOf("://");
    String rest = scheme < 0 ? upstream : upstream.substring(scheme + 3);
    boolean unix = rest.startsWith("unix:");
    int end = unix ? rest.indexOf(':', "unix:".length()) : rest.indexOf('/');
    return end < 0 ? rest : rest.substring(0, end);
  }

  /// Whether a request of the access log is one to this URL.
  boolean concerns(AccessEntry entry) {
    return isOurPath(entry.path())
        && entry.host().filter(host -> !isOurHost(host) && !serverNames.contains(host)).isEmpty();
  }

  /// An address instead of a name says nothing of the names that clients use.
  private boolean isOurHost(String host) {
    String name = host.toLowerCase(Locale.ROOT);
    int colon = name.lastIndexOf(':');
    boolean hasPort = colon > name.lastIndexOf(']') && colon > 0;
    return hosts.isEmpty() || hosts.contains(hasPort ? name.substring(0, colon) : name);
  }

  private boolean isOurPath(String path) {
    if (path.isEmpty()) {
      return false;
    }
    if (known.size() >= MOST_PATHS) {
      known.clear();
    }
    return known.computeIfAbsent(path, leadsHere::test);
  }
}
