package dev.wsdoctor.nginx;

import java.util.Optional;

/// What a line of the error log tells besides its message (`ngx_http_log_ctx_t`).
///
/// @param scope whose `error_log` is in force
/// @param client the address that counts as the client's
/// @param server the name of the server that has the request
public record LogContext(
    Scope scope,
    Doing doing,
    String client,
    String server,
    Optional<String> host,
    Optional<String> referrer) {
  /// What the request is busy with (`log->action`), as far as a decision tells.
  public enum Doing {
    READING_REQUEST_LINE,
    READING_REQUEST_HEADERS,
    NOTHING_NAMED,
    /// An upstream has been asked and has not answered well.
    SENDING_TO_CLIENT
  }
}
