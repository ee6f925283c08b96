package dev.wsdoctor.gateway.wire;

/// Takes the chunked coding off a body (`ngx_http_parse_chunked`), however its bytes are cut.
public final class ChunkedReader {
  /// How far the body has come.
  public enum Progress {
    MORE,
    DONE,
    INVALID,
    /// More data than the limit.
    TOO_LARGE
  }

  private enum At {
    START,
    SIZE,
    EXTENSION,
    EXTENSION_LINE_FEED,
    DATA,
    AFTER_DATA,
    AFTER_DATA_LINE_FEED,
    LAST_EXTENSION,
    LAST_EXTENSION_LINE_FEED,
    TRAILER,
    TRAILER_LINE_FEED,
    TRAILER_FIELD,
    TRAILER_FIELD_LINE_FEED
  }

  private final boolean takesBareLineFeed;
  private At at = At.START;
  private long size;
  private long received;
  private long limit = Long.MAX_VALUE;
  private int position;

  /// nginx takes a bare LF until 1.29.3.
  public ChunkedReader(boolean takesBareLineFeed) {
    this.takesBareLineFeed = takesBareLineFeed;
  }

  /// What the bytes of a piece of data are given to: an array in which they begin at an offset.
  public interface Sink {
    void data(byte[] bytes, int offset, int length);
  }

  /// The data may have that many bytes in all.
  public void limit(long most) {
    limit = most;
  }

  /// Data so far.
  public long received() {
    return received;
  }

  /// What is still to come of the present chunk.
  public long left() {
    return size;
  }

  /// Bytes of the last [#feed] that were taken.
  public int consumed() {
    return position;
  }

  /// Reads from `offset` to `end`, or to the end of the body.
  public Progress feed(byte[] bytes, int offset, int end, Sink sink) {
    int i = offset;
    while (i < end) {
      if (at == At.DATA) {
        if (size > limit - received) {
          position = i - offset;
          return Progress.TOO_LARGE;
        }
        int length = (int) Math.min(size, end - i);
        sink.data(bytes, i, length);
        i += length;
        size -= length;
        received += length;
        at = size == 0 ? At.AFTER_DATA : At.DATA;
        continue;
      }
      Progress progress = take((char) (bytes[i++] & 0xff));
      if (progress != Progress.MORE) {
        position = i - offset;
        return progress;
      }
    }
    position = i - offset;
    return Progress.MORE;
  }

  private Progress take(char c) {
    return switch (at) {
      case START -> digit(c) < 0 ? Progress.INVALID : size(digit(c));
      case SIZE -> digit(c) >= 0 ? size(digit(c)) : afterSize(c);
      case EXTENSION -> line(c, At.EXTENSION_LINE_FEED, At.DATA);
      case EXTENSION_LINE_FEED -> feed(c, At.DATA);
      case AFTER_DATA -> afterData(c);
      case AFTER_DATA_LINE_FEED -> feed(c, At.START);
      case LAST_EXTENSION -> line(c, At.LAST_EXTENSION_LINE_FEED, At.TRAILER);
      case LAST_EXTENSION_LINE_FEED -> feed(c, At.TRAILER);
      case TRAILER -> trailer(c);
      case TRAILER_LINE_FEED -> c == '\n' ? Progress.DONE : Progress.INVALID;
      case TRAILER_FIELD -> line(c, At.TRAILER_FIELD_LINE_FEED, At.TRAILER);
      case TRAILER_FIELD_LINE_FEED -> feed(c, At.TRAILER);
      case DATA -> Progress.INVALID;
    };
  }

  private static int digit(char c) {
    return c < 0x80 ? Character.digit(c, 16) : -1;
  }

  private Progress size(int digit) {
    if (size > Long.MAX_VALUE >> 5) {
      return Progress.INVALID;
    }
    size = size * 16 + digit;
    return go(At.SIZE);
  }

  private Progress go(At next) {
    at = next;
    return Progress.MORE;
  }

  private Progress afterSize(char c) {
    boolean last = size == 0;
    return switch (c) {
      case '\r' -> go(last ? At.LAST_EXTENSION_LINE_FEED : At.EXTENSION_LINE_FEED);
      case '\n' -> bare(last ? At.TRAILER : At.DATA);
      case ';', ' ', '\t' -> go(last ? At.LAST_EXTENSION : At.EXTENSION);
      default -> Progress.INVALID;
    };
  }

  private Progress bare(At next) {
    return takesBareLineFeed ? go(next) : Progress.INVALID;
  }

  private Progress line(char c, At lineFeed, At next) {
    return switch (c) {
      case '\r' -> go(lineFeed);
      case '\n' -> bare(next);
      default -> Progress.MORE;
    };
  }

  private Progress feed(char c, At next) {
    return c == '\n' ? go(next) : Progress.INVALID;
  }

  private Progress afterData(char c) {
    return switch (c) {
      case '\r' -> go(At.AFTER_DATA_LINE_FEED);
      case '\n' -> bare(At.START);
      default -> Progress.INVALID;
    };
  }

  private Progress trailer(char c) {
    return switch (c) {
      case '\r' -> go(At.TRAILER_LINE_FEED);
      case '\n' -> takesBareLineFeed ? Progress.DONE : Progress.INVALID;
      default -> go(At.TRAILER_FIELD);
    };
  }
}
