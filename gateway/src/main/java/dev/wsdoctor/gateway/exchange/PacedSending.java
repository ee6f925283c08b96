package dev.wsdoctor.gateway.exchange;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelPromise;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Keeps what is to be sent until its pace lets it go. Used by the thread of its channel's loop.
final class PacedSending {
  private final Pace pace;
  private final InstantSource clock;
  private final long start;
  private final Channel channel;
  private final Consumer<ByteBuf> out;
  private final Timer pause;
  private final Deque<ByteBuf> held = new ArrayDeque<>();
  private @Nullable ChannelPromise whenEmpty;
  private boolean pausing;
  private long sent;

  /// @param start the second in which the request began
  PacedSending(Pace pace, InstantSource clock, long start, Channel channel, Consumer<ByteBuf> out) {
    this.pace = pace;
    this.clock = clock;
    this.start = start;
    this.channel = channel;
    this.out = out;
    this.pause = new Timer(channel.eventLoop(), this::resume);
  }

  boolean isEmpty() {
    return held.isEmpty();
  }

  /// Takes over the buffer.
  void add(ByteBuf buffer) {
    held.add(buffer);
  }

  /// Completes when all of it is written.
  ChannelFuture flushed() {
    run();
    if (held.isEmpty()) {
      return channel.writeAndFlush(Unpooled.EMPTY_BUFFER);
    }
    ChannelPromise known = whenEmpty;
    ChannelPromise promise = known == null ? channel.newPromise() : known;
    whenEmpty = promise;
    return promise;
  }

  /// Sends what may go now.
  void run() {
    if (held.isEmpty()) {
      return;
    }
    while (!pausing && channel.isWritable() && !held.isEmpty()) {
      step();
    }
    channel.flush();
    if (held.isEmpty()) {
      channel.eventLoop().execute(this::emptied);
    }
  }

  private void step() {
    long allowance = pace.allowance(clock.instant().getEpochSecond() - start, sent);
    if (allowance <= 0) {
      wait(pace.until(allowance));
      return;
    }
    long before = sent;
    while (!held.isEmpty() && sent - before < allowance) {
      long room = allowance - (sent - before);
      ByteBuf next = held.element();
      boolean fits = next.readableBytes() <= room;
      ByteBuf piece = fits ? held.remove() : next.readRetainedSlice((int) room);
      sent += piece.readableBytes();
      out.accept(piece);
    }
    wait(pace.behind(before, sent));
  }

  private void wait(Duration time) {
    if (!time.isZero()) {
      pausing = true;
      pause.start(time);
    }
  }

  private void resume() {
    pausing = false;
    run();
  }

  /// More may be given to this.
  private void emptied() {
    ChannelPromise promise = whenEmpty;
    if (held.isEmpty() && promise != null) {
      whenEmpty = null;
      channel.writeAndFlush(Unpooled.EMPTY_BUFFER, promise);
    } else if (held.isEmpty()) {
      channel.pipeline().fireChannelWritabilityChanged();
    }
  }

  /// What is left will not be sent.
  void end() {
    pause.end();
    held.forEach(ByteBuf::release);
    held.clear();
  }
}
