package dev.wsdoctor.gateway.exchange;

import dev.wsdoctor.gateway.loop.StreamChannel;
import dev.wsdoctor.nginx.Tunnel;
import io.netty.channel.Channel;
import java.util.Objects;
import java.util.Optional;

/// The way of an upgraded connection out of its channels (decision 0044): the two sockets go on
/// without them. Used by the thread of the channels' loop.
record TunnelMove(StreamChannel client, StreamChannel upstream) {
  /// The move of two plain sockets to which everything was written; nothing where the channels have
  /// to go on.
  static Optional<TunnelMove> of(Channel client, Channel upstream) {
    return client instanceof StreamChannel one
            && upstream instanceof StreamChannel other
            && isReady(one)
            && isReady(other)
        ? Optional.of(new TunnelMove(one, other))
        : Optional.empty();
  }

  /// Whether nothing stands between the socket and its reader, such as TLS.
  private static boolean isReady(StreamChannel channel) {
    return channel.isBare()
        && Objects.equals(channel.pipeline().first(), channel.pipeline().last());
  }

  /// The channels are closed without their sockets.
  void start(Tunnel limits, Recipient exchange) {
    MovedTunnel moved = exchange.tunnelMoves();
    moved.begin(client, upstream, limits);
    client.close();
    upstream.close();
  }
}
