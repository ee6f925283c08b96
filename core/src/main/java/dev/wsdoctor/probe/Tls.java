package dev.wsdoctor.probe;

import java.util.List;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;

/// The client's side of TLS as a browser does it for a WebSocket: SNI from the host and ALPN
/// `http/1.1`, but with any certificate, so that the probe can go on behind a bad one.
final class Tls {
  private Tls() {}

  /// What one attempt offers: the name for SNI (empty for none), the protocols for ALPN in their
  /// order, the TLS versions (none for all that Java has), and who the client is.
  record Offer(
      String serverName,
      List<String> alpn,
      List<String> versions,
      Optional<ClientCertificate> certificate) {
    static Offer of(String serverName, Optional<ClientCertificate> certificate) {
      return new Offer(serverName, List.of("http/1.1"), List.of(), certificate);
    }

    Offer offering(String... protocols) {
      return new Offer(serverName, List.of(protocols), versions, certificate);
    }

    Offer version(String only) {
      return new Offer(serverName, alpn, List.of(only), certificate);
    }

    Offer withoutName() {
      return new Offer("", alpn, versions, certificate);
    }
  }

  static SSLEngine engine(Offer offer) {
    SSLEngine engine =
        AnyCertificate.context(
                offer
                    .certificate()
                    .map(one -> one.managers().toArray(KeyManager[]::new))
                    .orElse(new KeyManager[0]))
            .createSSLEngine();
    engine.setUseClientMode(true);
    SSLParameters parameters = engine.getSSLParameters();
    parameters.setApplicationProtocols(offer.alpn().toArray(String[]::new));
    ServerName.indication(offer.serverName())
        .ifPresent(name -> parameters.setServerNames(List.of(name)));
    if (!offer.versions().isEmpty()) {
      parameters.setProtocols(offer.versions().toArray(String[]::new));
    }
    engine.setSSLParameters(parameters);
    return engine;
  }
}
