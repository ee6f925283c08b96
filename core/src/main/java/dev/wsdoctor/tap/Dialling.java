package dev.wsdoctor.tap;

import dev.wsdoctor.probe.Endpoint;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.time.Duration;

/// Gets a channel to an endpoint within a limit.
final class Dialling {
  private Dialling() {}

  static SocketChannel dial(Endpoint to, Duration limit) throws IOException {
    return switch (to) {
      case Endpoint.Unix(String path) -> {
        SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        yield connected(channel, UnixDomainSocketAddress.of(path));
      }
      case Endpoint.Tcp(String host, int port) -> {
        SocketChannel channel = SocketChannel.open();
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        yield connected(channel, new InetSocketAddress(host, port), limit);
      }
    };
  }

  private static SocketChannel connected(SocketChannel channel, UnixDomainSocketAddress address)
      throws IOException {
    try {
      channel.connect(address);
      return channel;
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  private static SocketChannel connected(
      SocketChannel channel, SocketAddress address, Duration limit) throws IOException {
    try {
      channel.socket().connect(address, (int) limit.toMillis());
      return channel;
    } catch (IOException | IllegalArgumentException e) {
      channel.close();
      throw e;
    }
  }
}
