package dev.wsdoctor.diagnosis;

import dev.wsdoctor.nginx.Outcome;
import dev.wsdoctor.nginx.ProxyTarget;
import dev.wsdoctor.probe.Endpoint;
import dev.wsdoctor.socket.TcpSocket.End;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// How long a tunnel to each backend may be silent, by the locations that lead there.
final class IdleLimits {
  private static final String LOCALHOST = "localhost";

  private final Map<End, Duration> byBackend = new HashMap<>();

  private IdleLimits() {}

  static IdleLimits none() {
    return new IdleLimits();
  }

  static IdleLimits of(Survey survey) {
    IdleLimits limits = new IdleLimits();
    survey.entries().stream().flatMap(entry -> entry.proxied().stream()).forEach(limits::add);
    return limits;
  }

  private void add(Outcome.Proxied proxied) {
    Duration limit = proxied.tunnel().readTimeout().value();
    backends(proxied.target())
        .forEach(end -> byBackend.merge(end, limit, (a, b) -> a.compareTo(b) < 0 ? a : b));
  }

  private static Stream<End> backends(ProxyTarget target) {
    if (target.upstream().isPresent()) {
      return target.upstream().get().peers().stream()
          .flatMap(peer -> ends(Endpoint.of(peer.address(), peer.port())));
    }
    return target.host().isKnown()
        ? ends(Endpoint.of(target.host().text(), target.port()))
        : Stream.empty();
  }

  /// A name may lead to several addresses, and nginx connects to each of them.
  private static Stream<End> ends(Endpoint endpoint) {
    return switch (endpoint) {
      case Endpoint.Unix _ -> Stream.empty();
      case Endpoint.Tcp(String host, int port) ->
          addresses(host).stream().map(address -> new End(address, port));
    };
  }

  private static List<String> addresses(String host) {
    if (host.equals(LOCALHOST)) {
      return List.of("127.0.0.1", "0:0:0:0:0:0:0:1");
    }
    try {
      return Arrays.stream(InetAddress.getAllByName(host))
          .map(InetAddress::getHostAddress)
          .toList();
    } catch (UnknownHostException _) {
      return List.of();
    }
  }

  /// The shortest of those that lead there.
  Optional<Duration> to(End backend) {
    return Optional.ofNullable(byBackend.get(backend));
  }
}
