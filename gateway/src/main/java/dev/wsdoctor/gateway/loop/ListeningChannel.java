package dev.wsdoctor.gateway.loop;

import io.netty.channel.ChannelConfig;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.ChannelPromise;
import io.netty.channel.DefaultChannelConfig;
import io.netty.channel.ServerChannel;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A socket that listens, and gives one connection for each event of the kernel, as nginx does with
/// `multi_accept off`. All of it happens on the thread of its loop.
public final class ListeningChannel extends LoopChannel implements ServerChannel {
  private static final int LENGTH_AT = SocketAddresses.MOST_BYTES;

  private final ListeningOptions options;
  private final ChannelConfig config = new DefaultChannelConfig(this);
  private volatile Optional<SocketAddress> local = Optional.empty();
  private Optional<SocketAddress> localOfAll = Optional.empty();
  private boolean heeds = true;

  public ListeningChannel(ListeningOptions options) {
    super(null, NONE);
    this.options = options;
  }

  @Override
  public ChannelConfig config() {
    return config;
  }

  @Override
  public boolean isActive() {
    return isOpen() && local.isPresent();
  }

  @Override
  protected ListeningUnsafe newUnsafe() {
    return new ListeningUnsafe();
  }

  @Override
  protected @Nullable SocketAddress localAddress0() {
    return local.orElse(null);
  }

  @Override
  protected @Nullable SocketAddress remoteAddress0() {
    return null;
  }

  @Override
  protected void doBind(SocketAddress address) throws IOException {
    open(address);
    int family = SocketAddresses.family(address);
    if (family != SocketAddresses.AF_UNIX) {
      setOption(SocketOptions.SOL_SOCKET, SocketOptions.SO_REUSEADDR, 1);
      // what is accepted has it, too
      setOption(SocketOptions.IPPROTO_TCP, SocketOptions.TCP_NODELAY, 1);
    }
    if (family == SocketAddresses.AF_INET6) {
      setOption(SocketOptions.IPPROTO_IPV6, SocketOptions.IPV6_V6ONLY, options.ipv6Only() ? 1 : 0);
    }
    super.doBind(address);
    if (calls().listen(descriptor(), options.backlog()) != 0) {
      throw calls().failure("listen()");
    }
    watch();
    local = SystemCalls.localAddress(descriptor());
    localOfAll = local.filter(known -> !isWildcard(known));
  }

  @Override
  boolean addTo(Epoll epoll) {
    return epoll.addListening(descriptor(), number());
  }

  private static boolean isWildcard(SocketAddress address) {
    return address instanceof InetSocketAddress inet && inet.getAddress().isAnyLocalAddress();
  }

  @Override
  protected void doBeginRead() {
    if (!heeds && descriptor() != NONE) {
      heeds = true;
      loop().epoll().heed(descriptor(), number(), true);
    }
  }

  @Override
  protected void doWrite(ChannelOutboundBuffer waiting) {
    throw new UnsupportedOperationException("a socket that listens");
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
      int accepted = calls().accept(descriptor(), buffer, length);
      if (accepted >= 0) {
        SocketAddress remote =
            SocketAddresses.read(buffer, length.get(ValueLayout.JAVA_INT_UNALIGNED, 0));
        pipeline()
            .fireChannelRead(
                new StreamChannel(ListeningChannel.this, accepted, remote, localOfAll));
        pipeline().fireChannelReadComplete();
        return;
      }
      switch (calls().errno()) {
        case SystemCalls.EAGAIN, SystemCalls.EINTR, SystemCalls.ECONNABORTED -> {}
        default -> {
          heeds = false; // until somebody reads again
          IOException failure = calls().failure("accept4()");
          loop().epoll().heed(descriptor(), number(), false);
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
