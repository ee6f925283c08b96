package dev.wsdoctor.gateway.exchange;

import dev.wsdoctor.gateway.proxyprotocol.ProxyHeaderEvent;
import dev.wsdoctor.gateway.tls.TlsEvent;
import dev.wsdoctor.nginx.Scope;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownReadComplete;
import io.netty.handler.ssl.SslCloseCompletionEvent;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One connection of a client, from its first byte to its end: reads heads, lets an [Exchange]
/// answer each, and waits for the next. Used by the thread of its loop.
final class ClientConnection extends ChannelInboundHandlerAdapter {
  /// Bytes that are kept of requests which have to wait for the one before.
  private static final int MAX_AHEAD = 64 << 10;

  private enum At {
    HEAD,
    EXCHANGE,
    LINGERING,
    TUNNEL,
    CLOSED
  }

  private final Generation generation;
  private final Scope scope;
  private final ConnectionFacts facts;
  private final ConnectionReport report;
  private final RequestHeads heads;

  private @Nullable ChannelHandlerContext context;
  private @Nullable Timer timer;
  private @Nullable Exchange exchange;
  private ByteBuf input = Unpooled.EMPTY_BUFFER;
  private At at = At.HEAD;
  private boolean readPending;
  private boolean inputEnded;
  private boolean pipelined;
  private boolean advancing;
  private boolean moved;

  ClientConnection(Generation generation, Entrance entrance) {
    this.generation = generation;
    this.scope = entrance.scope();
    this.facts = new ConnectionFacts(entrance.arrival(), generation.site().clock());
    this.report = new ConnectionReport(generation.site(), scope, facts);
    this.heads = new RequestHeads(report, generation.site().traffic());
  }

  private ChannelHandlerContext context() {
    ChannelHandlerContext known = context;
    if (known == null) {
      throw new IllegalStateException("not registered");
    }
    return known;
  }

  private Timer timer() {
    Timer known = timer;
    if (known == null) {
      throw new IllegalStateException("not registered");
    }
    return known;
  }

  @Override
  public void handlerAdded(ChannelHandlerContext added) {
    context = added;
    timer = new Timer(added.channel().eventLoop(), this::timedOut);
    generation.began(added.channel());
  }

  @Override
  public void channelActive(ChannelHandlerContext active) {
    facts.connected(active.channel());
    timer().start(headerTimeout());
    readMore();
  }

  private Duration headerTimeout() {
    return Settings.CLIENT_HEADER_TIMEOUT.in(scope);
  }

  Channel channel() {
    return context().channel();
  }

  /// What the client has sent and nobody has taken yet.
  ByteBuf input() {
    return input;
  }

  Site site() {
    return generation.site();
  }

  ConnectionFacts facts() {
    return facts;
  }

  /// Requests so far, with the one at hand.
  int requests() {
    return heads.count();
  }

  /// Whether the request at hand came before the one before was answered.
  boolean isPipelined() {
    return pipelined;
  }

  boolean isEnding() {
    return generation.isEnding();
  }

  void readMore() {
    if (!readPending && !inputEnded) {
      readPending = true;
      context().read();
    }
  }

  @Override
  public void channelRead(ChannelHandlerContext from, Object message) {
    ByteBuf bytes = (ByteBuf) message;
    if (at == At.TUNNEL) {
      tunnelled(bytes);
      return;
    }
    input = joined(from, input, bytes);
  }

  private static ByteBuf joined(ChannelHandlerContext from, ByteBuf before, ByteBuf bytes) {
    if (!before.isReadable()) {
      before.release();
      return bytes;
    }
    ByteBuf joined = from.alloc().buffer(before.readableBytes() + bytes.readableBytes());
    joined.writeBytes(before).writeBytes(bytes);
    before.release();
    bytes.release();
    return joined;
  }

  private void tunnelled(ByteBuf bytes) {
    Exchange current = exchange;
    if (current == null) {
      bytes.release();
    } else {
      current.tunnelled(bytes);
    }
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext from) {
    readPending = false;
    Exchange current = exchange;
    if (at == At.TUNNEL && current != null) {
      current.tunnelReadComplete();
      return;
    }
    advance();
  }

  /// Does what the bytes at hand allow.
  void advance() {
    if (advancing) {
      return;
    }
    advancing = true;
    boolean goesOn = true;
    while (goesOn) {
      goesOn =
          switch (at) {
            case HEAD -> head();
            case EXCHANGE -> exchange();
            case LINGERING -> linger();
            case TUNNEL, CLOSED -> false;
          };
    }
    advancing = false;
  }

  private boolean head() {
    if (!input.isReadable()) {
      if (inputEnded) {
        endedInHead();
        return false;
      }
      readMore();
      return false;
    }
    if (!heads.hasBegun()) {
      timer().start(headerTimeout());
    }
    heads.take(input).ifPresent(head -> open(head).start());
    return true;
  }

  private Exchange open(ReadHead head) {
    timer().stop();
    at = At.EXCHANGE;
    site().traffic().answers();
    Exchange begun = new Exchange(this, head);
    exchange = begun;
    return begun;
  }

  /// The client has closed where a head was awaited. Of one that was to be closed as well, nginx
  /// says nothing (`ngx_close_idle_connections`); such a client may be the gateway itself, which
  /// lets go of connections it kept to its own servers.
  private void endedInHead() {
    if (!isEnding() || !isIdle()) {
      unanswered(heads.closed());
    }
    at = At.CLOSED;
    context().close();
  }

  private void timedOut() {
    if (at == At.HEAD) {
      unanswered(heads.timedOut());
    }
    context().close();
  }

  /// No more of the request will come, and it is not answered, only logged.
  private void unanswered(Optional<ReadHead> broken) {
    broken.ifPresent(head -> open(head).terminate(head.refusal().orElseThrow().status()));
  }

  private boolean exchange() {
    Exchange current = exchange;
    if (current == null) {
      return false;
    }
    boolean taken = input.isReadable() && current.takeBody(input);
    if (inputEnded && exchange == current) {
      current.clientGone();
    }
    if (exchange == current && at == At.EXCHANGE && input.readableBytes() < MAX_AHEAD) {
      readMore();
    }
    return taken || exchange != current || at != At.EXCHANGE;
  }

  /// The answer is complete, and the connection is kept for another request.
  void next() {
    leave();
    at = At.HEAD;
    pipelined = input.isReadable();
    if (isEnding() && !input.isReadable()) {
      context().close();
      return;
    }
    timer().start(Settings.KEEPALIVE_TIMEOUT.in(scope));
    advance();
  }

  /// The answer is complete, and so is the connection.
  void close(boolean lingers) {
    leave();
    if (!lingers) {
      context().close();
      return;
    }
    at = At.LINGERING;
    Lingering.begin(channel());
    timer().start(Lingering.LIMIT);
    advance();
  }

  private void leave() {
    Exchange left = exchange;
    exchange = null;
    if (left != null) {
      site().traffic().hasAnswered();
      left.release();
    }
  }

  /// Reads on without use.
  private boolean linger() {
    input.skipBytes(input.readableBytes());
    if (inputEnded) {
      context().close();
    } else {
      readMore();
    }
    return false;
  }

  /// From here on the bytes of the client go to the exchange as they come.
  ByteBuf tunnel() {
    at = At.TUNNEL;
    timer().end();
    ByteBuf rest = input;
    input = Unpooled.EMPTY_BUFFER;
    return rest;
  }

  /// The tunnel goes on without this; its generation has to know.
  Generation move() {
    moved = true;
    exchange = null;
    context().pipeline().remove(this);
    return generation;
  }

  /// Whether the connection lives on without its channel.
  boolean isMoved() {
    return moved;
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext changed) {
    Exchange current = exchange;
    if (current != null) {
      current.writabilityChanged();
    }
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext from, Object event) {
    if (event instanceof TlsEvent || event instanceof ProxyHeaderEvent) {
      atGate(event);
    } else if (event instanceof ChannelInputShutdownReadComplete || isCloseNotify(event)) {
      inputEnded = true;
      if (at == At.TUNNEL) {
        if (exchange != null) {
          exchange.clientGone();
        }
      } else {
        advance();
      }
    } else if (event == Generation.Ending.GRACEFUL && at == At.HEAD && isIdle()) {
      from.close();
    }
  }

  /// What stands before this has something to tell.
  private void atGate(Object event) {
    report.hear(event);
    if (event instanceof TlsEvent.Established) {
      timer().start(headerTimeout());
    }
  }

  /// The end of what the client sends, in TLS.
  private static boolean isCloseNotify(Object event) {
    return event instanceof SslCloseCompletionEvent ended && ended.isSuccess();
  }

  private boolean isIdle() {
    return heads.count() > 0 && !input.isReadable() && !heads.hasBegun();
  }

  @Override
  public void channelInactive(ChannelHandlerContext gone) {
    inputEnded = true;
    timer().end();
    Exchange current = exchange;
    if (current != null) {
      current.clientLost();
    }
    heads.abandon();
    leave();
    input.release();
    input = Unpooled.EMPTY_BUFFER;
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext from) {
    generation.ended(this);
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext from, Throwable cause) {
    if (cause instanceof IOException error && !inputEnded) {
      cut(error);
    }
    from.close();
  }

  private void cut(IOException why) {
    Exchange current = exchange;
    if (current != null) {
      current.clientCut(why);
    } else if (at == At.HEAD) {
      unanswered(heads.cut(why));
    }
  }
}
