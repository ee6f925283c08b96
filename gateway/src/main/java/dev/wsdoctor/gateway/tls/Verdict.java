package dev.wsdoctor.gateway.tls;

/// What OpenSSL makes of a peer's chain: 0 is good, any other number an `X509_V_ERR_`.
public record Verdict(int code) {
  static final Verdict OK = new Verdict(0);
  static final int CRL_MISSING = 3;
  static final int BAD_SIGNATURE = 7;
  static final int NOT_YET_VALID = 9;
  static final int EXPIRED = 10;
  static final int CRL_EXPIRED = 12;
  static final int SELF_SIGNED = 18;
  static final int SELF_SIGNED_IN_CHAIN = 19;
  static final int NO_LOCAL_ISSUER = 20;
  static final int UNVERIFIED_LEAF = 21;
  static final int REVOKED = 23;
  static final int INVALID_CA = 24;
  static final int PATH_LENGTH = 25;
  static final int PURPOSE = 26;
  static final int NO_ISSUER = 2;
  private static final int UNTRUSTED = 27;

  public boolean isOk() {
    return code == 0;
  }

  /// Whether `ssl_verify_client optional_no_ca` lets it pass (`ngx_ssl_verify_error_optional`).
  boolean isMissingTrust() {
    return code == SELF_SIGNED
        || code == SELF_SIGNED_IN_CHAIN
        || code == NO_LOCAL_ISSUER
        || code == UNVERIFIED_LEAF
        || code == UNTRUSTED;
  }

  /// `X509_verify_cert_error_string` of OpenSSL 3.0.
  public String text() {
    return switch (code) {
      case 0 -> "ok";
      case NO_ISSUER -> "unable to get issuer certificate";
      case CRL_MISSING -> "unable to get certificate CRL";
      case BAD_SIGNATURE -> "certificate signature failure";
      case NOT_YET_VALID -> "certificate is not yet valid";
      case EXPIRED -> "certificate has expired";
      case CRL_EXPIRED -> "CRL has expired";
      case SELF_SIGNED -> "self-signed certificate";
      case SELF_SIGNED_IN_CHAIN -> "self-signed certificate in certificate chain";
      case NO_LOCAL_ISSUER -> "unable to get local issuer certificate";
      case UNVERIFIED_LEAF -> "unable to verify the first certificate";
      case REVOKED -> "certificate revoked";
      case INVALID_CA -> "invalid CA certificate";
      case PATH_LENGTH -> "path length constraint exceeded";
      case PURPOSE -> "unsuitable certificate purpose";
      default -> "certificate verify error " + code;
    };
  }
}
