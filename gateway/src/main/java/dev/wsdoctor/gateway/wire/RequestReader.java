package dev.wsdoctor.gateway.wire;

import dev.wsdoctor.http.Field;
import dev.wsdoctor.http.Fields;
import dev.wsdoctor.http.Request;
import java.util.ArrayList;
import java.util.List;

/// Reads the head of one request from bytes, however they are cut, with nginx's grammar and limits.
public final class RequestReader {
  /// `NGX_MAX_ERROR_STR - 300`
  private static final int MAX_SHOWN = 1748;

  private static final String WITHOUT_VERSION = "HTTP/0.9";
  private static final int BAD_REQUEST = 400;
  private static final int URI_TOO_LONG = 414;
  private static final int HEADER_TOO_LARGE = 494;
  private static final int VERSION_NOT_SUPPORTED = 505;

  /// How far the head has come.
  public sealed interface Progress {
    /// The empty line has not come yet.
    record More() implements Progress {}

    /// The whole head.
    record Complete(Request request) implements Progress {}

    /// nginx refuses it: the part that was understood (no target if the request line was not), the
    /// status, and what nginx writes to its error log.
    ///
    /// @param line the request line as far as it was read
    /// @param endsLine whether it ends where it was refused
    record Refused(Request request, int status, String said, String line, boolean endsLine)
        implements Progress {}
  }

  private static final Progress MORE = new Progress.More();

  private final HeadSpace space;
  private final RequestLine line = new RequestLine();
  private final FieldLine field = new FieldLine();
  private final List<Field> fields = new ArrayList<>();
  private final int mostLines;
  private boolean lineIsRead;
  private long length;
  private long linesLength;
  private int taken;

  public RequestReader(HeadBuffers buffers) {
    this(buffers, buffers.lines());
  }

  /// @param mostLines how many fields a head may have
  public RequestReader(HeadBuffers buffers, int mostLines) {
    this.space = new HeadSpace(buffers);
    this.mostLines = mostLines;
  }

  /// Whether any byte of a request has come; empty lines before it do not count.
  public boolean isStarted() {
    return line.isStarted();
  }

  /// Bytes of the lines that are complete, `$request_length` of the head.
  public long length() {
    return linesLength;
  }

  /// Takes bytes until the head ends or is refused; [#taken] tells how many.
  public Progress feed(byte[] bytes) {
    taken = 0;
    Progress progress = MORE;
    while (taken < bytes.length && progress instanceof Progress.More) {
      if (lineIsRead) {
        takePlain(bytes);
      }
      if (taken < bytes.length) {
        progress = take(bytes[taken++]);
      }
    }
    return progress;
  }

  private void takePlain(byte[] bytes) {
    int end = taken + Math.min(bytes.length - taken, space.room());
    int count = field.takePlain(bytes, taken, end);
    space.take(count);
    length += count;
    taken += count;
  }

  /// How many of the last bytes belong to the head.
  public int taken() {
    return taken;
  }

  /// Takes one byte.
  public Progress take(byte b) {
    char c = (char) (b & 0xff);
    length++;
    if (!space.take()) {
      return lineIsRead ? tooLong() : refused(URI_TOO_LONG, "client sent too long URI", c);
    }
    return lineIsRead ? field(c) : line(c);
  }

  private Progress line(char c) {
    RequestLine.Progress progress = line.take(c);
    if (!line.isStarted()) {
      space.endLine();
    }
    return switch (progress) {
      case MORE -> MORE;
      case BAD -> refused(BAD_REQUEST, wrongInLine(), c);
      case BAD_VERSION -> refused(VERSION_NOT_SUPPORTED, "client sent invalid version", c);
      case DONE -> {
        space.endLine();
        if (!line.version().equals(WITHOUT_VERSION)) {
          lineIsRead = true;
          linesLength = length;
          yield MORE;
        }
        if (!line.method().equals("GET")) {
          yield new Progress.Refused(
              new Request(line.method(), "", WITHOUT_VERSION, Fields.NONE),
              BAD_REQUEST,
              "client sent invalid method in HTTP/0.9 request",
              line(),
              true);
        }
        lineIsRead = true;
        linesLength = length;
        yield new Progress.Complete(request());
      }
    };
  }

  private String wrongInLine() {
    return line.isInMethod() ? "client sent invalid method" : "client sent invalid request";
  }

  private Progress field(char c) {
    return switch (field.take(c)) {
      case MORE -> MORE;
      case BAD ->
          refusedLine(BAD_REQUEST, "client sent invalid header line: \"" + field.shown(c) + "\"");
      case END -> {
        linesLength = length;
        yield new Progress.Complete(request());
      }
      case FIELD -> {
        linesLength = length;
        if (fields.size() >= mostLines) {
          yield refusedLine(HEADER_TOO_LARGE, "client sent too many header lines");
        }
        fields.add(field.field());
        field.reset();
        space.endLine();
        yield MORE;
      }
    };
  }

  private Progress tooLong() {
    String start = field.written();
    String shown = start.length() > MAX_SHOWN ? start.substring(0, MAX_SHOWN) : start;
    return refusedLine(HEADER_TOO_LARGE, "client sent too long header line: \"" + shown + "...\"");
  }

  private Progress refused(int status, String said, char bad) {
    return new Progress.Refused(
        request(), status, said, line.written(bad), bad == '\r' || bad == '\n');
  }

  private Progress refusedLine(int status, String said) {
    return new Progress.Refused(request(), status, said, line(), true);
  }

  /// The request line as far as it has come.
  public String line() {
    return line.written('\n');
  }

  /// Whether the request line is complete.
  public boolean isLineRead() {
    return lineIsRead;
  }

  /// As far as it was understood.
  public Request request() {
    return lineIsRead
        ? new Request(line.method(), line.target(), line.version(), new Fields(fields))
        : new Request(line.method(), "", "", Fields.NONE);
  }
}
