package dev.wsdoctor.gateway.tls;

import dev.wsdoctor.gateway.loop.Shaken;
import dev.wsdoctor.gateway.loop.StreamChannel;
import dev.wsdoctor.gateway.openssl.OpensslClient;
import dev.wsdoctor.gateway.openssl.OpensslSession;
import dev.wsdoctor.nginx.UpstreamTls;
import io.netty.channel.Channel;
import java.net.SocketAddress;
import java.util.Optional;
import java.util.function.Consumer;
import javax.net.ssl.SSLException;

/// Handshakes with upstreams by OpenSSL.
final class OpensslUpstreamContext implements UpstreamContext {
  private final UpstreamSettings settings;
  private final OpensslClient openssl;

  private OpensslUpstreamContext(UpstreamSettings settings, OpensslClient openssl) {
    this.settings = settings;
    this.openssl = openssl;
  }

  static OpensslUpstreamContext of(UpstreamSettings settings) throws SSLException {
    OpensslClient openssl = new OpensslClient();
    try {
      openssl.ciphers(settings.cipherString());
      openssl.protocols(settings.protocols());
      if (settings.identity().isPresent()) {
        Identity own = settings.identity().get();
        openssl.identity(own.chain(), own.key());
      }
      if (settings.trust().isPresent()) {
        Trust trust = settings.trust().get();
        openssl.judges(trust.anchors(), trust.revocations(), trust.depth());
      }
      return new OpensslUpstreamContext(settings, openssl);
    } catch (SSLException e) {
      openssl.release();
      throw e;
    }
  }

  @Override
  public void secure(
      Channel channel, UpstreamTls asked, SocketAddress peer, Consumer<Optional<String>> done) {
    if (!(channel instanceof StreamChannel stream)) {
      throw new IllegalStateException("a socket of the JDK and OpenSSL do not go together");
    }
    String name = asked.name().text();
    Optional<String> sent = asked.sendsName() ? Optional.of(name) : Optional.empty();
    Optional<String> resumed =
        settings.reusesSessions() ? Optional.of(UpstreamContext.name(peer)) : Optional.empty();
    stream.secure(
        bios -> openssl.connect(bios, sent, resumed),
        new byte[0],
        shaken ->
            done.accept(
                switch (shaken) {
                  case Shaken.Made(OpensslSession session) -> complaint(session, name);
                  case Shaken.Failed(String words) -> Optional.of(words);
                }));
  }

  private Optional<String> complaint(OpensslSession session, String name) {
    return settings.trust().isEmpty()
        ? Optional.empty()
        : UpstreamContext.complaint(new Verdict(session.verifyResult()), session.peerChain(), name);
  }

  @Override
  public void release() {
    openssl.release();
  }
}
