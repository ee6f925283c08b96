package dev.wsdoctor.gateway.exchange;

import dev.wsdoctor.http.Field;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Sends one answer to the client, and counts it. A client that takes nothing for `send_timeout` is
/// given up.
final class Downstream {
  private static final byte[] LAST_CHUNK = "0\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1);

  private final Channel channel;
  private final Timer timer;
  private Duration sendTimeout = Duration.ofSeconds(60);
  private boolean chunked;
  private boolean headSent;
  private int outstanding;
  private long bytes;
  private long headBytes;
  private long sent;

  /// Of an answer that `limit_rate` slows down.
  private @Nullable PacedSending paced;

  /// Of an answer that `sub_filter` changes; what it has made of the last piece waits in `changed`.
  private @Nullable Substituting substituting;

  /// What is to follow the last chunk, if anything is.
  private @Nullable Supplier<List<Field>> trailers;

  private ByteBuf changed = Unpooled.EMPTY_BUFFER;

  Downstream(Channel channel, Runnable timedOut) {
    this.channel = channel;
    this.timer = new Timer(channel.eventLoop(), timedOut);
  }

  void sendTimeout(Duration timeout) {
    sendTimeout = timeout;
  }

  /// From now on no more goes out than that pace allows.
  ///
  /// @param start the second in which the request began
  void slowDown(Pace pace, InstantSource clock, long start) {
    paced = new PacedSending(pace, clock, start, channel, this::write);
  }

  /// Whether more may be written before the client has taken some.
  boolean isWritable() {
    return channel.isWritable() && (paced == null || paced.isEmpty());
  }

  /// The client takes more.
  void goOn() {
    if (paced != null) {
      paced.run();
    }
  }

  boolean isHeadSent() {
    return headSent;
  }

  /// Of the body, sent or still waiting.
  long bodyBytes() {
    return bytes - headBytes;
  }

  /// What the client's side has taken (`$bytes_sent`).
  long sent() {
    return sent;
  }

  /// `$body_bytes_sent`
  long sentOfBody() {
    return Math.max(0, sent - headBytes);
  }

  /// Bytes of a tunnel have gone to the client past this.
  void tunnelled(long count) {
    sent += count;
  }

  /// An interim answer such as `100 Continue`, which is not counted as a head.
  void interim(String head) {
    send(Unpooled.wrappedBuffer(head.getBytes(StandardCharsets.ISO_8859_1)));
    channel.flush();
  }

  void head(byte[] head, boolean isChunked) {
    chunked = isChunked;
    headSent = true;
    headBytes = head.length;
    send(Unpooled.wrappedBuffer(head));
  }

  /// From now on texts in the body are replaced.
  void change(Substituting by) {
    substituting = by;
  }

  /// A piece of the body; takes over the buffer.
  void body(ByteBuf piece) {
    if (substituting == null) {
      unchanged(piece);
      return;
    }
    unchanged(changed);
    changed = Unpooled.wrappedBuffer(substituting.feed(ByteBufUtil.getBytes(piece)));
    piece.release();
  }

  /// Fields follow the last chunk, which are asked for behind the body.
  void trailers(Supplier<List<Field>> fields) {
    trailers = fields;
  }

  private static byte[] trailed(List<Field> fields) {
    StringBuilder out = new StringBuilder("0\r\n");
    for (Field field : fields) {
      out.append(field.name()).append(": ").append(field.value()).append("\r\n");
    }
    return out.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
  }

  private void passChanged() {
    ByteBuf last = changed;
    changed = Unpooled.EMPTY_BUFFER;
    unchanged(last);
  }

  private void unchanged(ByteBuf piece) {
    int length = piece.readableBytes();
    if (length == 0) {
      piece.release();
      return;
    }
    if (chunked) {
      send(ByteBufUtil.writeAscii(channel.alloc(), Integer.toHexString(length) + "\r\n"));
      send(piece);
      send(ByteBufUtil.writeAscii(channel.alloc(), "\r\n"));
      return;
    }
    send(piece);
  }

  /// Completes when everything so far is written.
  ChannelFuture flushed() {
    if (paced != null) {
      return paced.flushed();
    }
    return channel.writeAndFlush(Unpooled.EMPTY_BUFFER);
  }

  void flush() {
    passChanged();
    if (paced == null) {
      channel.flush();
    } else {
      paced.run();
    }
  }

  /// The end of the body.
  ChannelFuture end() {
    if (substituting != null) {
      byte[] rest = substituting.end();
      changed = Unpooled.wrappedBuffer(changed, Unpooled.wrappedBuffer(rest));
      passChanged();
    }
    if (chunked) {
      send(Unpooled.wrappedBuffer(trailers == null ? LAST_CHUNK : trailed(trailers.get())));
    }
    return flushed();
  }

  private void send(ByteBuf buffer) {
    bytes += buffer.readableBytes();
    if (paced == null) {
      write(buffer);
    } else {
      paced.add(buffer);
    }
  }

  private void write(ByteBuf buffer) {
    int length = buffer.readableBytes();
    if (outstanding++ == 0) {
      timer.start(sendTimeout);
    }
    channel
        .write(buffer)
        .addListener(
            written -> {
              outstanding--;
              sent += written.isSuccess() ? length : 0;
              if (outstanding == 0) {
                timer.stop();
              } else {
                timer.start(sendTimeout);
              }
            });
  }

  void close() {
    timer.end();
    if (paced != null) {
      paced.end();
    }
  }
}
