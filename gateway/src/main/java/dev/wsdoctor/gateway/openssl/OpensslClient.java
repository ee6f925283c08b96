package dev.wsdoctor.gateway.openssl;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLException;

/// How sessions with servers are opened. Their certificates are judged only if [#judges] was
/// called.
public final class OpensslClient extends OpensslContext {
  private static final int VERIFY_NONE = 0; // SSL_VERIFY_NONE
  private static final int SET_HOSTNAME = 55; // SSL_CTRL_SET_TLSEXT_HOSTNAME

  /// By peer: the session that goes on next. Guarded by the lock of the context.
  private final Map<String, Long> sessions = new HashMap<>();

  /// Judges the chains of servers.
  ///
  /// @param depth certificates between the server's and a trusted one, at most
  public void judges(List<X509Certificate> anchors, List<X509CRL> revocations, int depth)
      throws SSLException {
    trust(VERIFY_NONE, anchors, revocations, depth);
  }

  /// A session that makes the first bytes of a handshake.
  ///
  /// @param name that the server is asked for, if it is
  /// @param peer whose last session is gone on with; nothing for a new one each time
  public OpensslSession connect(Bios bios, Optional<String> name, Optional<String> peer) {
    Native openssl = bios.openssl();
    long ssl = open(bios);
    name.ifPresent(text -> ask(openssl, ssl, text));
    peer.ifPresent(who -> resume(openssl, ssl, who));
    long _ = openssl.call(Libssl.SSL_SET_CONNECT_STATE, ssl);
    return new OpensslSession(
        ssl, bios, done -> peer.ifPresent(who -> remember(openssl, done, who)));
  }

  /// A name that is too long is not sent.
  private static void ask(Native openssl, long ssl, String name) {
    try (Arena room = Arena.ofConfined()) {
      MemorySegment text = room.allocateFrom(name, StandardCharsets.ISO_8859_1);
      if (openssl.call(Libssl.SSL_CTRL, ssl, SET_HOSTNAME, 0, text.address()) != 1) {
        String _ = openssl.errors();
      }
    }
  }

  private void resume(Native openssl, long ssl, String peer) {
    whileInUse(
        () -> {
          Long session = sessions.get(peer);
          if (session != null) {
            long _ = openssl.call(Libssl.SSL_SET_SESSION, ssl, session);
          }
        });
  }

  /// With TLS 1.3 the session that can go on is known only after the handshake, so it is asked for
  /// at the end.
  private void remember(Native openssl, long ssl, String peer) {
    long session = openssl.call(Libssl.SSL_GET1_SESSION, ssl);
    if (session == 0) {
      return;
    }
    boolean isGood = (int) openssl.call(Libssl.SSL_SESSION_IS_RESUMABLE, session) == 1;
    boolean isKept = isGood && whileInUse(() -> replace(openssl, peer, session));
    if (!isKept) {
      free(openssl, session);
    }
  }

  private void replace(Native openssl, String peer, long session) {
    Long before = sessions.put(peer, session);
    if (before != null) {
      free(openssl, before);
    }
  }

  private static void free(Native openssl, long session) {
    long _ = openssl.call(Libssl.SSL_SESSION_FREE, session);
  }

  @Override
  void letGo() {
    sessions.values().forEach(session -> free(setUp(), session));
    sessions.clear();
  }
}
