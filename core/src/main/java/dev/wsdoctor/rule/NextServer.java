package dev.wsdoctor.rule;

import dev.wsdoctor.nginx.Listen;
import dev.wsdoctor.nginx.Outcome;
import dev.wsdoctor.nginx.VirtualServer;
import java.util.Objects;
import java.util.Optional;

/// The server of the next hop in the same nginx that the client's Host would have chosen, had the
/// hop before sent it on: instead of it another one took the request, which has no socket there.
public record NextServer(Outcome.Proxied from, VirtualServer chosen, VirtualServer meant) {
  public static Optional<NextServer> missed(Subject subject) {
    int hops = subject.hops().size();
    Optional<VirtualServer> chosen = subject.last().decision().server();
    String host = subject.target().host();
    boolean readsHost = NginxAnswer.rejectingTls(subject).isEmpty() && !opens(subject);
    if (hops < 2 || chosen.isEmpty() || chosen.get().isNamed(host) || !readsHost) {
      return Optional.empty();
    }
    return subject
        .hops()
        .get(hops - 2)
        .proxied()
        .flatMap(
            from ->
                subject.nginx().servers().stream()
                    .filter(server -> server.isNamed(host) && share(chosen.get(), server, subject))
                    .filter(server -> SocketLocations.serve(subject, server))
                    .findFirst()
                    .map(meant -> new NextServer(from, chosen.get(), meant)));
  }

  private static boolean opens(Subject subject) {
    return subject
        .last()
        .proxied()
        .map(HandshakeRules::of)
        .filter(fault -> fault != HandshakeRules.Fault.BOTH_MISSING)
        .isPresent();
  }

  /// Whether both listen at the address that was dialled.
  private static boolean share(VirtualServer one, VirtualServer other, Subject subject) {
    int port = subject.last().connection().port();
    return one.listens().stream()
        .filter(listen -> listen.port() == port)
        .anyMatch(listen -> other.listens().stream().anyMatch(its -> isSameAddress(listen, its)));
  }

  private static boolean isSameAddress(Listen one, Listen other) {
    return one.port() == other.port() && Objects.equals(one.address(), other.address());
  }
}
