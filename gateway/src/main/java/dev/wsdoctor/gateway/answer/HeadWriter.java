package dev.wsdoctor.gateway.answer;

import dev.wsdoctor.http.Field;
import java.nio.charset.StandardCharsets;
import java.util.Set;

/// Writes the head of an answer in nginx's order (`ngx_http_header_filter`).
public final class HeadWriter {
  /// What becomes of the connection, as the head says it.
  public enum ConnectionOption {
    CLOSE("close"),
    KEEP_ALIVE("keep-alive"),
    UPGRADE("upgrade");

    private final String value;

    ConnectionOption(String value) {
      this.value = value;
    }
  }

  private static final Set<Integer> WITH_LAST_MODIFIED = Set.of(200, 206, 304);

  private HeadWriter() {}

  /// The bytes of a head.
  ///
  /// @param keepAlive the second parameter of `keepalive_timeout`, in seconds; 0 for none
  public static byte[] write(Head head, boolean chunked, ConnectionOption option, long keepAlive) {
    StringBuilder out = new StringBuilder(256);
    out.append("HTTP/1.1 ").append(head.statusLine()).append("\r\n");
    some(out, "Server", head.server().orElse(""));
    some(out, "Date", head.date().orElse(""));
    some(out, "Content-Type", head.contentType());
    if (head.contentLength() >= 0) {
      line(out, "Content-Length", Long.toString(head.contentLength()));
    }
    if (WITH_LAST_MODIFIED.contains(head.status())) {
      some(out, "Last-Modified", head.lastModified());
    }
    some(out, "Location", head.location());
    if (chunked) {
      line(out, "Transfer-Encoding", "chunked");
    }
    line(out, "Connection", option.value);
    if (option == ConnectionOption.KEEP_ALIVE && keepAlive > 0) {
      line(out, "Keep-Alive", "timeout=" + keepAlive);
    }
    for (Field field : head.fields()) {
      line(out, field.name(), field.value());
    }
    return out.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
  }

  private static void some(StringBuilder out, String name, String value) {
    if (!value.isEmpty()) {
      line(out, name, value);
    }
  }

  private static void line(StringBuilder out, String name, String value) {
    out.append(name).append(": ").append(value).append("\r\n");
  }
}
