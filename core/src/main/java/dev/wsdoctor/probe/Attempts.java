package dev.wsdoctor.probe;

import dev.wsdoctor.probe.Observation.Failure;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// The addresses of one host that could not be connected to.
final class Attempts {
  private final String host;
  private final int port;
  private final List<Attempt> failed = new ArrayList<>();

  private record Attempt(String address, Failure failure, String reason) {}

  Attempts(String host, int port) {
    this.host = host;
    this.port = port;
  }

  void failed(String address, Failure failure, String reason) {
    failed.add(new Attempt(address, failure, reason));
  }

  /// The most telling of them: a silent address may be the right one behind a firewall, a refusing
  /// one is at least a living host.
  ProbeFailure failure() {
    List<Failure> telling =
        List.of(Failure.CONNECT_TIMEOUT, Failure.CONNECTION_REFUSED, Failure.UNREACHABLE);
    Failure worst =
        failed.stream()
            .map(Attempt::failure)
            .min(Comparator.comparingInt(telling::indexOf))
            .orElse(Failure.UNKNOWN_HOST);
    return new ProbeFailure(worst, sentence(worst));
  }

  private String sentence(Failure worst) {
    String tried = String.join(", ", failed.stream().map(a -> a.address + " " + a.reason).toList());
    if (worst == Failure.CONNECT_TIMEOUT) {
      return "%s does not answer on port %d (%s); check that it is up and that no firewall drops the connection"
          .formatted(host, port, tried);
    }
    if (worst == Failure.CONNECTION_REFUSED) {
      return "nothing listens on %s port %d (%s); start the server there or correct the port"
          .formatted(host, port, tried);
    }
    return "%s cannot be reached (%s); check the address and the routes from this machine"
        .formatted(host, tried);
  }
}
