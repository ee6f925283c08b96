package dev.wsdoctor.gateway.openssl;

/// What a server keeps for clients that come back with the id of a session
/// (`ngx_ssl_session_cache`).
public sealed interface SessionCache {
  /// Clients are told that no session can be gone on with.
  record Refused() implements SessionCache {}

  /// Sessions get ids, and nothing is kept for them: some mail clients break without.
  record Pretended() implements SessionCache {}

  record Kept(int most) implements SessionCache {}
}
