package dev.wsdoctor.gateway.exchange;

import dev.wsdoctor.gateway.loop.Ending;
import dev.wsdoctor.gateway.loop.TunnelLoop;
import dev.wsdoctor.gateway.loop.Upgraded;
import dev.wsdoctor.nginx.Tunnel;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.socket.DuplexChannel;
import io.netty.channel.unix.UnixChannel;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;

/// The way of an upgraded connection from Netty's channels to a tunnel loop (decision 0044): Netty
/// forgets the two sockets, which takes it until its next task, and their duplicates go on. Used by
/// the thread of the channels' loop.
final class TunnelMove {
  private final Channel client;
  private final Channel upstream;
  private final Tunnel limits;
  private final Recipient exchange;
  private final TunnelLoop loop;
  private final int clientDescriptor;
  private final int upstreamDescriptor;
  private final StringBuilder toClient = new StringBuilder();
  private final StringBuilder toUpstream = new StringBuilder();
  private int registered = 2;

  private TunnelMove(
      Channel client,
      Channel upstream,
      Tunnel limits,
      Recipient exchange,
      TunnelLoop loop,
      int clientDescriptor,
      int upstreamDescriptor) {
    this.client = client;
    this.upstream = upstream;
    this.limits = limits;
    this.exchange = exchange;
    this.loop = loop;
    this.clientDescriptor = clientDescriptor;
    this.upstreamDescriptor = upstreamDescriptor;
  }

  /// The move of two plain sockets to which everything was written; nothing where Netty has to go
  /// on with them.
  static Optional<TunnelMove> of(
      Channel client, Channel upstream, Tunnel limits, Recipient exchange) {
    if (!isReady(client) || !isReady(upstream)) {
      return Optional.empty();
    }
    Optional<TunnelLoop> loop = exchange.site().loops().tunnels().next();
    if (loop.isEmpty()) {
      return Optional.empty();
    }
    OptionalInt one = duplicate(client);
    OptionalInt other = one.isPresent() ? duplicate(upstream) : OptionalInt.empty();
    if (other.isEmpty()) {
      one.ifPresent(TunnelLoop::forget);
      return Optional.empty();
    }
    return Optional.of(
        new TunnelMove(
            client, upstream, limits, exchange, loop.get(), one.getAsInt(), other.getAsInt()));
  }

  /// Whether nothing stands between the socket and its reader, such as TLS, and nothing waits to be
  /// sent.
  private static boolean isReady(Channel channel) {
    ChannelOutboundBuffer waiting = channel.unsafe().outboundBuffer();
    return channel instanceof UnixChannel
        && channel instanceof DuplexChannel duplex
        && !duplex.isInputShutdown()
        && channel.isActive()
        && Objects.equals(channel.pipeline().first(), channel.pipeline().last())
        && waiting != null
        && waiting.isEmpty();
  }

  private static OptionalInt duplicate(Channel channel) {
    return channel instanceof UnixChannel unix
        ? TunnelLoop.duplicate(unix.fd().intValue())
        : OptionalInt.empty();
  }

  void start() {
    for (Channel channel : new Channel[] {client, upstream}) {
      channel.deregister().addListener(_ -> deregistered());
    }
  }

  /// What Netty has read on its last round.
  void fromClient(ByteBuf bytes) {
    keep(bytes, toUpstream);
  }

  void fromUpstream(ByteBuf bytes) {
    keep(bytes, toClient);
  }

  private static void keep(ByteBuf bytes, StringBuilder in) {
    in.append(bytes.toString(StandardCharsets.ISO_8859_1));
    bytes.release();
  }

  private void deregistered() {
    registered--;
    if (registered > 0) {
      return;
    }
    if (client.isOpen()) {
      move();
    } else { // which its handler is told
      forget();
    }
    client.close();
    upstream.close();
  }

  private void move() {
    boolean isWhole = upstream.isOpen();
    MovedTunnel moved = exchange.tunnelMoves();
    if (!isWhole) { // and a client without a loop cannot be told
      forget();
      moved.accept(new Ending(Ending.Cause.UPSTREAM_CLOSED, 0, 0, 0));
      return;
    }
    moved.begin(
        loop,
        new Upgraded(
            clientDescriptor,
            upstreamDescriptor,
            toClient.toString(),
            toUpstream.toString(),
            limits,
            moved));
  }

  private void forget() {
    TunnelLoop.forget(clientDescriptor);
    TunnelLoop.forget(upstreamDescriptor);
  }
}
