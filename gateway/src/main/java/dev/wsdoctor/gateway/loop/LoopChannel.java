package dev.wsdoctor.gateway.loop;

import io.netty.channel.AbstractChannel;
import io.netty.channel.Channel;
import io.netty.channel.ChannelMetadata;
import io.netty.channel.ChannelPromise;
import io.netty.channel.EventLoop;
import io.netty.channel.IoEventLoop;
import io.netty.channel.IoRegistration;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;

/// A channel whose socket belongs to a [SocketLoop]. All of it happens on the loop's thread.
abstract class LoopChannel extends AbstractChannel {
  static final int NONE = -1;
  private static final ChannelMetadata METADATA = new ChannelMetadata(false);

  private volatile boolean open = true;
  private @Nullable SocketLoop loop;
  private @Nullable IoRegistration registration;
  private int descriptor;
  private int number = NONE;

  /// @param descriptor of a socket that is there already, or NONE
  LoopChannel(@Nullable Channel parent, int descriptor) {
    super(parent);
    this.descriptor = descriptor;
  }

  final SocketLoop loop() {
    SocketLoop known = loop;
    if (known == null) {
      throw new IllegalStateException("not registered");
    }
    return known;
  }

  final SystemCalls calls() {
    return loop().calls();
  }

  final int descriptor() {
    return descriptor;
  }

  /// What the kernel's events call it.
  final int number() {
    return number;
  }

  @Override
  public final ChannelMetadata metadata() {
    return METADATA;
  }

  @Override
  public final boolean isOpen() {
    return open;
  }

  @Override
  protected final boolean isCompatible(EventLoop candidate) {
    return candidate instanceof IoEventLoop io && io.isCompatible(LoopHandle.class);
  }

  private LoopHandle handle() {
    return (LoopHandle) unsafe();
  }

  @Override
  protected final void doRegister(ChannelPromise promise) {
    ((IoEventLoop) eventLoop())
        .register(handle())
        .addListener(
            done -> {
              if (!done.isSuccess()) {
                promise.setFailure(done.cause());
                return;
              }
              IoRegistration granted = (IoRegistration) done.getNow();
              registration = granted;
              loop = granted.attachment();
              try {
                if (descriptor != NONE) {
                  watch();
                }
                promise.setSuccess();
              } catch (IOException e) {
                promise.setFailure(e);
              }
            });
  }

  @Override
  protected final void doDeregister() {
    if (registration != null) {
      registration.cancel();
    }
  }

  /// Makes the socket, of the family of that address.
  final void open(SocketAddress address) throws IOException {
    descriptor = calls().socket(SocketAddresses.family(address));
    if (descriptor < 0) {
      throw calls().failure("socket()");
    }
  }

  /// Has the kernel tell of the socket.
  final void watch() throws IOException {
    number = loop().slots().add(handle());
    if (!addTo(loop().epoll())) {
      throw calls().failure("epoll_ctl()");
    }
  }

  abstract boolean addTo(Epoll epoll);

  /// Binds to the address.
  @Override
  protected void doBind(SocketAddress address) throws IOException {
    if (calls().bind(descriptor, SocketAddresses.write(address, loop().buffer())) != 0) {
      throw calls().failure("bind()");
    }
  }

  /// Sets an option of the socket, if there is one yet.
  final void setOption(int level, int name, int value) {
    if (descriptor != NONE) {
      MemorySegment room = loop().buffer().asSlice(0, Integer.BYTES);
      room.set(ValueLayout.JAVA_INT_UNALIGNED, 0, value);
      calls().setOption(descriptor, level, name, room);
    }
  }

  /// Forgets the socket, which somebody else closes.
  final void letGo() {
    descriptor = NONE;
  }

  @Override
  protected final void doDisconnect() {
    doClose();
  }

  @Override
  protected void doClose() {
    open = false;
    SocketLoop known = loop;
    if (descriptor == NONE) {
      return;
    }
    if (known == null) {
      SystemCalls.release(descriptor);
    } else {
      if (number != NONE) {
        known.slots().remove(number);
      }
      closeSocket();
    }
    descriptor = NONE;
  }

  /// Closes the socket, on the thread of the loop.
  void closeSocket() {
    calls().close(descriptor);
  }
}
