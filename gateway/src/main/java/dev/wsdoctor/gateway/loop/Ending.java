package dev.wsdoctor.gateway.loop;

import dev.wsdoctor.gateway.openssl.OpensslFailure;
import java.util.Optional;

/// How a tunnel ended, and the bytes that went through it after it was taken over.
///
/// @param function what failed with `errno`, in nginx's words: `send()`; empty where nothing did
/// @param broken what was wrong with the TLS of the side that failed, if it was that
public record Ending(
    Cause cause,
    int errno,
    String function,
    Optional<OpensslFailure> broken,
    long fromClient,
    long fromUpstream) {
  /// What ended it (`ngx_http_upstream_process_upgraded`).
  public enum Cause {
    CLIENT_CLOSED,
    UPSTREAM_CLOSED,
    /// A read or a write on that side failed with `errno`.
    CLIENT_FAILED,
    UPSTREAM_FAILED,
    /// The client took nothing for `send_timeout`.
    CLIENT_TIMED_OUT,
    /// Nothing moved for `proxy_read_timeout`, or the upstream took nothing for
    /// `proxy_send_timeout`.
    UPSTREAM_TIMED_OUT,
    /// The gateway ended it: shutdown, or `worker_shutdown_timeout`.
    STOPPED
  }
}
