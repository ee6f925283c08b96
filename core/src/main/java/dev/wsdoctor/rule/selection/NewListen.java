package dev.wsdoctor.rule.selection;

import dev.wsdoctor.conf.Directive;
import dev.wsdoctor.conf.Layout;
import dev.wsdoctor.finding.Fix;
import dev.wsdoctor.nginx.Listen;
import dev.wsdoctor.nginx.VirtualServer;
import dev.wsdoctor.rule.BlockTitle;
import dev.wsdoctor.rule.SocketLocations;
import dev.wsdoctor.rule.Subject;
import java.util.List;
import java.util.Optional;

/// One `listen` more, for the port that the URL dials, in the server that has the socket.
final class NewListen {
  private NewListen() {}

  /// A server with the socket for this host, which does not listen where the URL goes.
  static Optional<VirtualServer> candidate(Subject subject) {
    boolean tls = subject.target().tls();
    List<VirtualServer> serving =
        subject.nginx().servers().stream()
            .filter(server -> !listensOn(server, subject.target().port(), tls))
            .filter(server -> !tls || server.scope().setting("ssl_certificate").isPresent())
            .filter(server -> SocketLocations.serve(subject, server))
            .toList();
    return serving.stream()
        .filter(server -> server.isNamed(subject.target().host()))
        .findFirst()
        .or(() -> serving.size() == 1 ? serving.stream().findFirst() : Optional.empty());
  }

  private static boolean listensOn(VirtualServer server, int port, boolean tls) {
    return server.listens().stream()
        .anyMatch(listen -> listen.port() == port && listen.ssl() == tls);
  }

  static Optional<Fix> mend(Subject subject) {
    return candidate(subject)
        .flatMap(
            server ->
                server.listens().stream()
                    .flatMap(listen -> listen.directive().stream())
                    .findFirst()
                    .map(listen -> mend(subject, server, listen)));
  }

  private static Fix mend(Subject subject, VirtualServer server, Directive beside) {
    boolean http2 = server.listens().stream().anyMatch(Listen::http2);
    String options = subject.target().tls() ? (http2 ? " ssl http2" : " ssl") : "";
    String at = address(subject.target().host(), server) + subject.target().port();
    return Fix.review(
        "listen on %s too in %s"
            .formatted(
                at.contains(":") ? at : "port " + at, BlockTitle.withPlace(server.directive())),
        List.of(Layout.after(beside, List.of("listen " + at + options + ";"))));
  }

  /// A server that keeps to some addresses of its machine is not opened to all: the new port is for
  /// the address that the URL dials, or else for the first that it has.
  private static String address(String host, VirtualServer server) {
    List<String> own =
        server.listens().stream()
            .filter(listen -> listen.port() != 0)
            .map(Listen::address)
            .toList();
    if (own.isEmpty() || own.contains("*") || own.contains("[::]")) {
      return "";
    }
    if (host.contains(":")) {
      return "[" + host + "]:";
    }
    return (host.matches("[0-9.]+") ? host : own.getFirst()) + ":";
  }

  /// At the address where the other server takes the connection and this one does not listen.
  static Optional<Fix> beside(VirtualServer chosen, VirtualServer meant, int port) {
    boolean certified = meant.scope().setting("ssl_certificate").isPresent();
    Optional<Directive> first =
        meant.listens().stream().flatMap(listen -> listen.directive().stream()).findFirst();
    return chosen.listens().stream()
        .filter(listen -> listen.port() == port && !listen.quic())
        .filter(listen -> meant.listens().stream().noneMatch(own -> isAt(own, listen)))
        .filter(listen -> !listen.ssl() || certified)
        .flatMap(listen -> listen.directive().stream().map(line -> text(line, listen)))
        .findFirst()
        .flatMap(
            line ->
                first.map(
                    own ->
                        Fix.review(
                            "let %s listen at the same address too"
                                .formatted(BlockTitle.withPlace(meant.directive())),
                            List.of(Layout.before(own, List.of(line))))));
  }

  private static boolean isAt(Listen one, Listen other) {
    return one.address().equals(other.address()) && one.port() == other.port();
  }

  private static String text(Directive written, Listen listen) {
    return "listen "
        + written.parameter()
        + (listen.ssl() ? " ssl" : "")
        + (listen.http2() && written.parameters().contains("http2") ? " http2" : "")
        + ";";
  }
}
