package dev.wsdoctor.gateway.tls;

import io.netty.handler.ssl.OpenSsl;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.netty.handler.ssl.SupportedCipherSuiteFilter;
import java.util.List;
import java.util.stream.Stream;

/// Which library speaks TLS: BoringSSL through netty-tcnative where it loads, else that of the JDK.
enum Library {
  BORINGSSL(SslProvider.OPENSSL_REFCNT),
  JDK(SslProvider.JDK);

  private final SslProvider provider;

  Library(SslProvider provider) {
    this.provider = provider;
  }

  static Library preferred() {
    return OpenSsl.isAvailable() ? BORINGSSL : JDK;
  }

  /// The one that takes such a key: BoringSSL signs handshakes with EdDSA only when told to, and
  /// Netty does not tell it.
  Library forKey(String algorithm) {
    return algorithm.equals("EdDSA") ? JDK : this;
  }

  SslContextBuilder prepared(
      SslContextBuilder builder, List<String> protocols, List<CipherSuite> ciphers) {
    List<String> suites =
        Stream.concat(CipherSuite.TLS_1_3.stream(), ciphers.stream().map(CipherSuite::standardName))
            .toList();
    return builder
        .sslProvider(provider)
        .protocols(protocols)
        .ciphers(suites, SupportedCipherSuiteFilter.INSTANCE);
  }
}
