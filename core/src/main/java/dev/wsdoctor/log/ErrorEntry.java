package dev.wsdoctor.log;

import java.util.Optional;

/// One line of the error log. `time` is as written (`2026/11/20 15:00:01`), empty in a fragment
/// that somebody pasted without it; `message` goes up to the fields, "while ..." included; the
/// fields are those of `ngx_http_log_error_handler`.
public record ErrorEntry(
    String time,
    Optional<Level> level,
    long pid,
    long tid,
    Optional<Long> connection,
    String message,
    Optional<String> client,
    Optional<String> server,
    Optional<String> request,
    Optional<String> subrequest,
    Optional<String> upstream,
    Optional<String> host,
    Optional<String> referrer) {
  private static final String WHILE = " while ";

  /// What nginx was doing: `proxying upgraded connection`; empty when the line does not say.
  public String action() {
    int at = message.lastIndexOf(WHILE);
    return at < 0 ? "" : message.substring(at + WHILE.length());
  }

  public boolean isAt(Level expected) {
    return level.filter(found -> found == expected).isPresent();
  }

  /// The path of the request line, without its query.
  public Optional<String> path() {
    return request.map(RequestLine::path).filter(path -> !path.isEmpty());
  }
}
