package dev.wsdoctor.gateway.tls;

import dev.wsdoctor.conf.Configuration;
import dev.wsdoctor.conf.ConfigurationError;
import dev.wsdoctor.conf.Prefixes;
import dev.wsdoctor.directive.NginxVersion;
import dev.wsdoctor.disk.DiskFiles;
import dev.wsdoctor.nginx.Nginx;
import dev.wsdoctor.nginx.VirtualServer;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// A front that speaks the TLS of the file's `listen 443 ssl` on a free port, answers every line
/// with one line of what it knows of the connection, and closes.
final class TestFront implements AutoCloseable {
  private static final NginxVersion VERSION = NginxVersion.find("1.22.1").orElseThrow();
  private static final Duration TIMEOUT = Duration.ofSeconds(30);
  private static final int PORT = 443;

  private final EventLoopGroup loops;
  private final TlsServers servers;
  private final Nginx nginx;
  private final Channel channel;
  private final BlockingQueue<String> failures = new LinkedBlockingQueue<>();

  private TestFront(TestSockets sockets, Nginx nginx, TlsServers servers, Duration timeout) {
    this.loops = sockets.group();
    this.nginx = nginx;
    this.servers = servers;
    TlsListener listener = servers.at("*", PORT).orElseThrow();
    this.channel =
        new ServerBootstrap()
            .group(loops)
            .channelFactory(sockets::listening)
            .childHandler(
                new ChannelInitializer<>() {
                  @Override
                  protected void initChannel(Channel client) {
                    client.config().setAutoRead(true);
                    client.pipeline().addLast(new TlsGate(listener, timeout), new Line(listener));
                  }
                })
            .bind("127.0.0.1", 0)
            .syncUninterruptibly()
            .channel();
  }

  /// The TLS of `http { BODY }`, whose files lie in the folder.
  static TlsServers load(Path folder, String body) {
    return load(Library.preferred(true), folder, body);
  }

  static TlsServers load(Library library, Path folder, String body) {
    return TlsServers.of(
        nginx(folder, body),
        new DiskFiles(),
        Prefixes.of(folder + "/nginx.conf"),
        InstantSource.system(),
        () -> library);
  }

  private static Nginx nginx(Path folder, String body) {
    Path file = folder.resolve("nginx.conf");
    try {
      Files.writeString(file, "events {}\nhttp {\n" + body + "\n}\n");
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return Nginx.of(Configuration.load(new DiskFiles(), file.toString()), VERSION);
  }

  static TestFront start(Library library, Path folder, String body) {
    return start(library, folder, body, TIMEOUT);
  }

  static TestFront start(Library library, Path folder, String body, Duration timeout) {
    Nginx nginx = nginx(folder, body);
    TlsServers servers =
        TlsServers.of(
            nginx,
            new DiskFiles(),
            Prefixes.of(folder + "/nginx.conf"),
            InstantSource.system(),
            () -> library);
    List<ConfigurationError> errors = servers.errors();
    if (!errors.isEmpty()) {
      throw new AssertionError(errors);
    }
    return new TestFront(TestSockets.of(library), nginx, servers, timeout);
  }

  int port() {
    return ((InetSocketAddress) channel.localAddress()).getPort();
  }

  /// What the next failed handshake was logged as.
  String nextFailure() throws InterruptedException {
    String failure = failures.poll(TIMEOUT.toSeconds(), TimeUnit.SECONDS);
    return failure == null ? "no failure was reported" : failure;
  }

  @Override
  public void close() {
    channel.close().syncUninterruptibly();
    loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
    servers.close();
  }

  private final class Line extends SimpleChannelInboundHandler<ByteBuf> {
    private final TlsListener listener;
    private Optional<TlsFacts> facts = Optional.empty();

    Line(TlsListener listener) {
      this.listener = listener;
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
      switch (event) {
        case TlsEvent.Established(TlsFacts known) -> facts = Optional.of(known);
        case TlsEvent.Failed(String message) -> failures.add(message);
        case TlsEvent.PlainHttp() -> facts = Optional.empty();
        default -> context.fireUserEventTriggered(event);
      }
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, ByteBuf line) {
      String asked = line.toString(StandardCharsets.ISO_8859_1).strip();
      String answer = facts.map(known -> answer(known, asked)).orElse("plain: " + asked);
      context
          .writeAndFlush(Unpooled.copiedBuffer(answer + "\n", StandardCharsets.ISO_8859_1))
          .addListener(ChannelFutureListener.CLOSE);
    }

    private String answer(TlsFacts known, String asked) {
      VirtualServer server =
          known
              .serverName()
              .flatMap(name -> nginx.namedServer("*", PORT, name))
              .or(() -> nginx.defaultServer("*", PORT))
              .orElseThrow();
      return "answer: "
          + servers
              .refusal(server, known)
              .map(refusal -> refusal.status() + " " + refusal.message())
              .or(() -> known.variable(asked, listener.clock().instant()))
              .orElse("unknown");
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
      ChannelFuture _ = context.close();
    }
  }
}
