package dev.wsdoctor.gateway.tls;

import dev.wsdoctor.gateway.loop.ListeningChannel;
import dev.wsdoctor.gateway.loop.ListeningOptions;
import dev.wsdoctor.gateway.loop.SocketLoop;
import dev.wsdoctor.gateway.loop.StreamChannel;
import io.netty.channel.Channel;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;

/// The sockets that go with a library, and their thread.
record TestSockets(Library library, EventLoopGroup group) {
  private static final int BACKLOG = 50;

  static TestSockets of(Library library) {
    return new TestSockets(
        library,
        new MultiThreadIoEventLoopGroup(
            1,
            library == Library.OPENSSL
                ? SocketLoop.factory().orElseThrow()
                : NioIoHandler.newFactory()));
  }

  ServerChannel listening() {
    return library == Library.OPENSSL
        ? new ListeningChannel(new ListeningOptions(BACKLOG, true))
        : new NioServerSocketChannel();
  }

  Channel stream() {
    return library == Library.OPENSSL ? new StreamChannel() : new NioSocketChannel();
  }
}
