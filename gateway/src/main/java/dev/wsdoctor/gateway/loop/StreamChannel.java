package dev.wsdoctor.gateway.loop;

import dev.wsdoctor.gateway.openssl.Bios;
import dev.wsdoctor.gateway.openssl.OpensslSession;
import dev.wsdoctor.nginx.Tunnel;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.ChannelPromise;
import io.netty.channel.socket.ChannelInputShutdownReadComplete;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.SocketAddress;
import java.nio.channels.ClosedChannelException;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// A connection over TCP or a unix socket, whose system calls are our own. Each of its directions
/// ends by itself, and nothing is read that was not asked for, but for what is left when the other
/// side has closed. All of it happens on the thread of its loop.
public final class StreamChannel extends DuplexLoopChannel {
  private final StreamConfig config = new StreamConfig(this);
  private volatile boolean active;
  private @Nullable ChannelPromise connecting;
  private Optional<SocketAddress> local = Optional.empty();
  private Optional<SocketAddress> remote = Optional.empty();

  /// From the kernel's event until a read found no more.
  private boolean readable;

  /// The kernel told that no more will come after what is there.
  private boolean hungUp;

  private boolean readWanted;
  private boolean readQueued;

  /// The kernel takes no more for now.
  private boolean blocked;

  /// What the stream has taken and not sent yet, which the pipeline still counts as waiting.
  private long owed;

  private @Nullable SocketStream stream;

  /// A connection that is to be made.
  public StreamChannel() {
    super(null, NONE);
  }

  /// A connection that was accepted.
  StreamChannel(
      ListeningChannel by, int descriptor, SocketAddress remote, Optional<SocketAddress> local) {
    super(by, descriptor);
    this.remote = Optional.of(remote);
    this.local = local;
    this.active = true;
  }

  @Override
  public StreamConfig config() {
    return config;
  }

  @Override
  public boolean isActive() {
    return active;
  }

  @Override
  protected AbstractUnsafe newUnsafe() {
    return new StreamUnsafe();
  }

  private StreamUnsafe streamUnsafe() {
    return (StreamUnsafe) unsafe();
  }

  @Override
  boolean addTo(Epoll epoll) {
    return epoll.add(descriptor(), number());
  }

  @Override
  protected @Nullable SocketAddress localAddress0() {
    if (local.isEmpty() && descriptor() != NONE) {
      local = SystemCalls.localAddress(descriptor());
    }
    return local.orElse(null);
  }

  @Override
  protected @Nullable SocketAddress remoteAddress0() {
    return remote.orElse(null);
  }

  @Override
  protected void doClose() {
    active = false;
    ChannelPromise unfinished = connecting;
    if (unfinished != null) {
      connecting = null;
      unfinished.tryFailure(new ClosedChannelException());
    }
    super.doClose();
  }

  @Override
  void closeSocket() {
    stream().close();
  }

  private SocketStream stream() {
    SocketStream known = stream;
    if (known == null) {
      known = new PlainStream(calls(), descriptor());
      stream = known;
    }
    return known;
  }

  /// Speaks TLS from here on. Nothing may have been written, or be waiting to be read above.
  ///
  /// @param open makes the session
  /// @param first what came from the other side already
  /// @param shaken is told how the handshake went, maybe before this returns; the channel is its to
  ///   close
  public void secure(Function<Bios, OpensslSession> open, byte[] first, Consumer<Shaken> shaken) {
    TlsRoom room = loop().tlsRoom();
    OpensslSession session = open.apply(room.bios());
    TlsStream secured = new TlsStream(calls(), descriptor(), room.received(), session, shaken);
    stream = secured;
    try (Arena arena = Arena.ofConfined()) {
      secured.begin(arena.allocateFrom(ValueLayout.JAVA_BYTE, first));
    }
    if (active) {
      blocked = secured.hasPending();
      doBeginRead();
    }
  }

  /// A socket that was given away, and what is known of it: what is there to read was told of.
  record Surrendered(SocketStream stream, int number, boolean isReadable, boolean isHungUp) {}

  /// Gives the socket away; the channel is to be closed then.
  Surrendered surrender() {
    Surrendered given = new Surrendered(stream(), number(), readable, hungUp);
    stream = null;
    letGo();
    active = false;
    return given;
  }

  /// Whether the socket itself can go on, with nothing waiting to be sent and more to come.
  public boolean isBare() {
    ChannelOutboundBuffer waiting = unsafe().outboundBuffer();
    return active
        && !isInputShutdown()
        && waiting != null
        && waiting.isEmpty()
        && !stream().hasPending()
        && !stream().isShaking();
  }

  /// Gives both sockets away, to carry what one says to the other.
  ///
  /// @param ended is told the end by the thread of the loop, maybe before this returns
  public static Carriage join(
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
    while (isOpen()) {
      blocked = stream().hasPending();
      if (blocked) {
        return;
      }
      waiting.removeBytes(owed);
      owed = 0;
      if (waiting.current() == null) {
        return;
      }
      long offered = loop().gathering().take(waiting);
      long sent = offered == 0 ? 0 : stream().send(loop().buffer(), offered);
      if (sent >= 0) {
        owed = sent;
      } else if (stream().errno() == SystemCalls.EAGAIN) {
        blocked = true;
        return;
      } else if (stream().errno() != SystemCalls.EINTR) {
        throw stream().failure(stream().sendFunction());
      }
    }
  }

  @Override
  void endOutput() throws IOException {
    if (descriptor() != NONE && stream().endOutput() != 0) {
      throw stream().failure("shutdown()");
    }
  }

  @Override
  void inputEnded() {
    readable = false;
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
      open(to);
      watch();
      if (SocketAddresses.family(to) != SocketAddresses.AF_UNIX) {
        setOption(SocketOptions.IPPROTO_TCP, SocketOptions.TCP_NODELAY, 1);
      }
      if (from != null) {
        doBind(from);
      }
      if (calls().connect(descriptor(), SocketAddresses.write(to, loop().buffer())) == 0) {
        return true;
      }
      if (calls().errno() != SystemCalls.EINPROGRESS) {
        throw calls().failure("connect()");
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
      int errno = Epoll.isHungUp(flags) ? SocketOptions.error(loop(), descriptor()) : 0;
      if (errno == 0) {
        connected(promise);
      } else {
        promise.tryFailure(new IOException(calls().words(errno)));
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
        goOnSending();
      }
      if (Epoll.isReadable(flags) && !isInputShutdown()) {
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

    private void goOnSending() {
      if (!stream().flush()) {
        fail(stream().failure(stream().sendFunction()));
        return;
      }
      blocked = stream().hasPending();
      flush0();
    }

    private void readIfWanted() {
      if (!active || !readable || !(readWanted || hungUp || stream().isShaking())) {
        return;
      }
      boolean came = false;
      do {
        SocketStream from = stream();
        long count = receive(from);
        if (count > 0) {
          came = true;
          readWanted = false;
          readable = from.hasMore() || hungUp;
          pipeline().fireChannelRead(copy((int) count));
        } else if (count == 0) {
          endInput();
          return;
        } else if (from.errno() == SystemCalls.EAGAIN) {
          readable = false;
          blocked |= from.hasPending();
        } else {
          fail(from.failure("recv()"));
          return;
        }
      } while (hungUp && readable && active);
      if (came) {
        pipeline().fireChannelReadComplete();
      }
    }

    private long receive(SocketStream from) {
      long count;
      do {
        count = from.receive(loop().readRoom());
      } while (count < 0 && from.errno() == SystemCalls.EINTR);
      return count;
    }

    private ByteBuf copy(int count) {
      byte[] bytes = new byte[count];
      MemorySegment.copy(loop().buffer(), ValueLayout.JAVA_BYTE, 0, bytes, 0, count);
      return Unpooled.wrappedBuffer(bytes);
    }

    private void endInput() {
      shutdownInput();
      pipeline().fireChannelReadComplete();
      pipeline().fireUserEventTriggered(ChannelInputShutdownReadComplete.INSTANCE);
    }

    private void fail(IOException failure) {
      shutdownInput();
      pipeline().fireChannelReadComplete();
      pipeline().fireExceptionCaught(failure);
    }
  }
}
