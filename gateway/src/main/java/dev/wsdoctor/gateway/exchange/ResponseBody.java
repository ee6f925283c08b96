package dev.wsdoctor.gateway.exchange;

import dev.wsdoctor.gateway.answer.PassedHead;
import dev.wsdoctor.gateway.wire.ChunkedReader;
import dev.wsdoctor.http.Response;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.function.Consumer;

/// The body of an upstream's answer on the wire: ends with its length, its last chunk, or the
/// connection.
final class ResponseBody {
  /// How far it has come.
  enum Progress {
    MORE,
    DONE,
    INVALID
  }

  private final boolean chunked;
  private boolean overfull;
  private final ChunkedReader chunks;
  private long left;

  private ResponseBody(boolean chunked, long left, boolean takesBareLineFeed) {
    this.chunks = new ChunkedReader(takesBareLineFeed);
    this.chunked = chunked;
    this.left = left;
  }

  /// The answer to a request with that method.
  static ResponseBody of(Response response, String method, Site site) {
    boolean none = method.equals("HEAD") || response.status() == 204 || response.status() == 304;
    if (none) {
      return new ResponseBody(false, 0, true);
    }
    boolean chunked = PassedHead.isChunked(response);
    boolean takesBareLineFeed = !site.nginx().version().isAtLeast(1, 29, 4);
    return new ResponseBody(chunked, chunked ? -1 : PassedHead.length(response), takesBareLineFeed);
  }

  /// Everything until the end of the connection.
  static ResponseBody untilEnd() {
    return new ResponseBody(false, -1, true);
  }

  boolean isDone() {
    return left == 0;
  }

  /// Whether the end of the connection may end it.
  boolean endsWithConnection() {
    return left < 0 && !chunked;
  }

  /// Whether more has come than belongs to it.
  boolean isOverfull() {
    return overfull;
  }

  /// Whether more has come than the length that was announced.
  boolean isExceededBy(ByteBuf in) {
    return left >= 0 && in.readableBytes() > left;
  }

  /// Takes over the buffer, and gives its content on.
  Progress feed(ByteBuf in, Consumer<ByteBuf> out) {
    if (chunked) {
      return chunks(in, out);
    }
    if (left < 0) {
      out.accept(in);
      return Progress.MORE;
    }
    int length = (int) Math.min(left, in.readableBytes());
    left -= length;
    out.accept(in.readRetainedSlice(length));
    overfull = in.isReadable();
    in.release();
    return left == 0 ? Progress.DONE : Progress.MORE;
  }

  private Progress chunks(ByteBuf in, Consumer<ByteBuf> out) {
    byte[] bytes = new byte[in.readableBytes()];
    in.readBytes(bytes);
    in.release();
    ChunkedReader.Progress progress =
        chunks.feed(
            bytes,
            0,
            bytes.length,
            (data, offset, length) -> out.accept(Unpooled.wrappedBuffer(data, offset, length)));
    overfull = chunks.consumed() < bytes.length;
    return switch (progress) {
      case MORE -> Progress.MORE;
      case DONE -> Progress.DONE;
      case INVALID, TOO_LARGE -> Progress.INVALID;
    };
  }
}
