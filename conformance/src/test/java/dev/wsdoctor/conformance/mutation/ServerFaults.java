package dev.wsdoctor.conformance.mutation;

import dev.wsdoctor.conf.Directive;
import dev.wsdoctor.conf.Edit;
import dev.wsdoctor.conf.Layout;
import dev.wsdoctor.conformance.mutation.Original.Spot;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What sends the connection or the request to another server, or ends it in this one.
final class ServerFaults {
  private static final Pattern PORT = Pattern.compile("(\\S*:)?\\d+");

  private ServerFaults() {}

  static Stream<Mutant> of(Original original) {
    return Stream.of(
            renamed(original),
            twin(original),
            moved(original),
            withoutTls(original),
            redirected(original, "server"),
            redirected(original, "location"),
            refused(original))
        .flatMap(mutants -> mutants);
  }

  private static Stream<Mutant> renamed(Original original) {
    return original
        .spots("server_name")
        .map(Spot::directive)
        .map(
            name ->
                original.mutant(
                    "server_name of another",
                    name,
                    Set.of("wrong-server-selected"),
                    new Edit(name.parameterRange(0), "other.example.net")));
  }

  /// A server of the same name and socket in front of it.
  private static Stream<Mutant> twin(Original original) {
    return original
        .spots("server_name")
        .filter(spot -> spot.isIn("server"))
        .map(spot -> spot.around().getLast())
        .distinct()
        .map(
            server ->
                original.mutant(
                    "second server of the name",
                    server,
                    Set.of("wrong-server-selected"),
                    Layout.before(server, twinOf(server))));
  }

  private static List<String> twinOf(Directive server) {
    String head =
        server
            .body()
            .filter(line -> Set.of("listen", "server_name").contains(line.name()))
            .filter(line -> !line.parameters().contains("ipv6only=on"))
            .map(line -> line.head().text().replace(" default_server", "") + ";")
            .collect(Collectors.joining(" "));
    String certificate =
        server
            .body()
            .filter(line -> line.name().startsWith("ssl_certificate"))
            .map(line -> " " + line.head().text() + ";")
            .collect(Collectors.joining());
    return List.of("server { " + head + certificate + " root /srv; }");
  }

  /// All listeners of a server with one port, IPv4 and IPv6 alike. Where wss finds no listener, it
  /// is the TLS one that is missing; where another server has the port, that one is the wrong one.
  private static Stream<Mutant> moved(Original original) {
    return original
        .spots("server")
        .map(Spot::directive)
        .flatMap(
            server ->
                server
                    .body("listen")
                    .filter(listen -> PORT.matcher(listen.parameter()).matches())
                    .filter(listen -> port(listen).equals("" + original.healthy().port()))
                    .collect(Collectors.groupingBy(ServerFaults::port))
                    .values()
                    .stream())
        .map(
            listens ->
                original.mutant(
                    "listen on another port",
                    listens.getFirst(),
                    Set.of("client-url-mismatch", "tls-listener-missing", "wrong-server-selected"),
                    listens.stream().map(ServerFaults::elsewhere).toArray(Edit[]::new)));
  }

  private static String port(Directive listen) {
    return listen.parameter().replaceFirst("^.*:", "");
  }

  private static Edit elsewhere(Directive listen) {
    return new Edit(listen.parameterRange(0), listen.parameter().replaceFirst("\\d+$", "7443"));
  }

  private static Stream<Mutant> withoutTls(Original original) {
    return original
        .spots("listen")
        .map(Spot::directive)
        .filter(listen -> listen.parameters().contains("ssl"))
        .map(
            listen ->
                original.mutant(
                    "listen without ssl",
                    listen,
                    Set.of("tls-listener-missing"),
                    Edit.delete(listen.parameterRange(listen.parameters().indexOf("ssl")))));
  }

  private static Stream<Mutant> redirected(Original original, String block) {
    List<String> targets =
        block.equals("server")
            ? List.of("https://$host$request_uri")
            : List.of("https://$host$request_uri", "$scheme://$http_host$uri/", "/login");
    return blocks(original, block)
        .flatMap(
            place ->
                targets.stream()
                    .map(
                        to ->
                            original.mutant(
                                "return 301 in " + block,
                                place,
                                Set.of("redirect-instead-of-upgrade"),
                                Layout.first(place, List.of("return 301 " + to + ";")))));
  }

  private static Stream<Directive> blocks(Original original, String block) {
    return block.equals("server")
        ? original
            .spots("server")
            .map(Spot::directive)
            .filter(s -> s.body("listen").findAny().isPresent())
            .filter(s -> s.body("location").findAny().isPresent())
        : original.proxyingLocations().map(Spot::directive);
  }

  private static Stream<Mutant> refused(Original original) {
    return original
        .proxyingLocations()
        .map(Spot::directive)
        .flatMap(
            location ->
                Stream.of("deny all;", "internal;", "return 403;")
                    .map(
                        line ->
                            original.mutant(
                                line,
                                location,
                                Set.of("access-refused"),
                                Layout.first(location, List.of(line)))));
  }
}
