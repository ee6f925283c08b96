package dev.wsdoctor.gateway.tls;

import dev.wsdoctor.nginx.UpstreamTls;
import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.ReferenceCountedOpenSslContext;
import io.netty.handler.ssl.ReferenceCountedOpenSslEngine;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.internal.tcnative.SSL;
import io.netty.util.ReferenceCountUtil;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLPeerUnverifiedException;

/// Makes handshakes with upstreams by one set of settings, and judges their certificates.
public final class UpstreamContext {
  private static final Verdict NOT_SENT = new Verdict(Verdict.UNVERIFIED_LEAF);

  private final UpstreamSettings settings;
  private final SslContext context;
  private final InstantSource clock;

  private UpstreamContext(UpstreamSettings settings, SslContext context, InstantSource clock) {
    this.settings = settings;
    this.context = context;
    this.clock = clock;
  }

  static UpstreamContext of(UpstreamSettings settings, InstantSource clock) throws SSLException {
    Library preferred = Library.preferred();
    Library library =
        settings.identity().map(Identity::algorithm).map(preferred::forKey).orElse(preferred);
    SslContextBuilder builder =
        library
            .prepared(SslContextBuilder.forClient(), settings.protocols(), settings.ciphers())
            .endpointIdentificationAlgorithm("")
            .trustManager(new AnyPeer(List.of()));
    settings.identity().ifPresent(own -> builder.keyManager(new OwnKey(own)));
    SslContext context = builder.build();
    if (context instanceof ReferenceCountedOpenSslContext boringssl) {
      boringssl.sessionContext().setSessionCacheEnabled(settings.reusesSessions());
    }
    return new UpstreamContext(settings, context, clock);
  }

  /// The handler for a new connection. Its handshake fails only when there is no common ground;
  /// then [#failure] has the words, and after a good one [#complaint] has the judgement.
  ///
  /// @param address of the peer, or the path of its socket: sessions are kept by it
  public SslHandler handler(ByteBufAllocator allocator, UpstreamTls tls, String address, int port) {
    // a dot in what is no address would make Netty send it as a name
    String peer = port == 0 ? address.replace('.', '_') : address;
    SslHandler handler =
        settings.reusesSessions()
            ? context.newHandler(allocator, peer, port)
            : context.newHandler(allocator);
    if (settings.reusesSessions()
        && handler.engine() instanceof ReferenceCountedOpenSslEngine boringssl) {
      // Netty takes tickets with TLS 1.3 only
      SSL.clearOptions(boringssl.sslPointer(), SSL.SSL_OP_NO_TICKET);
    }
    if (tls.sendsName()) {
      send(handler.engine(), tls.name().text());
    }
    handler.setHandshakeTimeoutMillis(0);
    return handler;
  }

  private static void send(SSLEngine engine, String name) {
    if (engine instanceof ReferenceCountedOpenSslEngine boringssl) {
      // takes any name, as OpenSSL does
      SSL.setTlsExtHostName(boringssl.sslPointer(), name);
      return;
    }
    SSLParameters parameters = engine.getSSLParameters();
    try {
      parameters.setServerNames(List.of(new SNIHostName(name)));
      engine.setSSLParameters(parameters);
    } catch (IllegalArgumentException _) {
      // a name that the JDK does not take for one, such as "my_backend", is not sent
      return;
    }
  }

  /// What nginx logs of a peer with which the handshake was made, and which it does not accept; it
  /// adds ` while SSL handshaking to upstream`.
  public Optional<String> complaint(UpstreamTls tls, SslHandler done) {
    if (settings.trust().isEmpty()) {
      return Optional.empty();
    }
    List<X509Certificate> chain = chain(done.engine());
    Verdict verdict =
        chain.isEmpty()
            ? NOT_SENT
            : ChainVerification.verify(
                chain, settings.trust().get(), ChainVerification.Purpose.SERVER, clock.instant());
    if (!verdict.isOk()) {
      return Optional.of(
          "upstream SSL certificate verify error: (%d:%s)"
              .formatted(verdict.code(), verdict.text()));
    }
    String name = tls.name().text();
    return HostMatch.matches(chain.getFirst(), name)
        ? Optional.empty()
        : Optional.of("upstream SSL certificate does not match \"" + name + "\"");
  }

  private static List<X509Certificate> chain(SSLEngine engine) {
    try {
      Certificate[] sent = engine.getSession().getPeerCertificates();
      return Stream.of(sent)
          .filter(X509Certificate.class::isInstance)
          .map(X509Certificate.class::cast)
          .toList();
    } catch (SSLPeerUnverifiedException _) {
      return List.of();
    }
  }

  /// What nginx logs of a handshake that failed.
  public static String failure(Throwable cause) {
    return HandshakeWords.of(cause);
  }

  void release() {
    ReferenceCountUtil.release(context);
  }
}
