package dev.wsdoctor.nginx;

/// Why nginx answers a request by itself.
public enum AnswerReason {
  /// `return`.
  RETURN(
      Kind.WRITTEN, "The return directive answers every request that comes here, handshakes too."),
  /// `rewrite` with `redirect`, `permanent` or a scheme.
  REWRITE(Kind.WRITTEN, "The rewrite redirects every request that it matches, handshakes too."),
  /// The slash that nginx adds to a request for a proxied prefix location.
  SLASH_REDIRECT(
      Kind.SLASH,
      "A prefix location that ends in a slash and proxies makes nginx redirect the name without the slash."),
  /// The slash added for a directory.
  DIRECTORY_REDIRECT(Kind.SLASH, "The path names a directory, and nginx adds a slash to it."),
  /// `deny`.
  DENIED(Kind.REFUSAL, "allow and deny are asked in order, and the first match decides."),
  /// `auth_basic`.
  AUTH_BASIC(
      Kind.REFUSAL,
      "auth_basic asks for credentials; a WebSocket client in a browser sends them only when"
          + " it has them for this origin already, and some never do."),
  /// `auth_request`.
  AUTH_REQUEST(
      Kind.REFUSAL, "auth_request asks another server, whose 401 or 403 ends the handshake."),
  /// `limit_conn`, `limit_req`.
  LIMITED(
      Kind.REFUSAL, "limit_conn counts a tunnel for its whole life, limit_req every handshake."),
  /// `internal` asked from outside.
  INTERNAL(Kind.REFUSAL, "The location is internal: only nginx itself may enter it."),
  /// `try_files ... =code`.
  TRY_FILES(Kind.WRITTEN, "try_files answers so when it finds no file."),
  /// A malformed request: bad Host, bad target.
  BAD_REQUEST(Kind.FAULT, "The request is malformed."),
  /// The rewrite or internal redirect limit.
  CYCLE(Kind.FAULT, "The request is redirected within nginx more than ten times."),
  /// nginx cannot reach an upstream that this configuration describes (no resolver, no live peer,
  /// bad URL in a variable).
  UPSTREAM_UNUSABLE(Kind.FAULT, "The upstream that the configuration describes cannot be asked."),
  /// The body is larger than `client_max_body_size`.
  TOO_LARGE(Kind.FAULT, "The body is larger than client_max_body_size."),
  /// A value that has grown since its length was computed. Releases that check answer 500
  /// (`ngx_http_script_check_length`); Debian's 1.22.1 checks in the rewrite phase only, and writes
  /// past the end of a request to an upstream.
  OUTGROWN(Kind.FAULT, "A value is too long, or a map changed the captures that it uses."),
  /// Any other module or limit; the steps say which.
  OTHER(Kind.WRITTEN, "The configuration answers so before anything is proxied.");

  /// What sort of answer a reason makes.
  public enum Kind {
    /// A directive says what to answer.
    WRITTEN,
    /// nginx's own redirect to the path with a slash.
    SLASH,
    /// The client may not have what it asks for.
    REFUSAL,
    /// The request, or the way on, is unusable.
    FAULT
  }

  private final Kind kind;
  private final String because;

  AnswerReason(Kind kind, String because) {
    this.kind = kind;
    this.because = because;
  }

  public Kind kind() {
    return kind;
  }

  /// The reason in a sentence.
  public String because() {
    return because;
  }
}
