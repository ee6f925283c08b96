package dev.wsdoctor.gateway.exchange;

import dev.wsdoctor.gateway.log.ServerMessages;
import dev.wsdoctor.nginx.Listen;
import io.netty.channel.Channel;
import io.netty.channel.ChannelConfig;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.NetUtil;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/// Brings every connection of a socket that listens to the generation in force
/// (`ngx_event_accept`). Used by the thread of that socket.
final class Acceptor extends ChannelInboundHandlerAdapter {
  /// For how long nothing is accepted after it has failed, for want of descriptors as a rule: as
  /// `accept_mutex_delay` has it where it is not written.
  private static final long PAUSE_MILLIS = 500;

  private final Listen listen;
  private final boolean moved;
  private final Supplier<Generation> current;

  /// @param moved whether the socket is at a free port, and not where `listen` says
  Acceptor(Listen listen, boolean moved, Supplier<Generation> current) {
    this.listen = listen;
    this.moved = moved;
    this.current = current;
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    Channel client = (Channel) message;
    Generation generation = current.get();
    Optional<SocketAddress> dialled = Optional.ofNullable(client.localAddress());
    generation.accept(
        client,
        generation.entrance(
            new Generation.Door(this, dialled),
            () -> Entrance.of(generation.site(), arrival(dialled))));
  }

  /// A door that was moved to a free port stands for its address; one that may share its port with
  /// others goes by the address dialled.
  private Arrival arrival(Optional<SocketAddress> dialled) {
    if (!moved && dialled.isPresent() && dialled.get() instanceof InetSocketAddress local) {
      return new Arrival(listen, NetUtil.toAddressString(local.getAddress()), listen.port());
    }
    String address =
        switch (listen.address()) {
          case "*" -> "127.0.0.1";
          case "[::]" -> "::1";
          default -> listen.address();
        };
    return new Arrival(listen, address, listen.port());
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    ChannelConfig config = context.channel().config();
    config.setAutoRead(false);
    context
        .channel()
        .eventLoop()
        .schedule(() -> config.setAutoRead(true), PAUSE_MILLIS, TimeUnit.MILLISECONDS);
    if (cause instanceof IOException failure) {
      report(failure);
    } else {
      context.fireExceptionCaught(cause);
    }
  }

  /// The log is that of the default server, and no connection is named.
  private void report(IOException failure) {
    Site site = current.get().site();
    site.nginx()
        .defaultServer(listen.address(), listen.port())
        .ifPresent(
            server ->
                site.logs()
                    .ifPresent(
                        logs ->
                            logs.error(
                                server.scope(),
                                ServerMessages.acceptFailed(failure),
                                Optional.empty(),
                                site.clock().instant())));
  }
}
