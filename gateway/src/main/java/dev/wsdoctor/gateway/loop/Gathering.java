package dev.wsdoctor.gateway.loop;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelOutboundBuffer;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;

/// Brings together what waits to be sent, so that one call sends it.
final class Gathering implements ChannelOutboundBuffer.MessageProcessor {
  private final ByteBuffer room;

  Gathering(MemorySegment room) {
    this.room = room.asByteBuffer();
  }

  /// Copies as much as there is room for; its number of bytes.
  long take(ChannelOutboundBuffer waiting) {
    room.clear();
    try {
      waiting.forEachFlushedMessage(this);
    } catch (Exception e) { // which this one never throws
      throw new IllegalStateException(e);
    }
    return room.position();
  }

  @Override
  public boolean processMessage(Object message) {
    ByteBuf bytes = (ByteBuf) message;
    int count = Math.min(bytes.readableBytes(), room.remaining());
    room.limit(room.position() + count);
    bytes.getBytes(bytes.readerIndex(), room);
    room.limit(room.capacity());
    return room.hasRemaining();
  }
}
