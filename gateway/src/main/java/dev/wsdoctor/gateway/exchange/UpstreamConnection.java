package dev.wsdoctor.gateway.exchange;

import dev.wsdoctor.gateway.log.Action;
import dev.wsdoctor.gateway.log.Message;
import dev.wsdoctor.gateway.log.UpstreamMessages;
import dev.wsdoctor.gateway.upstream.Failure;
import dev.wsdoctor.gateway.upstream.KeepalivePool;
import dev.wsdoctor.gateway.wire.ResponseReader;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.channel.socket.ChannelInputShutdownReadComplete;
import io.netty.handler.ssl.SslCloseCompletionEvent;
import io.netty.util.concurrent.Future;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A connection to a server of an upstream, for one request after another: tells the [Proxying] of
/// each what comes. Used by the thread of its client's loop.
final class UpstreamConnection extends ChannelDuplexHandler {
  private enum At {
    HEAD,
    BODY
  }

  private final Route route;
  private final Instant openedAt;
  private final Channel channel;
  private Proxying proxying;
  private ResponseReader reader;
  private @Nullable IdleConnections idle;
  private int requests = 1;
  private At at = At.HEAD;
  private boolean closed;

  private UpstreamConnection(Proxying proxying, Route route, Instant now, Channel channel) {
    this.proxying = proxying;
    this.route = route;
    this.openedAt = now;
    this.reader = new ResponseReader(route.headLimit());
    this.channel = channel;
  }

  /// Where a connection leads, and how.
  ///
  /// @param address of the peer, as [dev.wsdoctor.gateway.upstream.Peer#address] gives it
  /// @param from the address to come from (`proxy_bind`)
  /// @param headLimit into which the head of an answer must fit, in bytes
  /// @param user what it may be used for again
  record Route(
      String address,
      SocketAddress to,
      Optional<InetSocketAddress> from,
      Optional<UpstreamSecurity> security,
      int headLimit,
      Object user) {}

  /// Connects, and speaks TLS if asked to.
  static UpstreamConnection open(
      Proxying proxying, Channel client, EventLoops loops, Route route, Instant now) {
    Channel channel = loops.stream(route.to());
    UpstreamConnection connection = new UpstreamConnection(proxying, route, now, channel);
    channel.pipeline().addLast(connection);
    client.eventLoop().register(channel);
    ChannelFuture connecting =
        route.from().isPresent()
            ? channel.connect(route.to(), route.from().get())
            : channel.connect(route.to());
    if (connecting.isDone()) { // it is told after this has returned, as always
      client.eventLoop().execute(() -> connection.connected(connecting));
    } else {
      connecting.addListener(connection::connected);
    }
    return connection;
  }

  private void connected(Future<?> done) {
    if (closed) {
      channel.close();
    } else if (!done.isSuccess()) {
      fail(ConnectTrouble.of(done.cause(), route.address()));
    } else if (route.security().isPresent()) {
      secure(route.security().get(), route.to());
    } else {
      proxying.connected(this);
    }
  }

  /// `ngx_http_upstream_ssl_init_connection`: the certificate is judged when the handshake is done.
  private void secure(UpstreamSecurity security, SocketAddress to) {
    proxying.report().doing(Action.SSL_HANDSHAKING_TO_UPSTREAM);
    security.begin(
        channel,
        to,
        trouble -> {
          if (closed) {
            return;
          }
          if (trouble.isEmpty()) {
            proxying.connected(this);
          } else {
            fail(trouble.get());
          }
        });
    channel.read();
  }

  private void fail(Message why) {
    closed = true;
    channel.close();
    proxying.failed(this, Failure.ERROR, why);
  }

  Channel channel() {
    return channel;
  }

  /// Whether it has carried a request before (`pc->cached`).
  boolean isKept() {
    return requests > 1;
  }

  /// Takes it for another request.
  void serve(Proxying next, Route same) {
    idle = null;
    proxying = next;
    reader = new ResponseReader(same.headLimit());
    at = At.HEAD;
    requests++;
  }

  /// Its request is over, and another one may come.
  void rest(IdleConnections among) {
    idle = among;
    channel.read();
  }

  /// As it is kept.
  KeepalivePool.Idle<UpstreamConnection> idle() {
    return new KeepalivePool.Idle<>(this, route.address(), route.user(), requests, openedAt);
  }

  /// An idle connection that has anything to say has ended
  /// (`ngx_http_upstream_keepalive_close_handler`).
  private void leave(IdleConnections among) {
    among.forget(this);
    close();
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    ByteBuf bytes = (ByteBuf) message;
    IdleConnections among = idle;
    if (closed || among != null) {
      bytes.release();
      if (among != null) {
        leave(among);
      }
      return;
    }
    proxying.facts().came(bytes.readableBytes());
    if (at == At.BODY) {
      proxying.body(bytes);
      return;
    }
    ResponseReader.Progress progress = reader.feed(ByteBufUtil.getBytes(bytes));
    bytes.skipBytes(reader.taken());
    if (progress instanceof ResponseReader.Progress.More) {
      bytes.release();
    } else {
      at = At.BODY;
      head(progress, bytes);
    }
  }

  private void head(ResponseReader.Progress progress, ByteBuf rest) {
    switch (progress) {
      case ResponseReader.Progress.Complete(var response) -> proxying.head(this, response, rest);
      case ResponseReader.Progress.Headless(String start) ->
          proxying.headless(
              Unpooled.wrappedBuffer(
                  Unpooled.wrappedBuffer(start.getBytes(StandardCharsets.ISO_8859_1)), rest));
      case ResponseReader.Progress.Invalid(String message) -> {
        rest.release();
        proxying.failed(this, Failure.INVALID_HEADER, UpstreamMessages.badHeader(message));
      }
      case ResponseReader.Progress.More() -> throw new IllegalStateException("no head yet");
    }
  }

  @Override
  public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
    if (message instanceof ByteBuf bytes) {
      proxying.facts().sent(bytes.readableBytes());
    }
    ChannelFuture _ = context.write(message, promise);
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext context) {
    if (!closed && idle == null) {
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
    if (idle != null) {
      leave(idle);
    } else if (at == At.HEAD) {
      proxying.failed(this, Failure.ERROR, UpstreamMessages.prematurelyClosed());
    } else {
      proxying.ended();
    }
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext context) {
    if (!closed && idle == null && context.channel().isWritable()) {
      proxying.upstreamWritable();
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    if (!closed && idle == null && cause instanceof IOException error) {
      Message why = UpstreamMessages.failed(error);
      if (at == At.HEAD) {
        proxying.failed(this, Failure.ERROR, why);
      } else {
        proxying.cut(why);
      }
    } else {
      ended();
    }
    close();
  }

  /// Its socket goes on without it.
  void giveAway() {
    idle = null;
    closed = true;
  }

  /// Of no more use.
  void close() {
    idle = null;
    closed = true;
    channel.close();
  }
}
