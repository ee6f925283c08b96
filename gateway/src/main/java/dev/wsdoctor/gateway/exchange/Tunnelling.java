package dev.wsdoctor.gateway.exchange;

import dev.wsdoctor.gateway.log.Action;
import dev.wsdoctor.gateway.log.ClientMessages;
import dev.wsdoctor.gateway.log.UpstreamMessages;
import dev.wsdoctor.nginx.Tunnel;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import java.util.Optional;

/// An upgraded connection (`ngx_http_upstream_process_upgraded`): bytes both ways, until one side
/// ends or neither says anything for `proxy_read_timeout`. Holds no bytes of its own: what one side
/// cannot take is not read from the other. Used by one thread.
final class Tunnelling {
  private final Channel client;
  private final Channel upstream;
  private final Tunnel limits;
  private final Recipient exchange;
  private final Timer idle;
  private boolean ended;

  Tunnelling(Channel client, Channel upstream, Tunnel limits, Recipient exchange) {
    this.client = client;
    this.upstream = upstream;
    this.limits = limits;
    this.exchange = exchange;
    this.idle = new Timer(client.eventLoop(), this::timedOut);
  }

  /// With what either side has sent already.
  void start(ByteBuf fromClient, ByteBuf fromUpstream) {
    if (fromUpstream.isReadable()) {
      exchange.downstream().tunnelled(fromUpstream.readableBytes());
      client.write(fromUpstream);
    } else {
      fromUpstream.release();
    }
    client.flush();
    if (fromClient.isReadable()) {
      upstream.writeAndFlush(fromClient);
    } else {
      fromClient.release();
    }
    Optional<TunnelMove> leaves = ended ? Optional.empty() : TunnelMove.of(client, upstream);
    if (leaves.isPresent()) {
      ended = true;
      idle.end();
      leaves.get().start(limits, exchange);
      return;
    }
    if (!ended) {
      touch();
    }
    client.read();
    upstream.read();
  }

  /// Every event of either direction puts the end off.
  private void touch() {
    idle.start(limits.readTimeout().value());
  }

  void fromClient(ByteBuf bytes) {
    touch();
    upstream.write(bytes);
  }

  void clientReadComplete() {
    upstream.flush();
    if (upstream.isWritable()) {
      client.read();
    }
  }

  void fromUpstream(ByteBuf bytes) {
    touch();
    exchange.downstream().tunnelled(bytes.readableBytes());
    client.write(bytes);
  }

  void upstreamReadComplete() {
    client.flush();
    if (client.isWritable()) {
      upstream.read();
    }
  }

  void clientWritable() {
    touch();
    upstream.read();
  }

  void upstreamWritable() {
    touch();
    client.read();
  }

  /// One side has sent its last byte: when the other has it, both are closed, whatever it would
  /// still say.
  void ended() {
    if (ended) {
      return;
    }
    ended = true;
    idle.end();
    client.writeAndFlush(io.netty.buffer.Unpooled.EMPTY_BUFFER).addListener(_ -> client.close());
    upstream
        .writeAndFlush(io.netty.buffer.Unpooled.EMPTY_BUFFER)
        .addListener(_ -> upstream.close());
    exchange.tunnelEnded();
  }

  /// Neither side has said anything, or one has not taken what was said to it.
  private void timedOut() {
    boolean clientIsStuck = !client.isWritable();
    exchange
        .errors()
        .say(
            clientIsStuck ? ClientMessages.timedOut() : UpstreamMessages.timedOutInTunnel(),
            Action.PROXYING_UPGRADED);
    end();
  }

  /// At once.
  void end() {
    ended = true;
    idle.end();
    client.close();
    upstream.close();
  }
}
