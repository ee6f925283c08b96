package dev.wsdoctor.gateway.proxyprotocol;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.util.concurrent.ScheduledFuture;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// The first handler of a connection to a `listen ... proxy_protocol`: takes the header off, tells
/// the handlers behind it by a [ProxyHeaderEvent], and goes.
public final class ProxyGate extends ByteToMessageDecoder {
  private final Duration timeout;
  private @Nullable ScheduledFuture<?> timer;

  /// @param timeout for the whole header (`client_header_timeout`, `proxy_protocol_timeout`)
  public ProxyGate(Duration timeout) {
    this.timeout = timeout;
  }

  @Override
  public void handlerAdded(ChannelHandlerContext context) {
    timer =
        context
            .executor()
            .schedule(
                () -> refuse(context, "client timed out (110: Connection timed out)"),
                timeout.toMillis(),
                TimeUnit.MILLISECONDS);
  }

  @Override
  protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
    int length = Math.min(in.readableBytes(), ProxyHeaderReader.MAX_BYTES);
    byte[] bytes = ByteBufUtil.getBytes(in, in.readerIndex(), length);
    switch (ProxyHeaderReader.read(bytes)) {
      case ProxyHeaderReader.Read.Incomplete() -> {
        // more will come, or the timer runs out
      }
      case ProxyHeaderReader.Read.Broken(String message) -> {
        in.skipBytes(in.readableBytes());
        refuse(context, message);
      }
      case ProxyHeaderReader.Read.Complete(ProxyHeader header, int taken) -> {
        in.skipBytes(taken);
        context.fireUserEventTriggered(new ProxyHeaderEvent.Known(header));
        context.pipeline().remove(this);
      }
    }
  }

  private void refuse(ChannelHandlerContext context, String message) {
    context.fireUserEventTriggered(new ProxyHeaderEvent.Broken(message));
    ChannelFuture _ = context.close();
  }

  @Override
  protected void handlerRemoved0(ChannelHandlerContext context) {
    if (timer != null) {
      timer.cancel(false);
    }
  }
}
