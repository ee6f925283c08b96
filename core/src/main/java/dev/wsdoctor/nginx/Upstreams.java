package dev.wsdoctor.nginx;

import dev.wsdoctor.conf.Directive;
import dev.wsdoctor.nginx.Upstream.Peer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The `upstream` blocks by name, and the groups of one that literal addresses make
/// (`ngx_http_upstream_add`).
final class Upstreams {
  private final Scope http;
  private final Map<String, Upstream> named = new LinkedHashMap<>();
  private @Nullable Map<String, Upstream> literals;

  Upstreams(Scope http) {
    this.http = http;
    for (Directive block : http.own("upstream")) {
      named.putIfAbsent(block.parameter().toLowerCase(Locale.ROOT), read(block));
    }
  }

  private static Upstream read(Directive block) {
    List<Peer> peers = block.body("server").map(Upstreams::peer).toList();
    return new Upstream(block.parameter(), Optional.of(block), peers);
  }

  private static Peer peer(Directive server) {
    List<String> parameters = server.parameters();
    int weight = 1;
    for (String parameter : parameters) {
      if (parameter.matches("weight=[0-9]{1,9}")) {
        weight = Integer.parseInt(parameter.substring(7));
      }
    }
    return peer(
        server.parameter(),
        weight,
        parameters.contains("backup"),
        parameters.contains("down"),
        server);
  }

  private static Peer peer(
      String address, int weight, boolean backup, boolean down, Directive server) {
    ProxyUrl.Parsed parsed = ProxyUrl.parse("http://" + address);
    return parsed instanceof ProxyUrl.Parsed.Valid(ProxyUrl url)
        ? new Peer(url.host(), url.port(), weight, backup, down, Optional.of(server))
        : new Peer(address, 80, weight, backup, down, Optional.of(server));
  }

  List<Upstream> all() {
    return new ArrayList<>(named.values());
  }

  Optional<Upstream> named(String name) {
    return Optional.ofNullable(named.get(name.toLowerCase(Locale.ROOT)));
  }

  /// Whether some literal `proxy_pass` names that host and port, so that nginx has resolved it at
  /// start.
  boolean isLiteral(ProxyUrl url) {
    return literals().containsKey(key(url));
  }

  /// The groups that literal addresses make, in the order of the file.
  Map<String, Upstream> literals() {
    Map<String, Upstream> known = literals;
    if (known == null) {
      known = new LinkedHashMap<>();
      collectLiterals(http.block(), known);
      literals = known;
    }
    return known;
  }

  private static String key(ProxyUrl url) {
    return url.host().toLowerCase(Locale.ROOT) + " " + url.port();
  }

  private void collectLiterals(Directive block, Map<String, Upstream> found) {
    Deque<Directive> open = new ArrayDeque<>(block.body().toList());
    while (!open.isEmpty()) {
      Directive directive = open.pop();
      if (directive.isBlock()) {
        directive.body().toList().reversed().forEach(open::push);
      } else if (directive.is("proxy_pass")
          && ComplexValue.of(directive.parameter()).isConstant()
          && ProxyUrl.parse(directive.parameter()) instanceof ProxyUrl.Parsed.Valid(ProxyUrl url)
          && !(url.hasNoPort() && named(url.host()).isPresent())) {
        found.putIfAbsent(key(url), literal(url, directive));
      }
    }
  }

  /// The group of one server that an address in `proxy_pass` makes.
  static Upstream literal(ProxyUrl url, Directive by) {
    Peer peer = new Peer(url.host(), url.port(), 1, false, false, Optional.of(by));
    return new Upstream(url.hostHeader(), Optional.empty(), List.of(peer));
  }
}
