package dev.wsdoctor.gateway.openssl;

import java.io.IOException;

/// What came is no TLS, or was changed on its way.
public final class BrokenTlsException extends IOException {
  private static final long serialVersionUID = 1L;

  private final transient OpensslFailure failure;

  public BrokenTlsException(OpensslFailure failure) {
    super(failure.words());
    this.failure = failure;
  }

  public OpensslFailure failure() {
    return failure;
  }
}
