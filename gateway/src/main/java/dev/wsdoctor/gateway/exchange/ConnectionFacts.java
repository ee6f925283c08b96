package dev.wsdoctor.gateway.exchange;

import dev.wsdoctor.gateway.proxyprotocol.ProxyHeader;
import dev.wsdoctor.gateway.tls.TlsFacts;
import dev.wsdoctor.nginx.Connection;
import io.netty.channel.Channel;
import io.netty.util.NetUtil;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/// Who is connected, as the evaluator and the variables see it.
final class ConnectionFacts {
  private static final AtomicLong COUNT = new AtomicLong();

  private final Arrival arrival;
  private final Instant start;
  private final long number = COUNT.incrementAndGet();
  private String client = "unix:";
  private byte[] clientBytes = {};
  private int clientPort;
  private Optional<TlsFacts> tls = Optional.empty();
  private Optional<ProxyHeader> proxied = Optional.empty();

  ConnectionFacts(Arrival arrival, Clock clock) {
    this.arrival = arrival;
    this.start = clock.instant();
  }

  void connected(Channel channel) {
    if (channel.remoteAddress() instanceof InetSocketAddress remote) {
      client = NetUtil.toAddressString(remote.getAddress());
      clientBytes = remote.getAddress().getAddress();
      clientPort = remote.getPort();
    }
  }

  Connection connection() {
    return new Connection(
        arrival.address(),
        arrival.port(),
        tls.isPresent(),
        tls.flatMap(TlsFacts::serverName),
        tls.map(TlsFacts::applicationProtocol).orElse(""),
        client);
  }

  /// The handshake is done.
  void secured(TlsFacts facts) {
    tls = Optional.of(facts);
  }

  /// What the proxy in front says.
  void proxied(ProxyHeader header) {
    proxied = Optional.of(header);
  }

  /// What the handshake says, if there was one.
  Optional<TlsFacts> tls() {
    return tls;
  }

  /// The value of a variable that the handshake or the PROXY header gives, by its name without `$`.
  Optional<String> variable(String name, Instant now) {
    if (name.startsWith("ssl_")) {
      return tls.flatMap(facts -> facts.variable(name, now));
    }
    return name.startsWith("proxy_protocol_")
        ? proxied.flatMap(header -> header.variable(name))
        : Optional.empty();
  }

  /// Where it came in, as messages about the connection name it (`addr_text` of the listener).
  String listening() {
    String address = arrival.listen().address();
    return address.startsWith("unix:")
        ? address
        : (address.equals("*") ? "0.0.0.0" : address) + ":" + arrival.listen().port();
  }

  /// `$connection`
  long number() {
    return number;
  }

  Instant start() {
    return start;
  }

  String client() {
    return client;
  }

  /// `$binary_remote_addr`
  byte[] clientBytes() {
    return clientBytes;
  }

  int clientPort() {
    return clientPort;
  }
}
