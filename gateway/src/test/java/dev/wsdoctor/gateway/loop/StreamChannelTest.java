package dev.wsdoctor.gateway.loop;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.socket.ChannelInputShutdownReadComplete;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Channels on real sockets.
class StreamChannelTest {
  private static final int PATIENCE_SECONDS = 20;

  private final EventLoopGroup group =
      new MultiThreadIoEventLoopGroup(1, SocketLoop.factory().orElseThrow());

  @TempDir Path folder;

  @AfterEach
  void close() {
    group.shutdownGracefully(0, 5, TimeUnit.SECONDS).syncUninterruptibly();
  }

  /// What a channel was told, one line each.
  @ChannelHandler.Sharable // a listener has one for all it accepts
  private static final class Told extends ChannelInboundHandlerAdapter {
    private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
    private final CompletableFuture<Channel> accepted = new CompletableFuture<>();

    @Override
    public void channelActive(ChannelHandlerContext context) {
      accepted.complete(context.channel());
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
      ByteBuf bytes = (ByteBuf) message;
      lines.add("read " + bytes.toString(StandardCharsets.ISO_8859_1));
      bytes.release();
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
      lines.add(event == ChannelInputShutdownReadComplete.INSTANCE ? "end of input" : "" + event);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
      lines.add("" + cause.getMessage());
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
      lines.add("closed");
    }

    String next() throws InterruptedException {
      String line = lines.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
      return line == null ? "nothing" : line;
    }

    Channel channel() throws Exception {
      return accepted.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }
  }

  private ChannelFuture listen(SocketAddress address, Told told) {
    return new ServerBootstrap()
        .group(group)
        .channelFactory(() -> new ListeningChannel(new ListeningOptions(5, true)))
        .childHandler(told)
        .bind(address)
        .awaitUninterruptibly();
  }

  private static InetSocketAddress any(String host) throws IOException {
    return new InetSocketAddress(InetAddress.getByName(host), 0);
  }

  private static void say(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "0.0.0.0", "::1"})
  void whoConnectsIsKnownByHisAddress(String host) throws Exception {
    Told told = new Told();
    InetSocketAddress address =
        (InetSocketAddress) listen(any(host), told).channel().localAddress();
    String dialled = host.equals("0.0.0.0") ? "127.0.0.1" : host;
    try (Socket socket = new Socket(InetAddress.getByName(dialled), address.getPort())) {
      assertThat(told.channel().remoteAddress()).isEqualTo(socket.getLocalSocketAddress());
      assertThat(told.channel().localAddress()).isEqualTo(socket.getRemoteSocketAddress());
    }
  }

  @Test
  void aUnixSocketTakesConnectionsToo() throws Exception {
    Told told = new Told();
    UnixDomainSocketAddress address = UnixDomainSocketAddress.of(folder.resolve("socket"));
    listen(address, told);
    try (SocketChannel client = SocketChannel.open(address)) {
      client.write(ByteBuffer.wrap(new byte[] {'h', 'i'}));
      told.channel().read();
      assertThat(told.next()).isEqualTo("read hi");
    }
  }

  @Test
  void anAddressThatSomebodyHasIsNamedSo() throws IOException {
    try (ServerSocket first = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      ChannelFuture bound = listen(first.getLocalSocketAddress(), new Told());
      assertThat(bound.cause()).hasMessage("bind() failed (98: Address already in use)");
    }
  }

  @Test
  void nothingIsReadThatWasNotAskedFor() throws Exception {
    Told told = new Told();
    InetSocketAddress address =
        (InetSocketAddress) listen(any("127.0.0.1"), told).channel().localAddress();
    try (Socket socket = new Socket(address.getAddress(), address.getPort())) {
      Channel channel = told.channel();
      say(socket, "one");
      channel.read();
      assertThat(told.next()).isEqualTo("read one");
      say(socket, "two");
      new Socket(address.getAddress(), address.getPort()).close(); // the loop has looked since
      channel.eventLoop().submit(() -> {}).syncUninterruptibly();
      assertThat(told.lines).noneMatch(line -> line.startsWith("read"));
      channel.read();
      String next = told.next();
      while (!next.startsWith("read") && !next.equals("nothing")) { // of the other connection
        next = told.next();
      }
      assertThat(next).isEqualTo("read two");
    }
  }

  @Test
  void eachDirectionEndsByItself() throws Exception {
    Told told = new Told();
    Pair pair = Pair.open(group.next(), told);
    say(pair.outer(), "last words");
    pair.outer().shutdownOutput();
    assertThat(told.next()).as("though nobody asked").isEqualTo("read last words");
    assertThat(told.next()).isEqualTo("end of input");
    assertThat(pair.inner().isInputShutdown()).isTrue();
    pair.inner().writeAndFlush(Unpooled.copiedBuffer("answer", StandardCharsets.ISO_8859_1));
    assertThat(pair.outer().getInputStream().readNBytes(6)).asString().isEqualTo("answer");
    pair.inner().shutdownOutput().syncUninterruptibly();
    assertThat(pair.outer().getInputStream().read()).isEqualTo(-1);
    pair.inner().close().syncUninterruptibly();
    pair.outer().close();
  }

  @Test
  void aResetIsAnError() throws Exception {
    Told told = new Told();
    Pair pair = Pair.open(group.next(), told);
    pair.outer().setSoLinger(true, 0);
    pair.outer().close();
    assertThat(told.next()).isEqualTo("recv() failed (104: Connection reset by peer)");
    pair.inner().close().syncUninterruptibly();
    assertThat(told.next()).isEqualTo("closed");
  }

  @Test
  void aSlowReaderGetsAllOfIt() throws Exception {
    for (long seed = 1; seed <= 3; seed++) {
      Pair pair = Pair.open(group.next(), new Told());
      byte[] sent = new byte[7_000_001];
      new Random(seed).nextBytes(sent);
      for (int at = 0; at < sent.length; at += 100_000) { // of an odd size, each its own buffer
        int end = Math.min(sent.length, at + 100_000);
        pair.inner().write(Unpooled.wrappedBuffer(sent, at, end - at));
      }
      ChannelFuture done = pair.inner().writeAndFlush(Unpooled.EMPTY_BUFFER);
      InputStream in = pair.outer().getInputStream();
      assertThat(in.readNBytes(sent.length)).as("seed %d", seed).isEqualTo(sent);
      assertThat(done.await(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
      assertThat(done.isSuccess()).isTrue();
      pair.inner().close().syncUninterruptibly();
      pair.outer().close();
    }
  }

  @Test
  void aConnectionThatIsRefusedFailsInTheSystemsWords() throws Exception {
    int port;
    try (ServerSocket closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = closed.getLocalPort();
    }
    assertThat(failure(new InetSocketAddress(InetAddress.getLoopbackAddress(), port)))
        .hasMessage("Connection refused");
    assertThat(failure(UnixDomainSocketAddress.of(folder.resolve("nobody"))))
        .hasMessage("connect() failed (2: No such file or directory)");
    assertThat(failure(UnixDomainSocketAddress.of("/" + "x".repeat(200))))
        .hasMessageStartingWith("the path of a unix socket is longer than 107 bytes");
  }

  private Throwable failure(SocketAddress address) {
    StreamChannel channel = new StreamChannel();
    group.next().register(channel).syncUninterruptibly();
    ChannelFuture connected = channel.connect(address).awaitUninterruptibly();
    channel.closeFuture().awaitUninterruptibly(PATIENCE_SECONDS, TimeUnit.SECONDS);
    assertThat(channel.isOpen()).isFalse();
    return connected.cause();
  }
}
