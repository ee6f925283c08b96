package dev.wsdoctor.gateway.loop;

import io.netty.channel.ChannelHandler;
import io.netty.channel.EventLoop;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;

/// A TCP connection on loopback: one end for the test, the other a channel, as the gateway has it.
record Pair(Socket outer, StreamChannel inner) {
  static Pair open(EventLoop loop, ChannelHandler... handlers) throws IOException {
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      StreamChannel channel = new StreamChannel();
      channel.pipeline().addLast(handlers);
      loop.register(channel).syncUninterruptibly();
      channel.connect(server.getLocalSocketAddress()).syncUninterruptibly();
      return new Pair(server.accept(), channel);
    }
  }
}
