package dev.wsdoctor.gateway.tls;

import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.netty.handler.ssl.SupportedCipherSuiteFilter;
import java.util.List;
import java.util.stream.Stream;

/// What all contexts of the JDK's TLS have in common.
final class JdkContexts {
  private JdkContexts() {}

  static SslContextBuilder prepared(
      SslContextBuilder builder, List<String> protocols, List<CipherSuite> ciphers) {
    List<String> suites =
        Stream.concat(CipherSuite.TLS_1_3.stream(), ciphers.stream().map(CipherSuite::standardName))
            .toList();
    return builder
        .sslProvider(SslProvider.JDK)
        .protocols(protocols)
        .ciphers(suites, SupportedCipherSuiteFilter.INSTANCE);
  }
}
