package dev.wsdoctor.gateway.tls;

import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.OpenSslContextOption;
import io.netty.handler.ssl.ReferenceCountedOpenSslContext;
import io.netty.handler.ssl.ReferenceCountedOpenSslEngine;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.internal.tcnative.SSL;
import io.netty.util.ReferenceCountUtil;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;

/// What answers the handshakes of one server at one address: a context of the TLS library for each
/// of its certificates.
final class ServerContext {
  private final ServerTls settings;
  private final ServerTls listener;
  private final List<SslContext> contexts;

  private ServerContext(ServerTls settings, ServerTls listener, List<SslContext> contexts) {
    this.settings = settings;
    this.listener = listener;
    this.contexts = contexts;
  }

  /// @param settings of the server that SNI chooses: its certificates, ciphers and wishes for
  ///   client certificates count
  /// @param listener of the default server of the address, whose protocols, groups and sessions
  ///   count, because the library looks at them before the name is known
  static ServerContext of(ServerTls settings, ServerTls listener, List<String> alpn)
      throws SSLException {
    List<SslContext> contexts = new ArrayList<>();
    for (Identity identity : settings.identities()) {
      contexts.add(context(identity, settings, listener, alpn));
    }
    return new ServerContext(settings, listener, List.copyOf(contexts));
  }

  private static SslContext context(
      Identity identity, ServerTls settings, ServerTls listener, List<String> alpn)
      throws SSLException {
    Library library = Library.preferred().forKey(identity.algorithm());
    SslContextBuilder builder =
        library
            .prepared(
                SslContextBuilder.forServer(identity.key(), identity.chain()),
                listener.protocols(),
                settings.ciphers())
            .applicationProtocolConfig(protocols(alpn))
            .sessionTimeout(Math.max(1, listener.sessions().timeout().toSeconds()))
            .sessionCacheSize(Math.max(1, listener.sessions().cached()));
    if (settings.verification().asks()) {
      builder
          .trustManager(new AnyPeer(settings.verification().named()))
          .clientAuth(ClientAuth.OPTIONAL);
    }
    if (library == Library.BORINGSSL && !listener.curves().isEmpty()) {
      builder.option(OpenSslContextOption.GROUPS, listener.curves().toArray(String[]::new));
    }
    SslContext context = builder.build();
    if (context instanceof ReferenceCountedOpenSslContext boringssl) {
      boringssl.sessionContext().setSessionCacheEnabled(listener.sessions().cached() > 0);
    }
    return context;
  }

  private static ApplicationProtocolConfig protocols(List<String> alpn) {
    return alpn.isEmpty()
        ? ApplicationProtocolConfig.DISABLED
        : new ApplicationProtocolConfig(
            ApplicationProtocolConfig.Protocol.ALPN,
            ApplicationProtocolConfig.SelectorFailureBehavior.NO_ADVERTISE,
            ApplicationProtocolConfig.SelectedListenerFailureBehavior.ACCEPT,
            alpn);
  }

  /// The handler that makes this handshake.
  SslHandler handler(ByteBufAllocator allocator, ClientHello hello) {
    boolean tls13 = listener.protocols().contains("TLSv1.3");
    int chosen = CertificateChoice.choose(settings.identities(), settings, tls13, hello);
    SslHandler handler = contexts.get(chosen).newHandler(allocator);
    switch (handler.engine()) {
      case ReferenceCountedOpenSslEngine boringssl -> adjust(boringssl);
      case SSLEngine jdk -> adjust(jdk);
    }
    return handler;
  }

  /// What Netty sets otherwise than nginx, and has no option for.
  private void adjust(ReferenceCountedOpenSslEngine engine) {
    long pointer = engine.sslPointer();
    // Netty decides by the protocols whether there are tickets
    if (listener.sessions().tickets()) {
      SSL.clearOptions(pointer, SSL.SSL_OP_NO_TICKET);
    } else {
      SSL.setOptions(pointer, SSL.SSL_OP_NO_TICKET);
    }
    if (!settings.prefersOwnCiphers()) {
      SSL.clearOptions(pointer, SSL.SSL_OP_CIPHER_SERVER_PREFERENCE);
    }
  }

  private void adjust(SSLEngine engine) {
    SSLParameters parameters = engine.getSSLParameters();
    parameters.setUseCipherSuitesOrder(settings.prefersOwnCiphers());
    if (!listener.curves().isEmpty()) {
      parameters.setNamedGroups(listener.curves().toArray(String[]::new));
    }
    engine.setSSLParameters(parameters);
  }

  ServerTls settings() {
    return settings;
  }

  /// Lets go of the library's memory, which handshakes and connections under way still keep.
  void release() {
    contexts.forEach(ReferenceCountUtil::release);
  }
}
