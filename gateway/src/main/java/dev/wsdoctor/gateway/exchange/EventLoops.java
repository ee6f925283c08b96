package dev.wsdoctor.gateway.exchange;

import dev.wsdoctor.gateway.loop.ListeningChannel;
import dev.wsdoctor.gateway.loop.ListeningOptions;
import dev.wsdoctor.gateway.loop.SocketLoop;
import dev.wsdoctor.gateway.loop.StreamChannel;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketProtocolFamily;
import io.netty.channel.socket.nio.NioDomainSocketChannel;
import io.netty.channel.socket.nio.NioServerDomainSocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.util.concurrent.EventExecutor;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.spi.SelectorProvider;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// The threads that do all the work, with sockets of our own where the system lets us have them,
/// else with the JDK's (decision 0046). A connection stays with the thread that took it.
public final class EventLoops implements AutoCloseable {
  private static final long END_LIMIT_MILLIS = 2000;

  /// Names whose sockets to use: `jdk`, or else the best there are.
  private static final String SOCKETS = "gateway.sockets";

  private final boolean own;
  private final EventLoopGroup group;

  /// Guarded by this: asks name servers, if anybody does.
  private Optional<EventLoopGroup> names = Optional.empty();

  /// @param ownSockets whether our own sockets may be used
  public EventLoops(int threads, boolean ownSockets) {
    Optional<IoHandlerFactory> ours = ownSockets ? ownSockets() : Optional.empty();
    this.own = ours.isPresent();
    this.group = new MultiThreadIoEventLoopGroup(threads, ours.orElseGet(NioIoHandler::newFactory));
  }

  /// Whether sockets of our own can be had here, and are wanted.
  public static boolean haveOwnSockets() {
    return ownSockets().isPresent();
  }

  private static Optional<IoHandlerFactory> ownSockets() {
    return System.getProperty(SOCKETS, "").equals("jdk") ? Optional.empty() : SocketLoop.factory();
  }

  /// Whether the sockets are our own.
  boolean areOwn() {
    return own;
  }

  EventLoopGroup group() {
    return group;
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

  /// A thread with the JDK's sockets, which name servers are asked over.
  synchronized EventLoop forNames() {
    EventLoopGroup known =
        names.orElseGet(() -> new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory()));
    names = Optional.of(known);
    return known.next();
  }

  /// A socket that is to listen for an address of [dev.wsdoctor.nginx.Listen], of the family of
  /// that address.
  Channel listening(String address, ListeningOptions options) {
    if (own) {
      return new ListeningChannel(options);
    }
    boolean unix = address.startsWith("unix:");
    Channel listening =
        unix
            ? new NioServerDomainSocketChannel()
            : new NioServerSocketChannel(SelectorProvider.provider(), family(address));
    listening.config().setOption(ChannelOption.SO_BACKLOG, options.backlog());
    if (!unix) { // the JDK's sockets for IPv6 always take IPv4, too
      listening.config().setOption(ChannelOption.SO_REUSEADDR, true);
    }
    return listening;
  }

  private static SocketProtocolFamily family(String address) {
    return address.startsWith("[") ? SocketProtocolFamily.INET6 : SocketProtocolFamily.INET;
  }

  /// Gives a connection that was accepted to one of the threads.
  ChannelFuture serve(Channel accepted) {
    if (!own) {
      halves(accepted);
    }
    return group.register(accepted);
  }

  /// For a connection to that address.
  Channel stream(SocketAddress to) {
    if (own) {
      return new StreamChannel();
    }
    boolean unix = to instanceof UnixDomainSocketAddress;
    Channel stream = unix ? new NioDomainSocketChannel() : new NioSocketChannel();
    halves(stream);
    if (!unix) {
      stream.config().setConnectTimeoutMillis(0);
    }
    return stream;
  }

  /// Has a socket of the JDK do as ours: each of its directions ends by itself, and nothing is read
  /// that was not asked for.
  private static void halves(Channel jdk) {
    jdk.config().setAutoRead(false);
    jdk.config().setOption(ChannelOption.ALLOW_HALF_CLOSURE, true);
    if (jdk instanceof NioSocketChannel) {
      jdk.config().setOption(ChannelOption.TCP_NODELAY, true);
    }
  }

  @Override
  public void close() {
    end(group);
    synchronized (this) {
      names.ifPresent(EventLoops::end);
    }
  }

  private static void end(EventLoopGroup threads) {
    threads.shutdownGracefully(0, END_LIMIT_MILLIS, TimeUnit.MILLISECONDS).awaitUninterruptibly();
  }
}
