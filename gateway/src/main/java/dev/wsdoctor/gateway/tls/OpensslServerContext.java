package dev.wsdoctor.gateway.tls;

import dev.wsdoctor.gateway.openssl.Bios;
import dev.wsdoctor.gateway.openssl.OpensslServer;
import dev.wsdoctor.gateway.openssl.OpensslSession;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.SSLException;

/// Handshakes by OpenSSL, which chooses among the certificates of a server itself.
final class OpensslServerContext implements ServerContext {
  private final OpensslServer openssl;
  private final boolean asksClients;

  private OpensslServerContext(OpensslServer openssl, boolean asksClients) {
    this.openssl = openssl;
    this.asksClients = asksClients;
  }

  static OpensslServerContext of(ServerTls settings, ServerTls listener) throws SSLException {
    OpensslServer openssl = new OpensslServer();
    try {
      setUp(openssl, settings, listener);
      return new OpensslServerContext(openssl, settings.verification().asks());
    } catch (SSLException e) {
      openssl.release();
      throw e;
    }
  }

  private static void setUp(OpensslServer openssl, ServerTls settings, ServerTls listener)
      throws SSLException {
    openssl.ciphers(settings.cipherString());
    openssl.protocols(listener.protocols());
    for (Identity identity : settings.identities()) {
      openssl.identity(identity.chain(), identity.key());
    }
    if (settings.prefersOwnCiphers()) {
      openssl.prefersOwnCiphers();
    }
    if (settings.diffieHellman().isPresent()) {
      openssl.diffieHellman(settings.diffieHellman().get());
    }
    if (!listener.curves().isEmpty()) {
      openssl.groups(listener.curves());
    }
    openssl.sessionContext(SessionContext.of(settings));
    Sessions sessions = listener.sessions();
    openssl.sessions(sessions.cache(), sessions.tickets(), sessions.timeout());
    if (!listener.ticketKeys().isEmpty()) {
      openssl.tickets(listener.ticketKeys());
    }
    ClientVerification verification = settings.verification();
    if (verification.asks()) {
      Trust trust = verification.trust();
      openssl.asksClients(
          verification.named(), trust.anchors(), trust.revocations(), trust.depth());
    }
    settings.commands().tell(openssl, listener.commands());
  }

  OpensslSession accept(Bios bios) {
    return openssl.accept(bios);
  }

  TlsFacts facts(OpensslSession session, ClientHello hello) {
    List<X509Certificate> chain = asksClients ? session.peerChain() : List.of();
    return new TlsFacts(
        session.protocol(),
        session.cipher(),
        hello,
        session.applicationProtocol(),
        session.sessionId(),
        session.isResumed(),
        session.group(),
        chain,
        chain.isEmpty() ? Verdict.OK : new Verdict(session.verifyResult()));
  }

  @Override
  public void release() {
    openssl.release();
  }
}
