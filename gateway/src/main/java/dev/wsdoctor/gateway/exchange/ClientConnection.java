package dev.wsdoctor.gateway.exchange;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;

/// One connection of a client, from its first byte to its end.
final class ClientConnection extends ChannelInboundHandlerAdapter {
  private final Generation generation;
  private final Arrival arrival;

  ClientConnection(Generation generation, Arrival arrival) {
    this.generation = generation;
    this.arrival = arrival;
  }

  @Override
  public void channelActive(ChannelHandlerContext context) {
    generation.site();
    if (arrival.port() >= 0) {
      context.close();
    }
  }
}
