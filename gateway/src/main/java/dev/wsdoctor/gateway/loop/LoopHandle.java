package dev.wsdoctor.gateway.loop;

import io.netty.channel.IoEvent;
import io.netty.channel.IoHandle;
import io.netty.channel.IoRegistration;

/// What Netty knows of a socket of a [SocketLoop]; the loop tells it of events by [Watched].
interface LoopHandle extends IoHandle, Watched {
  @Override
  default void handle(IoRegistration registration, IoEvent event) {
    throw new UnsupportedOperationException("the loop tells by ready()");
  }

  @Override
  default void close() {
    loopEnds();
  }
}
