package dev.wsdoctor.gateway.tls;

import java.security.cert.X509Certificate;
import java.util.List;

/// What a server wants of its clients' certificates.
///
/// @param named those whose names are sent to the client (`ssl_client_certificate`)
public record ClientVerification(Mode mode, List<X509Certificate> named, Trust trust) {
  /// The values of `ssl_verify_client`.
  public enum Mode {
    OFF,
    ON,
    OPTIONAL,
    OPTIONAL_NO_CA
  }

  public ClientVerification {
    named = List.copyOf(named);
  }

  boolean asks() {
    return mode != Mode.OFF;
  }
}
