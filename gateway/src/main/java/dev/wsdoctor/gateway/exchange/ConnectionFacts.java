package dev.wsdoctor.gateway.exchange;

import dev.wsdoctor.nginx.Connection;
import io.netty.channel.Channel;
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

  ConnectionFacts(Arrival arrival, Clock clock) {
    this.arrival = arrival;
    this.start = clock.instant();
  }

  void connected(Channel channel) {
    if (channel.remoteAddress() instanceof InetSocketAddress remote) {
      client = remote.getAddress().getHostAddress();
      clientBytes = remote.getAddress().getAddress();
      clientPort = remote.getPort();
    }
  }

  Connection connection() {
    return new Connection(arrival.address(), arrival.port(), false, Optional.empty(), "", client);
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
