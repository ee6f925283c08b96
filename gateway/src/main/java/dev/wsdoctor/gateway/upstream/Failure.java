package dev.wsdoctor.gateway.upstream;

import java.util.Locale;
import java.util.Optional;

/// Why a try did not give an answer for the client, in the words of `proxy_next_upstream`.
public enum Failure {
  /// Connecting, sending or reading failed.
  ERROR(502),
  TIMEOUT(504),
  INVALID_HEADER(502),
  HTTP_500(500),
  HTTP_502(502),
  HTTP_503(503),
  HTTP_504(504),
  HTTP_403(403),
  HTTP_404(404),
  HTTP_429(429);

  private final int status;

  Failure(int status) {
    this.status = status;
  }

  /// What the client gets if no further peer is tried (`ngx_http_upstream_next`).
  public int status() {
    return status;
  }

  /// What it says of the peer that answered so.
  public PeerChoice.Release release() {
    return this == HTTP_403 || this == HTTP_404
        ? PeerChoice.Release.SUCCEEDED
        : PeerChoice.Release.FAILED;
  }

  /// The one that an answer with that status can be.
  public static Optional<Failure> ofStatus(int status) {
    for (Failure failure : values()) {
      if (failure.isAnswer() && failure.status == status) {
        return Optional.of(failure);
      }
    }
    return Optional.empty();
  }

  private boolean isAnswer() {
    return compareTo(HTTP_500) >= 0;
  }

  String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
