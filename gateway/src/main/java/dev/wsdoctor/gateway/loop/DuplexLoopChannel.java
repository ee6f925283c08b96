package dev.wsdoctor.gateway.loop;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelPromise;
import io.netty.channel.socket.DuplexChannel;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// A channel each of whose directions ends by itself.
abstract class DuplexLoopChannel extends LoopChannel implements DuplexChannel {
  private volatile boolean inputShutdown;
  private volatile boolean outputShutdown;

  DuplexLoopChannel(@Nullable Channel parent, int descriptor) {
    super(parent, descriptor);
  }

  /// Tells the other side that no more will come.
  abstract void endOutput() throws IOException;

  /// Nothing more is to be read.
  abstract void inputEnded();

  @Override
  protected final void doShutdownOutput() throws IOException {
    outputShutdown = true;
    endOutput();
  }

  @Override
  public final boolean isInputShutdown() {
    return inputShutdown;
  }

  @Override
  public final boolean isOutputShutdown() {
    return outputShutdown;
  }

  @Override
  public final boolean isShutdown() {
    return inputShutdown && outputShutdown;
  }

  @Override
  public final ChannelFuture shutdownOutput() {
    return shutdownOutput(newPromise());
  }

  @Override
  public final ChannelFuture shutdownOutput(ChannelPromise promise) {
    AbstractUnsafe socket = (AbstractUnsafe) unsafe();
    if (eventLoop().inEventLoop()) {
      socket.shutdownOutput(promise);
    } else {
      eventLoop().execute(() -> socket.shutdownOutput(promise));
    }
    return promise;
  }

  @Override
  public final ChannelFuture shutdownInput() {
    return shutdownInput(newPromise());
  }

  @Override
  public final ChannelFuture shutdownInput(ChannelPromise promise) {
    inputShutdown = true;
    inputEnded();
    return promise.setSuccess();
  }

  @Override
  public final ChannelFuture shutdown() {
    return shutdown(newPromise());
  }

  @Override
  public final ChannelFuture shutdown(ChannelPromise promise) {
    shutdownInput();
    return shutdownOutput(promise);
  }
}
