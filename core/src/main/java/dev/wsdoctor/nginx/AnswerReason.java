package dev.wsdoctor.nginx;

/// Why nginx answers a request by itself.
public enum AnswerReason {
  /// `return`.
  RETURN,
  /// `rewrite` with `redirect`, `permanent` or a scheme.
  REWRITE,
  /// The slash that nginx adds to a request for a proxied prefix location.
  SLASH_REDIRECT,
  /// The slash added for a directory.
  DIRECTORY_REDIRECT,
  /// `deny`.
  DENIED,
  /// `auth_basic`.
  AUTH_BASIC,
  /// `auth_request`.
  AUTH_REQUEST,
  /// `limit_conn`, `limit_req`.
  LIMITED,
  /// `try_files ... =code`.
  TRY_FILES,
  /// A malformed request: bad Host, bad target.
  BAD_REQUEST,
  /// `internal` asked from outside.
  INTERNAL,
  /// The rewrite or internal redirect limit.
  CYCLE,
  /// nginx cannot reach an upstream that this configuration describes (no resolver, no live peer,
  /// bad URL in a variable).
  UPSTREAM_UNUSABLE,
  /// The body is larger than `client_max_body_size`.
  TOO_LARGE,
  /// Any other module or limit; the steps say which.
  OTHER
}
