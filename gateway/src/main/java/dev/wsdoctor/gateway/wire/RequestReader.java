package dev.wsdoctor.gateway.wire;

import dev.wsdoctor.http.Field;
import dev.wsdoctor.http.Fields;
import dev.wsdoctor.http.Request;
import java.util.ArrayList;
import java.util.List;

/// Reads the head of one request from bytes, however they are cut, with nginx's grammar and limits.
public final class RequestReader {
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

    /// nginx refuses it: the part that was understood (no target if the request line was not), and
    /// the status.
    record Refused(Request request, int status) implements Progress {}
  }

  private static final Progress MORE = new Progress.More();

  private final HeadSpace space;
  private final RequestLine line = new RequestLine();
  private final FieldLine field = new FieldLine();
  private final List<Field> fields = new ArrayList<>();
  private boolean lineIsRead;
  private long length;

  public RequestReader(HeadBuffers buffers) {
    this.space = new HeadSpace(buffers);
  }

  /// Whether any byte of a request has come; empty lines before it do not count.
  public boolean isStarted() {
    return line.isStarted();
  }

  /// Bytes read so far, `$request_length` of the head.
  public long length() {
    return length;
  }

  /// Takes one byte.
  public Progress take(byte b) {
    char c = (char) (b & 0xff);
    length++;
    if (!space.take()) {
      return lineIsRead ? refused(HEADER_TOO_LARGE) : refused(URI_TOO_LONG);
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
      case BAD -> refused(BAD_REQUEST);
      case BAD_VERSION -> refused(VERSION_NOT_SUPPORTED);
      case DONE -> {
        lineIsRead = true;
        space.endLine();
        yield line.version().equals("HTTP/0.9") ? new Progress.Complete(request()) : MORE;
      }
    };
  }

  private Progress field(char c) {
    return switch (field.take(c)) {
      case MORE -> MORE;
      case BAD -> refused(BAD_REQUEST);
      case END -> new Progress.Complete(request());
      case FIELD -> {
        fields.add(field.field());
        field.reset();
        space.endLine();
        yield MORE;
      }
    };
  }

  private Progress refused(int status) {
    return new Progress.Refused(request(), status);
  }

  /// As far as it was understood.
  public Request request() {
    return lineIsRead
        ? new Request(line.method(), line.target(), line.version(), new Fields(fields))
        : new Request(line.method(), "", "", Fields.NONE);
  }
}
