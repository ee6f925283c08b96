package dev.wsdoctor.gateway.tls;

import dev.wsdoctor.gateway.loop.Shaken;
import dev.wsdoctor.gateway.loop.StreamChannel;
import dev.wsdoctor.gateway.openssl.OpensslSession;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.socket.ChannelInputShutdownReadComplete;
import io.netty.handler.ssl.SslClientHelloHandler;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.ScheduledFuture;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// The first handler of a connection to a TLS address: looks at the first bytes, gives way to the
/// TLS of the server that the client asks for, or to nobody if the client speaks plain HTTP. It
/// tells the handlers behind it by a [TlsEvent], before their first byte.
public final class TlsGate extends SslClientHelloHandler<ClientHello> {
  private static final int HANDSHAKE_RECORD = 22;
  private static final int SSL2_MARK = 0x80;
  private static final int MAX_HELLO_BYTES = 1 << 16;
  private static final String PEER_CLOSED = "peer closed connection in SSL handshake";
  private static final byte[] ALERT_RECORD_HEAD = {21, 3, 3, 0, 2, 2};

  private final TlsListener listener;
  private final Duration timeout;
  private @Nullable ScheduledFuture<?> timer;
  private boolean looked;
  private boolean refused;

  /// @param timeout for the first bytes and the handshake together (`client_header_timeout`)
  public TlsGate(TlsListener listener, Duration timeout) {
    super(MAX_HELLO_BYTES);
    this.listener = listener;
    this.timeout = timeout;
  }

  @Override
  public void handlerAdded(ChannelHandlerContext context) throws Exception {
    super.handlerAdded(context);
    timer =
        context
            .executor()
            .schedule(
                () -> fail(context, "client timed out (110: Connection timed out)"),
                timeout.toMillis(),
                TimeUnit.MILLISECONDS);
  }

  /// `ngx_http_ssl_handshake`: one byte tells TLS from HTTP.
  @Override
  protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out)
      throws Exception {
    if (refused) {
      in.skipBytes(in.readableBytes());
      return;
    }
    if (!looked && in.isReadable()) {
      looked = true;
      int first = in.getUnsignedByte(in.readerIndex());
      if (first != HANDSHAKE_RECORD && (first & SSL2_MARK) == 0) {
        stopTimer();
        context.fireUserEventTriggered(new TlsEvent.PlainHttp());
        context.pipeline().remove(this);
        return;
      }
    }
    super.decode(context, in, out);
  }

  /// The client has gone before its hello was whole.
  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) throws Exception {
    if (event == ChannelInputShutdownReadComplete.INSTANCE && !refused) {
      fail(context, looked ? PEER_CLOSED : "client closed connection");
    } else {
      super.userEventTriggered(context, event);
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    if (cause instanceof IOException && !refused) {
      fail(
          context,
          looked
              ? PEER_CLOSED + " (104: Connection reset by peer)"
              : String.valueOf(cause.getMessage()));
    } else {
      context.fireExceptionCaught(cause);
    }
  }

  @Override
  protected Future<ClientHello> lookup(ChannelHandlerContext context, @Nullable ByteBuf message) {
    ClientHello hello =
        message == null ? ClientHello.SILENT : ClientHello.read(message).orElse(ClientHello.SILENT);
    return context.executor().newSucceededFuture(hello);
  }

  @Override
  protected void onLookupComplete(ChannelHandlerContext context, Future<ClientHello> found) {
    ClientHello hello = found.getNow();
    switch (listener.answer(hello)) {
      case TlsListener.Answer.Alert(int description, String message) -> {
        refused = true;
        stopTimer();
        ByteBuf alert = Unpooled.wrappedBuffer(ALERT_RECORD_HEAD, new byte[] {(byte) description});
        context.fireUserEventTriggered(new TlsEvent.Failed(message));
        context.writeAndFlush(alert).addListener(ChannelFutureListener.CLOSE);
      }
      case TlsListener.Answer.Handshake(ServerContext server) -> shake(context, server, hello);
    }
  }

  private void shake(ChannelHandlerContext context, ServerContext server, ClientHello hello) {
    switch (server) {
      case OpensslServerContext openssl -> shake(context, openssl, hello);
      case JdkServerContext jdk -> shake(context, jdk, hello);
    }
  }

  /// The socket itself speaks TLS from here on.
  private void shake(
      ChannelHandlerContext context, OpensslServerContext server, ClientHello hello) {
    if (!(context.channel() instanceof StreamChannel channel)) {
      throw new IllegalStateException("a socket of the JDK and OpenSSL do not go together");
    }
    byte[] first = ByteBufUtil.getBytes(internalBuffer());
    internalBuffer().skipBytes(first.length);
    context.pipeline().remove(this);
    channel.secure(
        server::accept,
        first,
        shaken -> {
          stopTimer();
          switch (shaken) {
            case Shaken.Made(OpensslSession session) ->
                tell(channel, new TlsEvent.Established(server.facts(session, hello)));
            case Shaken.Failed(String words) -> {
              tell(channel, new TlsEvent.Failed(words));
              channel.close();
            }
          }
        });
  }

  private static void tell(Channel channel, TlsEvent event) {
    channel.pipeline().fireUserEventTriggered(event);
  }

  private void shake(ChannelHandlerContext context, JdkServerContext server, ClientHello hello) {
    SslHandler handler = server.handler(context.alloc(), hello);
    handler.setHandshakeTimeoutMillis(0);
    Future<?> _ =
        handler
            .handshakeFuture()
            .addListener(
                done -> {
                  stopTimer();
                  context
                      .pipeline()
                      .context(handler)
                      .fireUserEventTriggered(event(done, handler, hello, server));
                });
    context.pipeline().replace(this, SslHandler.class.getName(), handler);
  }

  private TlsEvent event(
      Future<?> done, SslHandler handler, ClientHello hello, JdkServerContext server) {
    if (!done.isSuccess()) {
      return new TlsEvent.Failed(HandshakeWords.of(done.cause()));
    }
    return new TlsEvent.Established(
        TlsFacts.of(handler, hello, server.settings().verification(), listener.clock().instant()));
  }

  private void fail(ChannelHandlerContext context, String message) {
    refused = true;
    stopTimer();
    context.pipeline().fireUserEventTriggered(new TlsEvent.Failed(message));
    ChannelFuture _ = context.close();
  }

  private void stopTimer() {
    if (timer != null) {
      timer.cancel(false);
    }
  }
}
