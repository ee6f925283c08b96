package dev.wsdoctor.conformance.mutation;

import dev.wsdoctor.conf.Directive;
import dev.wsdoctor.conf.Edit;
import dev.wsdoctor.conf.Layout;
import dev.wsdoctor.conformance.mutation.Original.Spot;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The server of a socket in another file or beside a stranger, and its backend by another name.
final class RearrangedServers {
  private static final Pattern ADDRESS = Pattern.compile("(https?)://((127[\\d.]+):(\\d+))(/.*)?");
  private static final Pattern WHOLE_PATH = Pattern.compile("(https?)://([\\w.:-]+)");
  private static final Pattern NAME = Pattern.compile("(https?)://([a-z_]\\w*)(/.*)?");

  private static final Set<String> OF_THE_FRONT =
      Set.of("listen", "server_name", "ssl_certificate", "ssl_certificate_key", "ssl_protocols");

  private RearrangedServers() {}

  static Stream<Rearranged> of(Original original) {
    Stream<Rearranged> ofServers =
        original
            .spots("server")
            .filter(spot -> spot.isIn("http"))
            .map(Spot::directive)
            .flatMap(
                server ->
                    Stream.of(
                            inFile(original, server),
                            besideOthers(original, server),
                            behindAnother(original, server))
                        .flatMap(rearranged -> rearranged));
    Stream<Rearranged> ofBackends =
        original
            .spots("proxy_pass")
            .flatMap(
                pass ->
                    Stream.of(
                            inPool(original, pass),
                            outOfPool(original, pass),
                            byVariable(original, pass),
                            byMap(original, pass))
                        .flatMap(rearranged -> rearranged));
    return Stream.concat(ofServers, ofBackends);
  }

  private static Stream<Rearranged> inFile(Original original, Directive server) {
    return Stream.of(
        original.rearranged(
            "server in a file",
            server,
            Map.of(Path.of("conf.d/rearranged.conf"), server.range().text() + "\n"),
            new Edit(server.range(), "include conf.d/rearranged.conf;")));
  }

  /// A server that turns away who asks for no name it knows.
  private static Stream<Rearranged> besideOthers(Original original, Directive server) {
    boolean taken =
        original
            .spots("listen")
            .anyMatch(s -> s.directive().parameters().contains("default_server"));
    if (taken || server.body("server_name").findAny().isEmpty()) {
      return Stream.of();
    }
    String listens =
        server
            .body("listen")
            .map(listen -> listen.head().text() + " default_server; ")
            .collect(Collectors.joining());
    String certificates =
        server
            .body()
            .filter(d -> d.is("ssl_certificate") || d.is("ssl_certificate_key"))
            .map(d -> d.range().text() + " ")
            .collect(Collectors.joining());
    return Stream.of(
        original.rearranged(
            "beside a default server",
            server,
            Layout.before(
                server,
                List.of("server { " + listens + certificates + "server_name _; return 444; }"))));
  }

  /// TLS and the name stay in a server in front, everything else goes to one behind it.
  private static Stream<Rearranged> behindAnother(Original original, Directive server) {
    List<Directive> listens = server.body("listen").toList();
    boolean hasFiles = server.range().text().contains("include ");
    if (listens.isEmpty()
        || hasFiles
        || original.spots("server").filter(s -> s.isIn("http")).count() > 1) {
      return Stream.of();
    }
    String front =
        server
            .body()
            .filter(d -> OF_THE_FRONT.contains(d.name()))
            .map(d -> d.range().text())
            .collect(Collectors.joining("\n"));
    String behind =
        server
            .body()
            .filter(d -> !OF_THE_FRONT.contains(d.name()) || d.is("server_name"))
            .map(d -> d.range().text().replace(" $scheme;", " $http_x_forwarded_proto;"))
            .collect(Collectors.joining("\n"));
    return Stream.of(
        original.rearranged(
            "behind another server",
            server,
            new Edit(
                server.range(),
                """
                server {
                %s
                    location / {
                        proxy_pass http://127.0.0.1:8999;
                        proxy_http_version 1.1;
                        proxy_set_header Host $http_host;
                        proxy_set_header Upgrade $http_upgrade;
                        proxy_set_header Connection "upgrade";
                        proxy_set_header X-Forwarded-Proto $scheme;
                        proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
                        proxy_read_timeout 1h;
                    }
                }
                server {
                    listen 127.0.0.1:8999;
                %s
                }
                """
                    .formatted(front, behind))));
  }

  private static Stream<Rearranged> inPool(Original original, Spot pass) {
    return match(ADDRESS, pass.directive())
        .flatMap(
            target ->
                before(
                    original,
                    "in a pool",
                    pass,
                    "upstream rearranged { server " + target.group(2) + "; }",
                    target.group(1) + "://rearranged" + orEmpty(target.group(5))));
  }

  /// The only server of a pool, by its address.
  private static Stream<Rearranged> outOfPool(Original original, Spot pass) {
    return match(NAME, pass.directive())
        .flatMap(
            target ->
                original
                    .spots("upstream")
                    .map(Spot::directive)
                    .filter(pool -> pool.parameter().equals(target.group(2)))
                    .map(pool -> pool.body("server").toList())
                    .filter(servers -> servers.size() == 1)
                    .map(servers -> servers.getFirst().parameter())
                    .filter(address -> address.matches("127[\\d.]+:\\d+"))
                    .map(
                        address ->
                            original.rearranged(
                                "out of its pool",
                                pass.directive(),
                                new Edit(
                                    pass.directive().parameterRange(0),
                                    target.group(1)
                                        + "://"
                                        + address
                                        + orEmpty(target.group(3))))));
  }

  private static Stream<Rearranged> byVariable(Original original, Spot pass) {
    return match(WHOLE_PATH, pass.directive())
        .map(
            target ->
                original.rearranged(
                    "backend by set",
                    pass.directive(),
                    Layout.before(
                        pass.directive(), List.of("set $backend_url " + target.group() + ";")),
                    new Edit(pass.directive().parameterRange(0), "$backend_url")));
  }

  private static Stream<Rearranged> byMap(Original original, Spot pass) {
    return match(WHOLE_PATH, pass.directive())
        .flatMap(
            target ->
                before(
                    original,
                    "backend by map",
                    pass,
                    "map $host $backend%d { default %s; }"
                        .formatted(pass.directive().range().start(), target.group(2)),
                    target.group(1) + "://$backend" + pass.directive().range().start()));
  }

  /// With a line in front of the server.
  private static Stream<Rearranged> before(
      Original original, String kind, Spot pass, String line, String target) {
    return pass.within("server")
        .map(
            server ->
                original.rearranged(
                    kind,
                    pass.directive(),
                    Layout.before(server, List.of(line)),
                    new Edit(pass.directive().parameterRange(0), target)));
  }

  private static Stream<MatchResult> match(Pattern pattern, Directive pass) {
    return pattern
        .matcher(pass.parameter())
        .results()
        .filter(r -> r.group().equals(pass.parameter()));
  }

  private static String orEmpty(@org.jspecify.annotations.Nullable String text) {
    return text == null ? "" : text;
  }
}
