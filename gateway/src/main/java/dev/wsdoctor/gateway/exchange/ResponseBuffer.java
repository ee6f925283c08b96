package dev.wsdoctor.gateway.exchange;

import dev.wsdoctor.nginx.Scope;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.function.Consumer;

/// `proxy_buffering`: keeps what an upstream answers until a buffer is full or the answer is
/// complete; without it everything is passed on at once.
final class ResponseBuffer {
  private final boolean buffers;
  private final int size;
  private final Consumer<ByteBuf> out;
  private ByteBuf held = Unpooled.EMPTY_BUFFER;
  private int room;

  ResponseBuffer(boolean buffers, Scope scope, Consumer<ByteBuf> out) {
    this.buffers = buffers;
    this.size = Settings.PROXY_BUFFERS.in(scope).intValue();
    this.room = Settings.PROXY_BUFFER_SIZE.in(scope).intValue();
    this.out = out;
  }

  void add(ByteBuf bytes) {
    if (!buffers) {
      out.accept(bytes);
      return;
    }
    held = held.isReadable() ? Unpooled.wrappedBuffer(Integer.MAX_VALUE, held, bytes) : bytes;
    int passes = 0;
    while (held.readableBytes() - passes >= room) {
      passes += room;
      room = size;
    }
    if (passes > 0) {
      out.accept(held.readRetainedSlice(passes));
    }
  }

  /// The answer is complete, or there will be no more of it.
  void flush() {
    ByteBuf rest = held;
    held = Unpooled.EMPTY_BUFFER;
    out.accept(rest);
  }

  void release() {
    held.release();
    held = Unpooled.EMPTY_BUFFER;
  }
}
