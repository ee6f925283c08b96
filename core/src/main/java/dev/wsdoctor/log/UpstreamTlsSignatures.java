package dev.wsdoctor.log;

import static dev.wsdoctor.log.LogSignature.error;

import dev.wsdoctor.log.LogSignature.Scope;
import java.util.List;

/// What goes wrong when nginx speaks TLS to an upstream.
final class UpstreamTlsSignatures {
  private static final String HANDSHAKE = "SSL_do_handshake() failed";
  private static final String TO_UPSTREAM = "while SSL handshaking to upstream";

  private static final LogSignature PLAIN_BACKEND =
      error(
          Scope.UPSTREAM,
          "upstream-scheme-mismatch",
          0.95,
          "nginx speaks TLS to a backend that speaks plain HTTP",
          "proxy_pass https:// begins with a TLS handshake; a plain backend answers it with text, or not at"
              + " all, and nginx answers 502.",
          "write http:// in proxy_pass");

  private static final LogSignature NAME =
      error(
          Scope.UPSTREAM,
          "upstream-tls-name",
          0.85,
          "the backend ends the TLS handshake because of the name it is asked for, or the lack of one",
          "nginx sends no server name (SNI) to an upstream unless proxy_ssl_server_name is on, and then the"
              + " one of proxy_pass; a server of several names needs its own.",
          "set proxy_ssl_server_name on, and proxy_ssl_name to the name that the backend's certificate has");

  static final List<LogSignature> ALL =
      List.of(
          error(
                  Scope.UPSTREAM,
                  "upstream-tls-untrusted",
                  0.97,
                  "nginx does not trust the backend's certificate",
                  "With proxy_ssl_verify on the chain must end in proxy_ssl_trusted_certificate; nginx knows no"
                      + " other authority and answers 502.",
                  "name the authority of the backend's certificate in proxy_ssl_trusted_certificate")
              .when("upstream SSL certificate verify error"),
          error(
                  Scope.UPSTREAM,
                  "upstream-tls-name",
                  0.97,
                  "the backend's certificate is for another name",
                  "With proxy_ssl_verify on the certificate must name proxy_ssl_name, which is the host of"
                      + " proxy_pass unless it is set, the upstream's name among them.",
                  "set proxy_ssl_name to a name that the backend's certificate has")
              .when("upstream SSL certificate does not match"),
          PLAIN_BACKEND.when(HANDSHAKE, "wrong version number", TO_UPSTREAM),
          PLAIN_BACKEND.when(HANDSHAKE, "packet length too long", TO_UPSTREAM),
          PLAIN_BACKEND.when(HANDSHAKE, "record layer failure", TO_UPSTREAM),
          PLAIN_BACKEND.when("upstream timed out (110", TO_UPSTREAM),
          NAME.when(HANDSHAKE, "unrecognized name", TO_UPSTREAM),
          NAME.when(HANDSHAKE, "alert handshake failure", TO_UPSTREAM),
          NAME.when(HANDSHAKE, "alert internal error", TO_UPSTREAM),
          NAME.when(HANDSHAKE, "alert access denied", TO_UPSTREAM),
          NAME.when(HANDSHAKE, TO_UPSTREAM),
          NAME.when("peer closed connection in SSL handshake", TO_UPSTREAM));

  private UpstreamTlsSignatures() {}
}
