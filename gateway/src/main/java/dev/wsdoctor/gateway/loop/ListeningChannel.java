package dev.wsdoctor.gateway.loop;

import io.netty.channel.AbstractServerChannel;
import io.netty.channel.ChannelConfig;
import io.netty.channel.ChannelPromise;
import io.netty.channel.DefaultChannelConfig;
import io.netty.channel.EventLoop;
import io.netty.channel.IoEventLoop;
import io.netty.channel.IoRegistration;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A socket that listens, and gives one connection for each event of the kernel, as nginx does with
/// `multi_accept off`. All of it happens on the thread of its loop.
public final class ListeningChannel extends AbstractServerChannel {
  private static final int NONE = -1;
  private static final int LENGTH_AT = SocketAddresses.MOST_BYTES;

  private final ListeningOptions options;
  private final ChannelConfig config = new DefaultChannelConfig(this);
  private volatile boolean open = true;
  private volatile Optional<SocketAddress> local = Optional.empty();
  private @Nullable SocketLoop loop;
  private @Nullable IoRegistration registration;
  private Optional<SocketAddress> localOfAll = Optional.empty();
  private int descriptor = NONE;
  private int number = NONE;
  private boolean heeds = true;

  public ListeningChannel(ListeningOptions options) {
    this.options = options;
  }

  private SocketLoop loop() {
    SocketLoop known = loop;
    if (known == null) {
      throw new IllegalStateException("not registered");
    }
    return known;
  }

  @Override
  public ChannelConfig config() {
    return config;
  }

  @Override
  public boolean isOpen() {
    return open;
  }

  @Override
  public boolean isActive() {
    return open && local.isPresent();
  }

  @Override
  protected boolean isCompatible(EventLoop candidate) {
    return candidate instanceof IoEventLoop io && io.isCompatible(ListeningUnsafe.class);
  }

  @Override
  protected ListeningUnsafe newUnsafe() {
    return new ListeningUnsafe();
  }

  @Override
  protected void doRegister(ChannelPromise promise) {
    ((IoEventLoop) eventLoop())
        .register((ListeningUnsafe) unsafe())
        .addListener(
            done -> {
              if (done.isSuccess()) {
                registration = (IoRegistration) done.getNow();
                loop = registration.attachment();
                promise.setSuccess();
              } else {
                promise.setFailure(done.cause());
              }
            });
  }

  @Override
  protected void doDeregister() {
    if (registration != null) {
      registration.cancel();
    }
  }

  @Override
  protected @Nullable SocketAddress localAddress0() {
    return local.orElse(null);
  }

  @Override
  protected void doBind(SocketAddress address) throws IOException {
    SystemCalls calls = loop().calls();
    int family = SocketAddresses.family(address);
    descriptor = calls.socket(family);
    if (descriptor < 0) {
      throw calls.failure("socket()");
    }
    if (family != SocketAddresses.AF_UNIX) {
      set(SocketOptions.SOL_SOCKET, SocketOptions.SO_REUSEADDR, 1);
      // what is accepted has it, too
      set(SocketOptions.IPPROTO_TCP, SocketOptions.TCP_NODELAY, 1);
    }
    if (family == SocketAddresses.AF_INET6) {
      set(SocketOptions.IPPROTO_IPV6, SocketOptions.IPV6_V6ONLY, options.ipv6Only() ? 1 : 0);
    }
    if (calls.bind(descriptor, SocketAddresses.write(address, loop().buffer())) != 0) {
      throw calls.failure("bind()");
    }
    if (calls.listen(descriptor, options.backlog()) != 0) {
      throw calls.failure("listen()");
    }
    number = loop().slots().add((ListeningUnsafe) unsafe());
    if (!loop().epoll().addListening(descriptor, number)) {
      throw calls.failure("epoll_ctl()");
    }
    local = SystemCalls.localAddress(descriptor);
    localOfAll = local.filter(known -> !isWildcard(known));
  }

  private void set(int level, int name, int value) {
    MemorySegment room = loop().buffer().asSlice(0, Integer.BYTES);
    room.set(ValueLayout.JAVA_INT_UNALIGNED, 0, value);
    loop().calls().setOption(descriptor, level, name, room);
  }

  private static boolean isWildcard(SocketAddress address) {
    return address instanceof InetSocketAddress inet && inet.getAddress().isAnyLocalAddress();
  }

  @Override
  protected void doBeginRead() {
    if (!heeds && descriptor != NONE) {
      heeds = true;
      loop().epoll().heed(descriptor, number, true);
    }
  }

  @Override
  protected void doClose() {
    open = false;
    int closed = descriptor;
    descriptor = NONE;
    if (closed != NONE) {
      if (number != NONE) {
        loop().slots().remove(number);
      }
      loop().calls().close(closed);
    }
  }

  /// What the loop tells of the socket.
  private final class ListeningUnsafe extends AbstractUnsafe implements LoopHandle {
    @Override
    public void connect(
        SocketAddress remote, @Nullable SocketAddress from, ChannelPromise promise) {
      safeSetFailure(promise, new UnsupportedOperationException("a socket that listens"));
    }

    @Override
    public void ready(int flags) {
      MemorySegment buffer = loop().buffer();
      MemorySegment length = buffer.asSlice(LENGTH_AT, Integer.BYTES);
      length.set(ValueLayout.JAVA_INT_UNALIGNED, 0, SocketAddresses.MOST_BYTES);
      int accepted = loop().calls().accept(descriptor, buffer, length);
      if (accepted >= 0) {
        SocketAddress remote =
            SocketAddresses.read(buffer, length.get(ValueLayout.JAVA_INT_UNALIGNED, 0));
        pipeline()
            .fireChannelRead(
                new StreamChannel(ListeningChannel.this, accepted, remote, localOfAll));
        pipeline().fireChannelReadComplete();
        return;
      }
      switch (loop().calls().errno()) {
        case SystemCalls.EAGAIN, SystemCalls.EINTR, SystemCalls.ECONNABORTED -> {}
        default -> {
          heeds = false; // until somebody reads again
          IOException failure = loop().calls().failure("accept4()");
          loop().epoll().heed(descriptor, number, false);
          pipeline().fireExceptionCaught(failure);
        }
      }
    }

    @Override
    public void loopEnds() {
      close(voidPromise());
    }
  }
}
