package dev.wsdoctor.nginx;

import dev.wsdoctor.conf.Directive;
import dev.wsdoctor.nginx.Upstream.Peer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The `upstream` blocks by name, and the groups of one that literal addresses make
/// (`ngx_http_upstream_add`).
final class Upstreams {
  private final Scope http;
  private final Map<String, Upstream> named = new LinkedHashMap<>();
  private @Nullable Set<String> literals;

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
    Set<String> known = literals;
    if (known == null) {
      known = collectLiterals();
      literals = known;
    }
    return known.contains(key(url));
  }

  private static String key(ProxyUrl url) {
    return url.host().toLowerCase(Locale.ROOT) + " " + url.port();
  }

  private Set<String> collectLiterals() {
    Set<String> found = new HashSet<>();
    Deque<Directive> open = new ArrayDeque<>();
    open.add(http.block());
    while (!open.isEmpty()) {
      Directive block = open.pop();
      for (Directive directive : block.body().toList()) {
        if (directive.isBlock()) {
          open.push(directive);
        } else if (directive.is("proxy_pass")
            && ComplexValue.of(directive.parameter()).isConstant()
            && ProxyUrl.parse(directive.parameter())
                instanceof ProxyUrl.Parsed.Valid(ProxyUrl url)) {
          found.add(key(url));
        }
      }
    }
    return found;
  }
}
