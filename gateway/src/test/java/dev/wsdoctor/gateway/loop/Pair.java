package dev.wsdoctor.gateway.loop;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollSocketChannel;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;

/// A TCP connection on loopback: one end for the test, the descriptor of the other taken from a
/// Netty channel, as the gateway does it.
record Pair(Socket outer, int inner) {
  private static final EventLoopGroup GROUP =
      new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());

  static Pair open() throws IOException {
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      EpollSocketChannel channel =
          (EpollSocketChannel)
              new Bootstrap()
                  .group(GROUP)
                  .channel(EpollSocketChannel.class)
                  .handler(new ChannelInboundHandlerAdapter())
                  .connect(server.getLocalSocketAddress())
                  .syncUninterruptibly()
                  .channel();
      Socket outer = server.accept();
      channel.deregister().syncUninterruptibly();
      int inner = TunnelLoop.duplicate(channel.fd().intValue()).orElseThrow();
      channel.close().syncUninterruptibly();
      return new Pair(outer, inner);
    }
  }
}
