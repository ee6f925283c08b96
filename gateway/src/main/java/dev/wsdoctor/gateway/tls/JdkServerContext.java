package dev.wsdoctor.gateway.tls;

import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;

/// Handshakes by the JDK, with a context for each certificate of a server.
final class JdkServerContext implements ServerContext {
  private final ServerTls settings;
  private final ServerTls listener;
  private final List<SslContext> contexts;

  private JdkServerContext(ServerTls settings, ServerTls listener, List<SslContext> contexts) {
    this.settings = settings;
    this.listener = listener;
    this.contexts = contexts;
  }

  static JdkServerContext of(ServerTls settings, ServerTls listener, List<String> alpn)
      throws SSLException {
    List<SslContext> contexts = new ArrayList<>();
    for (Identity identity : settings.identities()) {
      contexts.add(context(identity, settings, listener, alpn));
    }
    return new JdkServerContext(settings, listener, List.copyOf(contexts));
  }

  private static SslContext context(
      Identity identity, ServerTls settings, ServerTls listener, List<String> alpn)
      throws SSLException {
    SslContextBuilder builder =
        JdkContexts.prepared(
                SslContextBuilder.forServer(identity.key(), identity.chain()),
                listener.protocols(),
                settings.ciphers())
            .applicationProtocolConfig(protocols(alpn))
            .sessionTimeout(Math.max(1, listener.sessions().timeout().toSeconds()))
            .sessionCacheSize(listener.sessions().mostKept());
    if (settings.verification().asks()) {
      builder
          .trustManager(new AnyPeer(settings.verification().named()))
          .clientAuth(ClientAuth.OPTIONAL);
    }
    return builder.build();
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
    int chosen = JdkCertificateChoice.choose(settings.identities(), settings, tls13, hello);
    SslHandler handler = contexts.get(chosen).newHandler(allocator);
    SSLEngine engine = handler.engine();
    SSLParameters parameters = engine.getSSLParameters();
    parameters.setUseCipherSuitesOrder(settings.prefersOwnCiphers());
    if (!listener.curves().isEmpty()) {
      parameters.setNamedGroups(listener.curves().toArray(String[]::new));
    }
    engine.setSSLParameters(parameters);
    return handler;
  }

  ServerTls settings() {
    return settings;
  }

  @Override
  public void release() {
    // the JDK's contexts are garbage like any other
  }
}
