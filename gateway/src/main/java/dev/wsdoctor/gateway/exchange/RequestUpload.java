package dev.wsdoctor.gateway.exchange;

import dev.wsdoctor.gateway.wire.ChunkedReader;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The body on its way to an upstream: either all of it was kept before, and can be sent again, or
/// it is passed on while it comes (`proxy_request_buffering off`). Used by one thread.
final class RequestUpload implements ChunkedReader.Sink {
  private static final byte[] LAST_CHUNK = "0\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1);

  private final BodyStore store = new BodyStore();
  private final boolean streams;
  private @Nullable Channel to;
  private @Nullable FilePump pump;
  private Runnable sent = () -> {};
  private boolean chunked;
  private boolean complete;
  private boolean broken;
  private long received;

  RequestUpload(boolean streams) {
    this.streams = streams;
  }

  boolean streams() {
    return streams;
  }

  /// The same body for somebody else.
  RequestUpload copy() throws IOException {
    RequestUpload copy = new RequestUpload(false);
    store.copyTo(copy.store);
    copy.complete();
    return copy;
  }

  /// Whether the body can be sent once more.
  boolean isRepeatable() {
    return !streams || (to == null && store.length() == 0);
  }

  /// What has come so far.
  long received() {
    return received;
  }

  /// Whether a piece could not be kept.
  boolean isBroken() {
    return broken;
  }

  long length() {
    return store.length();
  }

  /// All of it, if it was kept and has that many bytes at most.
  Optional<String> text(long most) {
    return streams ? Optional.empty() : store.text(most);
  }

  /// A piece from the client.
  @Override
  public void data(byte[] bytes, int offset, int length) {
    received += length;
    Channel upstream = to;
    if (upstream == null) {
      keep(bytes, offset, length);
      return;
    }
    write(upstream, Unpooled.copiedBuffer(bytes, offset, length));
  }

  private void keep(byte[] bytes, int offset, int length) {
    try {
      store.add(bytes, offset, length);
    } catch (IOException _) {
      broken = true;
    }
  }

  private void write(Channel upstream, ByteBuf piece) {
    if (!piece.isReadable()) {
      piece.release();
    } else if (chunked) {
      String size = Integer.toHexString(piece.readableBytes()) + "\r\n";
      upstream.write(ByteBufUtil.writeAscii(upstream.alloc(), size));
      upstream.write(piece);
      upstream.write(ByteBufUtil.writeAscii(upstream.alloc(), "\r\n"));
    } else {
      upstream.write(piece);
    }
  }

  /// Whether the client may send more.
  boolean takesMore() {
    Channel upstream = to;
    return upstream == null || upstream.isWritable();
  }

  /// What has come is passed on.
  void flush() {
    if (to != null) {
      to.flush();
    }
  }

  /// All of it has come from the client.
  void complete() throws IOException {
    complete = true;
    store.complete();
    if (streams && to != null) {
      end(to);
    }
  }

  /// Sends what is there, and goes on with what will come.
  ///
  /// @param withChunks whether the pieces that are passed on get the chunked coding
  void sendTo(Channel upstream, boolean withChunks, Runnable whenSent) {
    chunked = withChunks;
    sent = whenSent;
    if (!streams) {
      if (store.length() > 0) {
        upstream.write(store.bytes());
      }
      pump = new FilePump(upstream, upstream::isWritable, upstream::write, store.pieces());
      writable(upstream);
      return;
    }
    to = upstream;
    write(upstream, store.bytes());
    if (complete) {
      end(upstream);
    } else {
      upstream.flush();
    }
  }

  private void end(Channel upstream) {
    if (chunked) {
      upstream.write(Unpooled.wrappedBuffer(LAST_CHUNK));
    }
    upstream.flush();
    sent.run();
  }

  /// The upstream takes more.
  void writable() {
    if (to != null) {
      writable(to);
    }
  }

  private void writable(Channel upstream) {
    FilePump running = pump;
    if (running == null) {
      return;
    }
    to = upstream;
    try {
      boolean done = running.run();
      upstream.flush();
      if (done) {
        pump = null;
        sent.run();
      }
    } catch (IOException _) {
      upstream.close();
    }
  }

  void release() {
    if (pump != null) {
      pump.close();
    }
    store.release();
  }
}
