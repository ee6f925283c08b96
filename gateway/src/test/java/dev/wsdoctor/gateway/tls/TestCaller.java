package dev.wsdoctor.gateway.tls;

import dev.wsdoctor.nginx.UpstreamTls;
import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/// Sends one line to an upstream over TLS and reads one.
final class TestCaller extends SimpleChannelInboundHandler<ByteBuf> {
  private static final int LIMIT_SECONDS = 30;

  private final UpstreamContext context;
  private final UpstreamTls tls;
  private final String line;
  private final CompletableFuture<String> answer = new CompletableFuture<>();

  private TestCaller(UpstreamContext context, UpstreamTls tls, String line) {
    this.context = context;
    this.tls = tls;
    this.line = line;
  }

  static String call(
      Library library, UpstreamContext context, int port, UpstreamTls tls, String line) {
    TestSockets sockets = TestSockets.of(library);
    TestCaller caller = new TestCaller(context, tls, line);
    new Bootstrap()
        .group(sockets.group())
        .channelFactory(sockets::stream)
        .handler(caller)
        .connect("127.0.0.1", port)
        .syncUninterruptibly();
    String answer = caller.answer.orTimeout(LIMIT_SECONDS, TimeUnit.SECONDS).join();
    sockets.group().shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
    return answer;
  }

  @Override
  public void channelActive(ChannelHandlerContext peer) {
    peer.channel().config().setAutoRead(true);
    context.secure(
        peer.channel(),
        tls,
        peer.channel().remoteAddress(),
        trouble -> {
          trouble.ifPresent(answer::complete);
          ChannelFuture _ =
              trouble.isPresent()
                  ? peer.close()
                  : peer.writeAndFlush(
                      Unpooled.copiedBuffer(line + "\n", StandardCharsets.US_ASCII));
        });
  }

  @Override
  protected void channelRead0(ChannelHandlerContext peer, ByteBuf read) {
    answer.complete(read.toString(StandardCharsets.ISO_8859_1).strip());
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext peer, Throwable cause) {
    ChannelFuture _ = peer.close();
  }
}
