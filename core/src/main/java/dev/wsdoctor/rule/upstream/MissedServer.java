package dev.wsdoctor.rule.upstream;

import dev.wsdoctor.conf.Directive;
import dev.wsdoctor.finding.Fix;
import dev.wsdoctor.nginx.Outcome;
import dev.wsdoctor.nginx.Upstream;
import dev.wsdoctor.nginx.VirtualServer;
import dev.wsdoctor.rule.BlockTitle;
import dev.wsdoctor.rule.SocketLocations;
import dev.wsdoctor.rule.Subject;
import dev.wsdoctor.rule.WrittenParameter;
import java.util.List;
import java.util.Optional;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// A server of this nginx that listens on loopback alone and that nothing leads to, while the
/// socket goes to a port beside its own. What stands between two servers of one nginx, such as a
/// cache, may have that port: one that is not nearly the same says nothing.
record MissedServer(Directive pass, int asked, VirtualServer server, int port) {
  private static final int NEAR = 10;

  static Optional<MissedServer> of(Subject subject) {
    return subject
        .last()
        .proxied()
        .flatMap(
            hop ->
                peers(hop)
                    .filter(peer -> isLoopback(peer.address()))
                    .filter(peer -> !isListenedOn(subject, peer.port()))
                    .flatMap(peer -> missed(subject, hop.by(), peer.port()))
                    .findFirst());
  }

  private static Stream<Upstream.Peer> peers(Outcome.Proxied hop) {
    return hop.target().upstream().stream().flatMap(group -> group.peers().stream()).limit(1);
  }

  private static Stream<MissedServer> missed(Subject subject, Directive pass, int asked) {
    IntPredicate isNear = port -> Math.abs(port - asked) < NEAR;
    return subject.nginx().servers().stream()
        .filter(MissedServer::isInner)
        .filter(server -> SocketLocations.serve(subject, server))
        .flatMap(
            server ->
                ports(server)
                    .filter(isNear)
                    .filter(port -> !isLedTo(subject, port))
                    .mapToObj(port -> new MissedServer(pass, asked, server, port)));
  }

  private static boolean isInner(VirtualServer server) {
    return !server.listens().isEmpty()
        && server.listens().stream().allMatch(listen -> isLoopback(listen.address()));
  }

  private static IntStream ports(VirtualServer server) {
    return server.listens().stream().mapToInt(listen -> listen.port());
  }

  private static boolean isLoopback(String address) {
    return address.startsWith("127.") || address.equals("[::1]") || address.equals("localhost");
  }

  private static boolean isListenedOn(Subject subject, int port) {
    return subject.nginx().servers().stream()
        .flatMapToInt(MissedServer::ports)
        .anyMatch(other -> other == port);
  }

  private static boolean isLedTo(Subject subject, int port) {
    return Stream.concat(
            subject.nginx().upstreams().stream(), subject.nginx().literalUpstreams().stream())
        .flatMap(group -> group.peers().stream())
        .anyMatch(peer -> peer.port() == port);
  }

  String summary() {
    return "port %d is asked, and %s listens on %d"
        .formatted(asked, BlockTitle.withPlace(server.directive()), port);
  }

  Fix mend() {
    WrittenParameter url = WrittenParameter.last(pass);
    String written = ":" + asked;
    int at = url.text().indexOf(written);
    return at < 0
        ? Fix.manual("name port %d in the upstream".formatted(port))
        : Fix.review(
            "proxy to port %d".formatted(port),
            List.of(url.replace(at, at + written.length(), ":" + port)));
  }
}
