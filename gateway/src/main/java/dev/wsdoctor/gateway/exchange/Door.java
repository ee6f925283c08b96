package dev.wsdoctor.gateway.exchange;

import dev.wsdoctor.directive.Quantities;
import dev.wsdoctor.gateway.loop.ListeningOptions;
import dev.wsdoctor.nginx.Listen;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.util.NetUtil;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Supplier;

/// A socket that listens for one `listen`, and brings every connection to the generation in force.
public final class Door implements AutoCloseable {
  /// `NGX_LISTEN_BACKLOG`
  private static final int BACKLOG = 511;

  private static final String UNIX = "unix:";

  private final Listen listen;
  private final Channel channel;

  private Door(Listen listen, Channel channel) {
    this.listen = listen;
    this.channel = channel;
  }

  /// Where a door is to be: at the address of the file, or at a port of loopback (0: a free one).
  public sealed interface Place {
    record Written() implements Place {}

    record Loopback(int port) implements Place {}
  }

  /// Listens.
  ///
  /// @throws IOException when the address cannot be had; its message is the system's
  public static Door open(
      EventLoops loops, Listen listen, Place place, Supplier<Generation> current)
      throws IOException {
    boolean unix = listen.address().startsWith(UNIX);
    boolean ipv6Only = !(place instanceof Place.Written && isForBoth(listen));
    boolean moved = !unix && place instanceof Place.Loopback(int port) && port == 0;
    ListeningOptions options = new ListeningOptions(backlog(listen), ipv6Only);
    Channel channel = loops.listening(listen.address(), options);
    channel.pipeline().addLast(new Acceptor(listen, moved, current));
    ChannelFuture _ = loops.group().register(channel).awaitUninterruptibly();
    ChannelFuture bound = channel.bind(address(listen, place)).awaitUninterruptibly();
    Throwable cause = bound.cause();
    if (cause != null) {
      channel.close();
      throw new IOException(cause.getMessage(), cause);
    }
    return new Door(listen, channel);
  }

  /// `ipv6only=off`: IPv4 comes in here, too.
  private static boolean isForBoth(Listen listen) {
    return listen.directive().filter(d -> d.parameters().contains("ipv6only=off")).isPresent();
  }

  private static int backlog(Listen listen) {
    return listen
        .directive()
        .flatMap(d -> d.parameters().stream().filter(p -> p.startsWith("backlog=")).findFirst())
        .map(p -> (int) Quantities.number(p.substring(8)).orElse(BACKLOG))
        .orElse(BACKLOG);
  }

  private static SocketAddress address(Listen listen, Place place) {
    if (listen.address().startsWith(UNIX)) {
      return UnixDomainSocketAddress.of(listen.address().substring(UNIX.length()));
    }
    return switch (place) {
      case Place.Loopback(int port) ->
          new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
      case Place.Written() -> new InetSocketAddress(host(listen.address()), listen.port());
    };
  }

  private static String host(String address) {
    return address.equals("*") ? "0.0.0.0" : address;
  }

  public Listen listen() {
    return listen;
  }

  /// Where it really listens; a path for a unix socket.
  public String address() {
    return channel.localAddress() instanceof InetSocketAddress inet
        ? NetUtil.toAddressString(inet.getAddress())
        : listen.address();
  }

  /// The port where it really listens; 0 for a unix socket.
  public int port() {
    return channel.localAddress() instanceof InetSocketAddress inet ? inet.getPort() : 0;
  }

  @Override
  public void close() {
    channel.close().awaitUninterruptibly();
    if (listen.address().startsWith(UNIX)) {
      try {
        Files.deleteIfExists(Path.of(listen.address().substring(UNIX.length())));
      } catch (IOException _) {
        // another generation may have removed it
      }
    }
  }
}
