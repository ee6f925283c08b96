package dev.wsdoctor.rule.selection;

import dev.wsdoctor.conf.Directive;
import dev.wsdoctor.conf.Layout;
import dev.wsdoctor.finding.Fix;
import dev.wsdoctor.nginx.Listen;
import dev.wsdoctor.nginx.StreamProxy;
import dev.wsdoctor.nginx.VirtualServer;
import dev.wsdoctor.rule.BlockTitle;
import dev.wsdoctor.rule.SocketLocations;
import dev.wsdoctor.rule.Subject;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// `stream` passes a name's TLS on to where its `map` of names says, and that is not where the
/// server of that name listens. `meant` is that server, `pass` the `proxy_pass` of `stream`.
record SniMap(Directive stream, Directive pass, VirtualServer meant) {
  static Optional<SniMap> of(Subject subject) {
    boolean lost = subject.first().isStream() && subject.hops().size() == 1;
    Optional<Directive> pass =
        subject.nginx().stream(subject.first().connection())
            .filter(_ -> lost)
            .flatMap(StreamProxy::by)
            .filter(line -> line.parameter().startsWith("$"));
    return pass.flatMap(
        line ->
            stream(subject)
                .flatMap(block -> meant(subject).map(server -> new SniMap(block, line, server))));
  }

  private static Optional<Directive> stream(Subject subject) {
    return subject.configuration().directives().stream()
        .filter(block -> block.is("stream"))
        .findFirst();
  }

  private static Optional<VirtualServer> meant(Subject subject) {
    return subject.nginx().servers().stream()
        .filter(server -> server.isNamed(subject.target().host()))
        .filter(server -> server.listens().stream().anyMatch(Listen::ssl))
        .filter(server -> SocketLocations.serve(subject, server))
        .findFirst();
  }

  /// One entry more, with a value that leads to the server.
  Fix mend(String host) {
    return map()
        .flatMap(map -> leading(map).map(entry -> mend(map, entry, host)))
        .orElseGet(
            () ->
                Fix.manual(
                    "let stream pass %s on to %s"
                        .formatted(host, BlockTitle.withPlace(meant.directive()))));
  }

  private Fix mend(Directive map, Directive entry, String host) {
    return Fix.review(
        "pass %s on to %s in the map at %s".formatted(host, entry.parameter(), map.where()),
        List.of(Layout.after(entry, List.of(host + " " + entry.parameter() + ";"))));
  }

  private Optional<Directive> map() {
    return stream
        .body("map")
        .filter(map -> map.parameter().equals("$ssl_preread_server_name"))
        .filter(map -> map.lastParameter().equals(pass.parameter()))
        .findFirst();
  }

  private Optional<Directive> leading(Directive map) {
    return map.children().stream()
        .filter(entry -> entry.parameterCount() == 1 && leads(entry.parameter()))
        .findFirst();
  }

  private boolean leads(String value) {
    Stream<String> peers =
        stream
            .body("upstream")
            .filter(group -> group.parameter().equals(value))
            .flatMap(group -> group.body("server"))
            .map(Directive::parameter);
    return Stream.concat(Stream.of(value), peers).anyMatch(this::isListenedTo);
  }

  private boolean isListenedTo(String address) {
    return meant.listens().stream()
        .filter(Listen::ssl)
        .anyMatch(
            listen ->
                address.equals(listen.address() + ":" + listen.port())
                    || (listen.address().equals("*")
                        && address.matches("(127\\..*|localhost):" + listen.port())));
  }
}
