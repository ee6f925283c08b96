package dev.wsdoctor.rule.upstream;

import dev.wsdoctor.nginx.Outcome;
import dev.wsdoctor.nginx.Upstream;
import java.util.List;
import java.util.Locale;

/// The host name of a backend, and what it tells of who serves it.
record PublicName(String name) {
  /// Names under which many customers share one front end, that tells them apart by name.
  private static final List<String> SHARED =
      List.of(
          ".cloudfront.net",
          ".herokuapp.com",
          ".azurewebsites.net",
          ".azurecontainerapps.io",
          ".run.app",
          ".web.app",
          ".fly.dev",
          ".vercel.app",
          ".netlify.app",
          ".pages.dev",
          ".workers.dev",
          ".onrender.com",
          ".railway.app",
          ".execute-api.",
          ".github.io",
          ".supabase.co",
          ".firebaseio.com",
          ".trycloudflare.com",
          ".ngrok.io",
          ".ngrok-free.app");

  /// Ends of names that are given on a private network, where one server has one certificate.
  private static final List<String> PRIVATE =
      List.of(
          ".local",
          ".localdomain",
          ".internal",
          ".intern",
          ".lan",
          ".home",
          ".home.arpa",
          ".corp",
          ".private",
          ".test",
          ".svc",
          ".docker",
          ".consul");

  /// The one name of all peers of a hop; where those are addresses or differ, the group's, if that
  /// is a name for a server; else the empty name.
  static PublicName behind(Outcome.Proxied hop) {
    List<String> hosts =
        hop.target().upstream().stream()
            .flatMap(group -> group.peers().stream())
            .map(Upstream.Peer::address)
            .distinct()
            .toList();
    PublicName group = new PublicName(lower(hop.target().host().text()));
    if (hosts.isEmpty()) {
      return group;
    }
    PublicName peer = new PublicName(hosts.size() > 1 ? "" : lower(hosts.getFirst()));
    return (peer.isAddress() || peer.name.isEmpty()) && group.isPublic() ? group : peer;
  }

  private static String lower(String host) {
    return host.toLowerCase(Locale.ROOT);
  }

  boolean isAddress() {
    return name.contains(":") || name.matches("[0-9.]+");
  }

  /// Whether it is a name of the public DNS, as far as a name can tell.
  boolean isPublic() {
    return name.contains(".")
        && !name.contains("$")
        && !name.startsWith("unix:")
        && !isAddress()
        && PRIVATE.stream().noneMatch(name::endsWith);
  }

  /// Whether one front end serves many names of that kind.
  boolean isShared() {
    return SHARED.stream().anyMatch(name::contains);
  }

  String kind() {
    return isShared() ? "the shared front end" : "the TLS backend";
  }
}
