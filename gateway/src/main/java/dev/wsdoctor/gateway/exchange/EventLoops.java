package dev.wsdoctor.gateway.exchange;

import dev.wsdoctor.gateway.loop.TunnelLoops;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollDatagramChannel;
import io.netty.channel.epoll.EpollDomainSocketChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerDomainSocketChannel;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.SocketProtocolFamily;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.channel.socket.nio.NioDomainSocketChannel;
import io.netty.channel.socket.nio.NioServerDomainSocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.channel.unix.DomainSocketAddress;
import io.netty.channel.unix.IntegerUnixChannelOption;
import io.netty.util.concurrent.EventExecutor;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.spi.SelectorProvider;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// The threads that do all the work, on epoll where it loads, else on the JDK's selectors (decision
/// 0030). A connection stays with the thread that took it.
public final class EventLoops implements AutoCloseable {
  private static final long END_LIMIT_MILLIS = 2000;

  /// IPPROTO_IPV6, IPV6_V6ONLY of Linux.
  private static final IntegerUnixChannelOption IPV6_V6ONLY =
      new IntegerUnixChannelOption("IPV6_V6ONLY", 41, 26);

  private final boolean epoll = Epoll.isAvailable();
  private final EventLoopGroup group;
  private final TunnelLoops tunnels;

  /// @param ownTunnels whether tunnels of plain sockets leave Netty (decision 0044)
  public EventLoops(int threads, boolean ownTunnels) {
    this.tunnels = new TunnelLoops(epoll && ownTunnels ? threads : 0);
    IoHandlerFactory handlers = epoll ? EpollIoHandler.newFactory() : NioIoHandler.newFactory();
    this.group = new MultiThreadIoEventLoopGroup(threads, handlers);
  }

  EventLoopGroup group() {
    return group;
  }

  TunnelLoops tunnels() {
    return tunnels;
  }

  /// All of the threads.
  List<EventLoop> each() {
    List<EventLoop> all = new ArrayList<>();
    for (EventExecutor executor : group) {
      if (executor instanceof EventLoop loop) {
        all.add(loop);
      }
    }
    return all;
  }

  /// A socket for an address of [dev.wsdoctor.nginx.Listen], of the family of that address.
  ServerChannel serverChannel(String address) {
    if (address.startsWith("unix:")) {
      return epoll ? new EpollServerDomainSocketChannel() : new NioServerDomainSocketChannel();
    }
    SocketProtocolFamily family =
        address.startsWith("[") ? SocketProtocolFamily.INET6 : SocketProtocolFamily.INET;
    return epoll
        ? new EpollServerSocketChannel(family)
        : new NioServerSocketChannel(SelectorProvider.provider(), family);
  }

  /// Whether a socket for IPv6 leaves IPv4 to another one; the JDK's always takes both.
  void limitToIpv6(ServerBootstrap bootstrap, boolean only) {
    if (epoll) {
      bootstrap.option(IPV6_V6ONLY, only ? 1 : 0);
    }
  }

  Class<? extends Channel> channel(boolean unix) {
    if (unix) {
      return epoll ? EpollDomainSocketChannel.class : NioDomainSocketChannel.class;
    }
    return streamChannel();
  }

  /// What questions to name servers go over.
  Class<? extends DatagramChannel> datagramChannel() {
    return epoll ? EpollDatagramChannel.class : NioDatagramChannel.class;
  }

  /// A TCP connection.
  Class<? extends SocketChannel> streamChannel() {
    return epoll ? EpollSocketChannel.class : NioSocketChannel.class;
  }

  SocketAddress unix(String path) {
    return epoll ? new DomainSocketAddress(path) : UnixDomainSocketAddress.of(path);
  }

  @Override
  public void close() {
    tunnels.close();
    group.shutdownGracefully(0, END_LIMIT_MILLIS, TimeUnit.MILLISECONDS).awaitUninterruptibly();
  }
}
