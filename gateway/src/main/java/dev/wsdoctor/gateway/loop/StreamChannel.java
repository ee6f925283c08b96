package dev.wsdoctor.gateway.loop;

import dev.wsdoctor.nginx.Tunnel;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.AbstractChannel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelMetadata;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.ChannelPromise;
import io.netty.channel.EventLoop;
import io.netty.channel.IoEventLoop;
import io.netty.channel.IoRegistration;
import io.netty.channel.socket.ChannelInputShutdownReadComplete;
import io.netty.channel.socket.DuplexChannel;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.SocketAddress;
import java.nio.channels.ClosedChannelException;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A connection over TCP or a unix socket, whose system calls are our own. Each of its directions
/// ends by itself, and nothing is read that was not asked for, but for what is left when the other
/// side has closed. All of it happens on the thread of its loop.
public final class StreamChannel extends AbstractChannel implements DuplexChannel {
  private static final ChannelMetadata METADATA = new ChannelMetadata(false);
  private static final int NONE = -1;

  /// What one read takes at most.
  private static final int READ_BYTES = 64 * 1024;

  private final StreamConfig config = new StreamConfig(this);
  private volatile boolean open = true;
  private volatile boolean active;
  private volatile boolean inputShutdown;
  private volatile boolean outputShutdown;
  private @Nullable SocketLoop loop;
  private @Nullable IoRegistration registration;
  private @Nullable ChannelPromise connecting;
  private Optional<SocketAddress> local = Optional.empty();
  private Optional<SocketAddress> remote = Optional.empty();
  private int descriptor = NONE;
  private int number = NONE;

  /// From the kernel's event until a read found no more.
  private boolean readable;

  /// The kernel told that no more will come after what is there.
  private boolean hungUp;

  private boolean readWanted;
  private boolean readQueued;

  /// The kernel takes no more for now.
  private boolean blocked;

  /// A connection that is to be made.
  public StreamChannel() {
    super(null);
  }

  /// A connection that was accepted.
  StreamChannel(
      ListeningChannel by, int descriptor, SocketAddress remote, Optional<SocketAddress> local) {
    super(by);
    this.descriptor = descriptor;
    this.remote = Optional.of(remote);
    this.local = local;
    this.active = true;
  }

  private SocketLoop loop() {
    SocketLoop known = loop;
    if (known == null) {
      throw new IllegalStateException("not registered");
    }
    return known;
  }

  @Override
  public StreamConfig config() {
    return config;
  }

  @Override
  public ChannelMetadata metadata() {
    return METADATA;
  }

  @Override
  public boolean isOpen() {
    return open;
  }

  @Override
  public boolean isActive() {
    return active;
  }

  @Override
  protected boolean isCompatible(EventLoop candidate) {
    return candidate instanceof IoEventLoop io && io.isCompatible(StreamUnsafe.class);
  }

  @Override
  protected StreamUnsafe newUnsafe() {
    return new StreamUnsafe();
  }

  private StreamUnsafe streamUnsafe() {
    return (StreamUnsafe) unsafe();
  }

  @Override
  protected void doRegister(ChannelPromise promise) {
    ((IoEventLoop) eventLoop())
        .register(streamUnsafe())
        .addListener(
            done -> {
              if (!done.isSuccess()) {
                promise.setFailure(done.cause());
                return;
              }
              registration = (IoRegistration) done.getNow();
              loop = registration.attachment();
              if (descriptor == NONE || watch()) {
                promise.setSuccess();
              } else {
                promise.setFailure(loop().calls().failure("epoll_ctl()"));
              }
            });
  }

  private boolean watch() {
    number = loop().slots().add(streamUnsafe());
    return loop().epoll().add(descriptor, number);
  }

  @Override
  protected void doDeregister() {
    if (registration != null) {
      registration.cancel();
    }
  }

  @Override
  protected @Nullable SocketAddress localAddress0() {
    if (local.isEmpty() && descriptor != NONE) {
      local = SystemCalls.localAddress(descriptor);
    }
    return local.orElse(null);
  }

  @Override
  protected @Nullable SocketAddress remoteAddress0() {
    return remote.orElse(null);
  }

  @Override
  protected void doBind(SocketAddress address) throws IOException {
    MemorySegment written = SocketAddresses.write(address, loop().buffer());
    if (loop().calls().bind(descriptor, written) != 0) {
      throw loop().calls().failure("bind()");
    }
  }

  @Override
  protected void doDisconnect() {
    doClose();
  }

  @Override
  protected void doClose() {
    open = false;
    active = false;
    ChannelPromise unfinished = connecting;
    if (unfinished != null) {
      connecting = null;
      unfinished.tryFailure(new ClosedChannelException());
    }
    int closed = descriptor;
    descriptor = NONE;
    SocketLoop known = loop;
    if (closed == NONE) {
      return;
    }
    if (known == null) {
      SystemCalls.release(closed);
      return;
    }
    known.slots().remove(number);
    known.calls().close(closed);
  }

  /// A socket that was given away, and what is known of it: what is there to read was told of.
  record Surrendered(int descriptor, int number, boolean isReadable, boolean isHungUp) {}

  /// Gives the socket away; the channel is to be closed then.
  Surrendered surrender() {
    Surrendered given = new Surrendered(descriptor, number, readable, hungUp);
    descriptor = NONE;
    active = false;
    return given;
  }

  /// Whether the socket itself can go on, with nothing waiting to be sent and more to come.
  public boolean isBare() {
    ChannelOutboundBuffer waiting = unsafe().outboundBuffer();
    return active && !inputShutdown && waiting != null && waiting.isEmpty();
  }

  /// Gives both sockets away, to carry what one says to the other.
  ///
  /// @param ended is told the end by the thread of the loop, maybe before this returns
  public static CarriedTunnel join(
      StreamChannel client, StreamChannel upstream, Tunnel limits, Consumer<Ending> ended) {
    SocketLoop loop = client.loop();
    Upgraded upgraded = new Upgraded(client.surrender(), upstream.surrender(), limits, ended);
    return loop.tunnels().carry(upgraded);
  }

  @Override
  protected void doBeginRead() {
    readWanted = true;
    if (readable && !readQueued) {
      readQueued = true;
      loop().readSoon(this);
    }
  }

  /// It is this channel's turn to read what the kernel has told of before.
  void goOn() {
    readQueued = false;
    streamUnsafe().readIfWanted();
  }

  @Override
  protected Object filterOutboundMessage(Object message) {
    if (message instanceof ByteBuf) {
      return message;
    }
    throw new UnsupportedOperationException("cannot send " + message.getClass().getName());
  }

  @Override
  protected void doWrite(ChannelOutboundBuffer waiting) throws IOException {
    while (open && waiting.current() != null) {
      long offered = new Gathering(loop().buffer()).take(waiting);
      long sent = offered == 0 ? 0 : loop().calls().send(descriptor, loop().buffer(), offered);
      if (sent < 0) {
        int errno = loop().calls().errno();
        if (errno == SystemCalls.EAGAIN) {
          blocked = true;
          return;
        }
        if (errno != SystemCalls.EINTR) {
          throw loop().calls().failure("send()");
        }
        continue;
      }
      blocked = sent < offered;
      waiting.removeBytes(sent);
      if (sent < offered) {
        return;
      }
    }
  }

  @Override
  protected void doShutdownOutput() throws IOException {
    outputShutdown = true;
    if (descriptor != NONE && loop().calls().shutdownOutput(descriptor) != 0) {
      throw loop().calls().failure("shutdown()");
    }
  }

  @Override
  public boolean isInputShutdown() {
    return inputShutdown;
  }

  @Override
  public boolean isOutputShutdown() {
    return outputShutdown;
  }

  @Override
  public boolean isShutdown() {
    return inputShutdown && outputShutdown;
  }

  @Override
  public ChannelFuture shutdownOutput() {
    return shutdownOutput(newPromise());
  }

  @Override
  public ChannelFuture shutdownOutput(ChannelPromise promise) {
    if (eventLoop().inEventLoop()) {
      streamUnsafe().shutdownOutput(promise);
    } else {
      eventLoop().execute(() -> streamUnsafe().shutdownOutput(promise));
    }
    return promise;
  }

  @Override
  public ChannelFuture shutdownInput() {
    return shutdownInput(newPromise());
  }

  @Override
  public ChannelFuture shutdownInput(ChannelPromise promise) {
    inputShutdown = true;
    readable = false;
    return promise.setSuccess();
  }

  @Override
  public ChannelFuture shutdown() {
    return shutdown(newPromise());
  }

  @Override
  public ChannelFuture shutdown(ChannelPromise promise) {
    shutdownInput();
    return shutdownOutput(promise);
  }

  /// Sets an option of the socket, if there is one yet.
  void setOption(int level, int name, int value) {
    if (descriptor != NONE) {
      MemorySegment room = loop().buffer().asSlice(0, Integer.BYTES);
      room.set(ValueLayout.JAVA_INT_UNALIGNED, 0, value);
      loop().calls().setOption(descriptor, level, name, room);
    }
  }

  /// What Netty's pipeline asks of the socket, and what the loop tells of it.
  private final class StreamUnsafe extends AbstractUnsafe implements LoopHandle {
    @Override
    public void connect(SocketAddress to, @Nullable SocketAddress from, ChannelPromise promise) {
      if (!promise.setUncancellable() || !ensureOpen(promise)) {
        return;
      }
      try {
        remote = Optional.of(to);
        if (begin(to, from)) {
          connected(promise);
        } else {
          connecting = promise;
        }
      } catch (IOException e) {
        promise.tryFailure(e);
        close(voidPromise());
      }
    }

    private boolean begin(SocketAddress to, @Nullable SocketAddress from) throws IOException {
      SystemCalls calls = loop().calls();
      int family = SocketAddresses.family(to);
      descriptor = calls.socket(family);
      if (descriptor < 0) {
        throw calls.failure("socket()");
      }
      if (!watch()) {
        throw calls.failure("epoll_ctl()");
      }
      if (family != SocketAddresses.AF_UNIX) {
        setOption(SocketOptions.IPPROTO_TCP, SocketOptions.TCP_NODELAY, 1);
      }
      if (from != null) {
        doBind(from);
      }
      if (calls.connect(descriptor, SocketAddresses.write(to, loop().buffer())) == 0) {
        return true;
      }
      if (calls.errno() != SystemCalls.EINPROGRESS) {
        throw calls.failure("connect()");
      }
      return false;
    }

    private void connected(ChannelPromise promise) {
      active = true;
      boolean isWanted = promise.trySuccess();
      pipeline().fireChannelActive();
      if (!isWanted) {
        close(voidPromise());
      }
    }

    private void finish(ChannelPromise promise, int flags) {
      connecting = null;
      int errno = Epoll.isHungUp(flags) ? SocketOptions.error(loop(), descriptor) : 0;
      if (errno == 0) {
        connected(promise);
      } else {
        promise.tryFailure(new IOException(loop().calls().words(errno)));
        close(voidPromise());
      }
    }

    @Override
    public void ready(int flags) {
      ChannelPromise promise = connecting;
      if (promise != null && Epoll.isWritable(flags)) {
        finish(promise, flags);
      }
      if (!active) {
        return;
      }
      if (blocked && Epoll.isWritable(flags)) {
        blocked = false;
        super.flush0();
      }
      if (Epoll.isReadable(flags) && !inputShutdown) {
        readable = true;
        hungUp |= Epoll.isHungUp(flags);
      }
      readIfWanted();
    }

    @Override
    public void loopEnds() {
      close(voidPromise());
    }

    @Override
    protected void flush0() {
      if (!blocked) {
        super.flush0();
      }
    }

    private void readIfWanted() {
      if (!active || !readable || !(readWanted || hungUp)) {
        return;
      }
      boolean came = false;
      do {
        long count = receive();
        if (count > 0) {
          came = true;
          readWanted = false;
          readable = count == READ_BYTES || hungUp; // one that gave less has no more (epoll(7))
          pipeline().fireChannelRead(copy((int) count));
        } else if (count == 0) {
          endInput();
          return;
        } else if (loop().calls().errno() == SystemCalls.EAGAIN) {
          readable = false;
        } else {
          fail(loop().calls().failure("recv()"));
          return;
        }
      } while (hungUp && readable && active);
      if (came) {
        pipeline().fireChannelReadComplete();
      }
    }

    private long receive() {
      SystemCalls calls = loop().calls();
      MemorySegment into = loop().buffer().asSlice(0, READ_BYTES);
      long count;
      do {
        count = calls.receive(descriptor, into);
      } while (count < 0 && calls.errno() == SystemCalls.EINTR);
      return count;
    }

    private ByteBuf copy(int count) {
      byte[] bytes = new byte[count];
      MemorySegment.copy(loop().buffer(), ValueLayout.JAVA_BYTE, 0, bytes, 0, count);
      return Unpooled.wrappedBuffer(bytes);
    }

    private void endInput() {
      readable = false;
      inputShutdown = true;
      pipeline().fireChannelReadComplete();
      pipeline().fireUserEventTriggered(ChannelInputShutdownReadComplete.INSTANCE);
    }

    private void fail(IOException failure) {
      readable = false;
      inputShutdown = true;
      pipeline().fireChannelReadComplete();
      pipeline().fireExceptionCaught(failure);
    }
  }
}
