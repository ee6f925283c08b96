package dev.wsdoctor.gateway.tls;

import dev.wsdoctor.nginx.UpstreamTls;
import io.netty.channel.Channel;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.concurrent.Future;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLPeerUnverifiedException;

/// Handshakes with upstreams by the JDK.
final class JdkUpstreamContext implements UpstreamContext {
  private final UpstreamSettings settings;
  private final SslContext context;
  private final InstantSource clock;

  private JdkUpstreamContext(UpstreamSettings settings, SslContext context, InstantSource clock) {
    this.settings = settings;
    this.context = context;
    this.clock = clock;
  }

  static JdkUpstreamContext of(UpstreamSettings settings, InstantSource clock) throws SSLException {
    SslContextBuilder builder =
        JdkContexts.prepared(
                SslContextBuilder.forClient(), settings.protocols(), settings.ciphers())
            .endpointIdentificationAlgorithm("")
            .trustManager(new AnyPeer(List.of()));
    settings.identity().ifPresent(own -> builder.keyManager(new OwnKey(own)));
    return new JdkUpstreamContext(settings, builder.build(), clock);
  }

  @Override
  public void secure(
      Channel channel, UpstreamTls asked, SocketAddress peer, Consumer<Optional<String>> done) {
    SslHandler handler = handler(channel, asked, peer);
    Future<?> _ =
        handler
            .handshakeFuture()
            .addListener(
                made ->
                    done.accept(
                        made.isSuccess()
                            ? complaint(asked, handler)
                            : Optional.of(HandshakeWords.of(made.cause()))));
    channel.pipeline().addFirst(handler);
  }

  private SslHandler handler(Channel channel, UpstreamTls asked, SocketAddress peer) {
    // a dot in what is no address would make Netty send it as a name
    SslHandler handler =
        !settings.reusesSessions()
            ? context.newHandler(channel.alloc())
            : peer instanceof InetSocketAddress inet
                ? context.newHandler(
                    channel.alloc(), inet.getAddress().getHostAddress(), inet.getPort())
                : context.newHandler(
                    channel.alloc(), UpstreamContext.name(peer).replace('.', '_'), 0);
    if (asked.sendsName()) {
      send(handler.engine(), asked.name().text());
    }
    handler.setHandshakeTimeoutMillis(0);
    return handler;
  }

  private static void send(SSLEngine engine, String name) {
    SSLParameters parameters = engine.getSSLParameters();
    try {
      parameters.setServerNames(List.of(new SNIHostName(name)));
      engine.setSSLParameters(parameters);
    } catch (IllegalArgumentException _) {
      // a name that the JDK does not take for one, such as "my_backend", is not sent
      return;
    }
  }

  private Optional<String> complaint(UpstreamTls asked, SslHandler done) {
    if (settings.trust().isEmpty()) {
      return Optional.empty();
    }
    List<X509Certificate> chain = chain(done.engine());
    Verdict verdict =
        chain.isEmpty()
            ? Verdict.OK
            : JdkChainVerification.verify(
                chain,
                settings.trust().get(),
                JdkChainVerification.Purpose.SERVER,
                clock.instant());
    return UpstreamContext.complaint(verdict, chain, asked.name().text());
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

  @Override
  public void release() {
    // the JDK's contexts are garbage like any other
  }
}
