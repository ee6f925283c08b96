package dev.wsdoctor.gateway.exchange;

import dev.wsdoctor.directive.NginxVersion;
import dev.wsdoctor.gateway.log.ClientMessages;
import dev.wsdoctor.gateway.log.Message;
import dev.wsdoctor.gateway.wire.ChunkedReader;
import dev.wsdoctor.http.Request;
import io.netty.buffer.ByteBuf;

/// The body of a request on the wire: takes its bytes out of what the client sends, without their
/// coding.
final class RequestBody {
  /// How far it has come.
  enum Progress {
    MORE,
    DONE,
    INVALID,
    /// More than the limit.
    TOO_LARGE
  }

  private final boolean chunked;
  private final ChunkedReader chunks;
  private long left;
  private Progress progress;

  private RequestBody(boolean chunked, long length, boolean takesBareLineFeed) {
    this.chunked = chunked;
    this.chunks = new ChunkedReader(takesBareLineFeed);
    this.left = length;
    this.progress = chunked || length > 0 ? Progress.MORE : Progress.DONE;
  }

  static RequestBody of(Request request, NginxVersion nginx) {
    boolean takesBareLineFeed = !nginx.isAtLeast(1, 29, 4);
    boolean chunked =
        request.fields().first("Transfer-Encoding").filter("chunked"::equalsIgnoreCase).isPresent();
    long length =
        request
            .fields()
            .first("Content-Length")
            .filter(l -> l.matches("[0-9]{1,18}"))
            .map(Long::parseLong)
            .orElse(0L);
    return new RequestBody(chunked, chunked ? 0 : length, takesBareLineFeed);
  }

  boolean isChunked() {
    return chunked;
  }

  /// Whether there is one, read or not.
  boolean exists() {
    return chunked || left > 0;
  }

  boolean isDone() {
    return progress == Progress.DONE;
  }

  Progress progress() {
    return progress;
  }

  boolean isSpoilt() {
    return progress == Progress.INVALID || progress == Progress.TOO_LARGE;
  }

  /// A chunked body may have that many bytes.
  void limit(long most) {
    chunks.limit(most);
  }

  /// What is said of a chunked body that is larger.
  Message tooLarge() {
    return ClientMessages.tooLargeChunkedBody(chunks.received(), chunks.left());
  }

  /// Takes what belongs to it.
  Progress take(ByteBuf in, ChunkedReader.Sink sink) {
    if (progress != Progress.MORE || !in.isReadable()) {
      return progress;
    }
    byte[] bytes = new byte[in.readableBytes()];
    in.getBytes(in.readerIndex(), bytes);
    if (chunked) {
      ChunkedReader.Progress read = chunks.feed(bytes, 0, bytes.length, sink);
      in.skipBytes(chunks.consumed());
      progress =
          switch (read) {
            case MORE -> Progress.MORE;
            case DONE -> Progress.DONE;
            case INVALID -> Progress.INVALID;
            case TOO_LARGE -> Progress.TOO_LARGE;
          };
      return progress;
    }
    int length = (int) Math.min(left, bytes.length);
    sink.data(bytes, 0, length);
    in.skipBytes(length);
    left -= length;
    progress = left == 0 ? Progress.DONE : Progress.MORE;
    return progress;
  }
}
