package dev.wsdoctor.gateway.exchange;

import dev.wsdoctor.gateway.upstream.Failure;
import dev.wsdoctor.gateway.wire.ResponseReader;
import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.ChannelInputShutdownReadComplete;
import io.netty.handler.ssl.SslCloseCompletionEvent;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.concurrent.Future;
import java.net.SocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// A connection to a server of an upstream, for one request: tells its [Proxying] what comes. Used
/// by the thread of the client's loop.
final class UpstreamConnection extends ChannelInboundHandlerAdapter {
  private enum At {
    HEAD,
    BODY
  }

  private final Proxying proxying;
  private final ResponseReader reader;
  private final Channel channel;
  private final ChannelFuture connected;
  private At at = At.HEAD;
  private boolean closed;

  private UpstreamConnection(
      Proxying proxying, int headLimit, Bootstrap bootstrap, SocketAddress to) {
    this.proxying = proxying;
    this.reader = new ResponseReader(headLimit);
    this.connected = bootstrap.handler(this).connect(to);
    this.channel = connected.channel();
  }

  /// Connects, and speaks TLS if asked to; the head of the answer must fit into `headLimit` bytes.
  static UpstreamConnection open(
      Proxying proxying,
      Channel client,
      EventLoops loops,
      SocketAddress to,
      Optional<UpstreamSecurity> security,
      int headLimit) {
    boolean unix = !(to instanceof java.net.InetSocketAddress);
    Bootstrap bootstrap =
        new Bootstrap()
            .group(client.eventLoop())
            .channel(loops.channel(unix))
            .option(ChannelOption.AUTO_READ, false)
            .option(ChannelOption.ALLOW_HALF_CLOSURE, true);
    if (!unix) {
      bootstrap.option(ChannelOption.TCP_NODELAY, true);
      bootstrap.option(ChannelOption.CONNECT_TIMEOUT_MILLIS, 0);
    }
    UpstreamConnection connection = new UpstreamConnection(proxying, headLimit, bootstrap, to);
    connection.connected.addListener(
        f -> {
          if (connection.closed) {
            connection.channel.close();
          } else if (!f.isSuccess()) {
            connection.fail();
          } else if (security.isPresent()) {
            connection.secure(security.get(), to);
          } else {
            proxying.connected(connection);
          }
        });
    return connection;
  }

  /// `ngx_http_upstream_ssl_init_connection`: the certificate is judged when the handshake is done.
  private void secure(UpstreamSecurity security, SocketAddress to) {
    SslHandler tls = security.handler(channel.alloc(), to);
    Future<?> _ =
        tls.handshakeFuture()
            .addListener(
                done -> {
                  if (closed) {
                    return;
                  }
                  if (done.isSuccess() && security.accepts(tls)) {
                    proxying.connected(this);
                  } else {
                    fail();
                  }
                });
    channel.pipeline().addFirst(tls);
    channel.read();
  }

  private void fail() {
    closed = true;
    channel.close();
    proxying.failed(this, Failure.ERROR);
  }

  Channel channel() {
    return channel;
  }

  void write(ByteBuf bytes) {
    channel.write(bytes);
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    ByteBuf bytes = (ByteBuf) message;
    if (closed) {
      bytes.release();
      return;
    }
    if (at == At.BODY) {
      proxying.body(bytes);
      return;
    }
    while (bytes.isReadable()) {
      ResponseReader.Progress progress = reader.take(bytes.readByte());
      if (!(progress instanceof ResponseReader.Progress.More)) {
        at = At.BODY;
        head(progress, bytes);
        return;
      }
    }
    bytes.release();
  }

  private void head(ResponseReader.Progress progress, ByteBuf rest) {
    switch (progress) {
      case ResponseReader.Progress.Complete(var response) -> proxying.head(this, response, rest);
      case ResponseReader.Progress.Headless(String start) ->
          proxying.headless(
              this,
              Unpooled.wrappedBuffer(
                  Unpooled.wrappedBuffer(start.getBytes(StandardCharsets.ISO_8859_1)), rest));
      case ResponseReader.Progress.Invalid _ -> {
        rest.release();
        proxying.failed(this, Failure.INVALID_HEADER);
      }
      case ResponseReader.Progress.More() -> throw new IllegalStateException("no head yet");
    }
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext context) {
    if (!closed) {
      proxying.readComplete(this);
    }
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) {
    if (event instanceof ChannelInputShutdownReadComplete
        || (event instanceof SslCloseCompletionEvent notified && notified.isSuccess())) {
      ended();
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    ended();
  }

  private void ended() {
    if (closed) {
      return;
    }
    if (at == At.HEAD) {
      proxying.failed(this, Failure.ERROR);
    } else {
      proxying.ended(this);
    }
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext context) {
    if (!closed && context.channel().isWritable()) {
      proxying.upstreamWritable();
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    ended();
    close();
  }

  /// Of no more use.
  void close() {
    closed = true;
    channel.close();
  }
}
