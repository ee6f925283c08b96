package dev.wsdoctor.gateway.wire;

import dev.wsdoctor.http.Field;
import dev.wsdoctor.http.Fields;
import dev.wsdoctor.http.Response;
import java.util.ArrayList;
import java.util.List;

/// Reads the head of an upstream's answer (`ngx_http_parse_status_line`,
/// `ngx_http_proxy_process_header`), which must fit into `proxy_buffer_size`.
public final class ResponseReader {
  /// How far the head has come.
  public sealed interface Progress {
    record More() implements Progress {}

    /// The whole head.
    record Complete(Response response) implements Progress {}

    /// No status line of HTTP/1: all bytes so far, and all to come, are the body (HTTP/0.9).
    record Headless(String bytes) implements Progress {}

    /// Why the answer is none; in nginx's words.
    record Invalid(String message) implements Progress {}
  }

  private static final Progress MORE = new Progress.More();

  private final int limit;

  /// What has come until the status line was complete.
  private final StringBuilder start = new StringBuilder();

  private final StatusLine line = new StatusLine();
  private final FieldLine field = new FieldLine();
  private final List<Field> fields = new ArrayList<>();
  private boolean lineIsRead;
  private int length;
  private int taken;

  /// A head of at most so many bytes.
  public ResponseReader(int limit) {
    this.limit = limit;
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
    int end = taken + Math.min(bytes.length - taken, limit - length);
    int count = field.takePlain(bytes, taken, end);
    length += count;
    taken += count;
  }

  /// How many of the last bytes belong to the head.
  public int taken() {
    return taken;
  }

  /// Takes one byte.
  public Progress take(byte b) {
    if (length == limit) {
      return new Progress.Invalid("upstream sent too big header");
    }
    length++;
    char c = (char) (b & 0xff);
    return lineIsRead ? field(c) : line(c);
  }

  private Progress line(char c) {
    start.append(c);
    return switch (line.take(c)) {
      case MORE -> MORE;
      case BAD -> new Progress.Headless(start.toString());
      case DONE -> {
        lineIsRead = true;
        yield MORE;
      }
    };
  }

  private Progress field(char c) {
    return switch (field.take(c)) {
      case MORE -> MORE;
      case BAD -> new Progress.Invalid("upstream sent invalid header: \"" + field.shown(c) + "\"");
      case END ->
          new Progress.Complete(
              new Response(line.version(), line.status(), line.reason(), new Fields(fields)));
      case FIELD -> {
        fields.add(field.field());
        field.reset();
        yield MORE;
      }
    };
  }

  /// Whether any byte has come.
  public boolean isStarted() {
    return length > 0;
  }
}
