package dev.wsdoctor.tap;

import dev.wsdoctor.capture.Peer;
import dev.wsdoctor.probe.Endpoint;
import dev.wsdoctor.websocket.Role;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;

/// A listener whose every connection is passed on to one server, and overheard.
///
/// Its threads are one that accepts and two for each connection. What they overhear waits in the
/// backlog until somebody calls [#next].
public final class Tap implements Closeable {
  /// nginx gives its own unix sockets these, so that workers of any user can connect.
  private static final String UNIX_SOCKET_MODE = "rw-rw-rw-";

  private final TapPlan plan;
  private final ServerSocketChannel listener;
  private final Backlog backlog;
  private final Optional<SSLContext> serverTls;
  private final Optional<SSLContext> clientTls;
  private final AtomicInteger count = new AtomicInteger();
  private final Map<Integer, Relay> open = new ConcurrentHashMap<>();
  private final AtomicInteger busy = new AtomicInteger();
  private final AtomicInteger turnedAway = new AtomicInteger();
  private final Thread acceptor = Thread.ofPlatform().daemon().name("tap").unstarted(this::accept);

  private Tap(TapPlan plan, ServerSocketChannel listener) {
    this.plan = plan;
    this.listener = listener;
    this.backlog = new Backlog(plan.limits().backlogBytes());
    this.serverTls = plan.certificate().map(TapTls::serverContext);
    this.clientTls = plan.serverName().map(_ -> TapTls.clientContext());
  }

  /// A tap that listens, or the sentence that says why it cannot.
  public sealed interface Started {
    record Listening(Tap tap) implements Started {}

    record Failed(String message) implements Started {}
  }

  public static Started start(TapPlan plan) {
    try {
      Tap tap = new Tap(plan, listen(plan.listen()));
      tap.acceptor.start();
      return new Started.Listening(tap);
    } catch (IOException | IllegalArgumentException e) {
      return new Started.Failed(
          "cannot listen at %s: %s; choose another address, or end who listens there"
              .formatted(plan.listen().display(), e.getMessage()));
    }
  }

  private static ServerSocketChannel listen(Endpoint at) throws IOException {
    return switch (at) {
      case Endpoint.Tcp(String host, int port) -> {
        ServerSocketChannel channel = ServerSocketChannel.open();
        channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
        yield bound(channel, new InetSocketAddress(host, port));
      }
      case Endpoint.Unix(String path) -> {
        ServerSocketChannel channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        bound(channel, UnixDomainSocketAddress.of(path));
        Files.setPosixFilePermissions(
            Path.of(path), PosixFilePermissions.fromString(UNIX_SOCKET_MODE));
        yield channel;
      }
    };
  }

  private static ServerSocketChannel bound(ServerSocketChannel channel, SocketAddress address)
      throws IOException {
    try {
      return channel.bind(address);
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  /// The port that it listens on, which the system chose for port 0; 0 for a unix socket.
  public int port() {
    try {
      return listener.getLocalAddress() instanceof InetSocketAddress address
          ? address.getPort()
          : 0;
    } catch (IOException _) {
      return 0;
    }
  }

  /// The next thing that was overheard; empty when there is none now. To be called by one thread.
  public Optional<Overheard> next() {
    return backlog.take();
  }

  /// How many connections were closed at once because there were too many.
  public int turnedAway() {
    return turnedAway.get();
  }

  private void accept() {
    while (listener.isOpen()) {
      try {
        SocketChannel channel = listener.accept();
        if (busy.incrementAndGet() > plan.limits().connections()) {
          busy.decrementAndGet();
          turnedAway.incrementAndGet();
          channel.close();
          continue;
        }
        int number = count.incrementAndGet();
        Thread.ofPlatform()
            .daemon()
            .name("tap " + number + " >")
            .start(() -> serve(number, channel));
      } catch (IOException _) {
        // The client has left already, or the tap is closed.
      }
    }
  }

  private void serve(int number, SocketChannel channel) {
    Peer client = peer(channel, number);
    Peer server = peer(plan.to());
    backlog.put(new Overheard.Opened(number, Instant.now(), client, server));
    Line from;
    try {
      from = accepted(channel);
    } catch (IOException e) {
      fail(number, Role.CLIENT, "the TLS handshake of the client failed: " + e.getMessage());
      Relay.quietly(channel::close);
      return;
    }
    try {
      Line to = dialled();
      Relay relay = new Relay(number, from, to, backlog, () -> forget(number));
      open.put(number, relay);
      relay.run();
    } catch (IOException | RuntimeException e) {
      fail(
          number,
          Role.SERVER,
          "%s cannot be reached: %s".formatted(plan.to().display(), e.getMessage()));
      Relay.quietly(from::close);
    }
  }

  private void fail(int number, Role at, String sentence) {
    backlog.put(new Overheard.Failed(number, Instant.now(), at, sentence));
    backlog.put(new Overheard.Closed(number, Instant.now()));
    busy.decrementAndGet();
  }

  private void forget(int number) {
    open.remove(number);
    busy.decrementAndGet();
  }

  private Line accepted(SocketChannel channel) throws IOException {
    if (plan.listen() instanceof Endpoint.Tcp) {
      channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
    }
    return serverTls.isPresent()
        ? TapTls.accept(serverTls.get(), channel.socket(), plan.limits().tls())
        : new PlainLine(channel);
  }

  private Line dialled() throws IOException {
    SocketChannel channel = Dialling.dial(plan.to(), plan.limits().connect());
    if (clientTls.isEmpty()) {
      return new PlainLine(channel);
    }
    try {
      return TapTls.connect(
          clientTls.get(), channel.socket(), plan.serverName().orElse(""), plan.limits().tls());
    } catch (IOException e) {
      channel.close();
      throw new IOException("its TLS handshake failed: " + e.getMessage(), e);
    }
  }

  /// The client of a unix socket has no name of its own.
  private static Peer peer(SocketChannel channel, int number) {
    try {
      return channel.getRemoteAddress() instanceof InetSocketAddress address
          ? Peer.of(address.getAddress().getAddress(), address.getPort())
          : new Peer("unix:", number);
    } catch (IOException _) {
      return new Peer("unix:", number);
    }
  }

  private static Peer peer(Endpoint to) {
    return switch (to) {
      case Endpoint.Tcp(String host, int port) -> new Peer(host, port);
      case Endpoint.Unix(String path) -> new Peer("unix:" + path, 0);
    };
  }

  /// Ends all connections and listens no more. The kernel listens on for as long as a thread still
  /// waits in accept, so that thread is waited for.
  @Override
  public void close() {
    Relay.quietly(listener::close);
    try {
      acceptor.join();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    if (plan.listen() instanceof Endpoint.Unix(String path)) {
      Relay.quietly(() -> Files.deleteIfExists(Path.of(path)));
    }
    open.values().forEach(Relay::close);
  }
}
