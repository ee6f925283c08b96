package dev.wsdoctor.gateway.tls;

import dev.wsdoctor.nginx.UpstreamTls;
import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
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

  static String call(UpstreamContext context, int port, UpstreamTls tls, String line) {
    EventLoopGroup loops = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    TestCaller caller = new TestCaller(context, tls, line);
    new Bootstrap()
        .group(loops)
        .channel(NioSocketChannel.class)
        .handler(
            new ChannelInitializer<>() {
              @Override
              protected void initChannel(Channel peer) {
                peer.pipeline()
                    .addLast(context.handler(peer.alloc(), tls, "127.0.0.1", port), caller);
              }
            })
        .connect("127.0.0.1", port)
        .syncUninterruptibly();
    String answer = caller.answer.orTimeout(LIMIT_SECONDS, TimeUnit.SECONDS).join();
    loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
    return answer;
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext peer, Object event) {
    if (!(event instanceof SslHandshakeCompletionEvent done)) {
      return;
    }
    if (!done.isSuccess()) {
      answer.complete(UpstreamContext.failure(done.cause()));
      return;
    }
    Optional<String> complaint = context.complaint(tls, peer.pipeline().get(SslHandler.class));
    complaint.ifPresent(answer::complete);
    ChannelFuture _ =
        complaint.isPresent()
            ? peer.close()
            : peer.writeAndFlush(Unpooled.copiedBuffer(line + "\n", StandardCharsets.US_ASCII));
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
