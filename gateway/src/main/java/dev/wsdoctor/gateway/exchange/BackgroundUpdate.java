package dev.wsdoctor.gateway.exchange;

import dev.wsdoctor.gateway.answer.Head;
import dev.wsdoctor.nginx.UpstreamEnding;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import java.nio.ByteBuffer;

/// Asks an upstream only to renew what is kept; nobody waits for the answer. Used by one thread.
///
/// @param parent that was answered with what is old
record BackgroundUpdate(Recipient parent) implements Recipient {
  @Override
  public Channel channel() {
    return parent.channel();
  }

  @Override
  public byte[] clientAddress() {
    return parent.clientAddress();
  }

  @Override
  public Downstream downstream() {
    return parent.downstream();
  }

  @Override
  public Site site() {
    return parent.site();
  }

  @Override
  public ErrorReport errors() {
    return parent.errors();
  }

  @Override
  public boolean hasBody() {
    return false;
  }

  @Override
  public void passHead(Head head) {
    head.finish();
  }

  @Override
  public boolean takesMore() {
    return true;
  }

  @Override
  public void passBody(ByteBuf piece) {
    piece.release();
  }

  @Override
  public void passKept(Head head, ByteBuffer body) {}

  @Override
  public void again() {}

  @Override
  public void passHeadless() {}

  @Override
  public void passed() {}

  @Override
  public void broken(boolean sends) {}

  @Override
  public void upstreamEnded(UpstreamEnding ending) {}

  @Override
  public void upgraded(Head head) {}

  @Override
  public ByteBuf tunnelInput() {
    return Unpooled.EMPTY_BUFFER;
  }

  @Override
  public void tunnelEnded() {}

  @Override
  public MovedTunnel tunnelMoves() {
    throw new IllegalStateException("an update has no tunnel");
  }

  @Override
  public void resume() {}
}
