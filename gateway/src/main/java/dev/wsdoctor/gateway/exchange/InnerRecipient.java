package dev.wsdoctor.gateway.exchange;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;

/// Who asks an upstream within another request, whose client sees nothing of the answer's body.
interface InnerRecipient extends Recipient {
  /// The request that this is within.
  Recipient parent();

  @Override
  default Channel channel() {
    return parent().channel();
  }

  @Override
  default byte[] clientAddress() {
    return parent().clientAddress();
  }

  @Override
  default Downstream downstream() {
    return parent().downstream();
  }

  @Override
  default Site site() {
    return parent().site();
  }

  @Override
  default boolean hasBody() {
    return false;
  }

  @Override
  default boolean takesMore() {
    return true;
  }

  @Override
  default void passBody(ByteBuf piece) {
    piece.release();
  }

  @Override
  default ByteBuf tunnelInput() {
    return Unpooled.EMPTY_BUFFER;
  }

  @Override
  default MovedTunnel tunnelMoves() {
    throw new IllegalStateException("a request within another one has no tunnel");
  }

  @Override
  default void resume() {}
}
