package dev.wsdoctor.gateway.openssl;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;
import javax.net.ssl.SSLException;

/// How sessions with clients are opened. Without a certificate every handshake fails. ALPN chooses
/// HTTP/1.1 or what came before it.
public final class OpensslServer extends OpensslContext {
  /// What nginx chooses among by ALPN for HTTP (`NGX_HTTP_ALPN_PROTOS`), the best first; no HTTP/2
  /// here.
  public static final List<String> PROTOCOLS = List.of("http/1.1", "http/1.0", "http/0.9");

  private static final int VERIFY_PEER = 1; // SSL_VERIFY_PEER
  private static final long SERVER_PREFERENCE = 1L << 22; // SSL_OP_CIPHER_SERVER_PREFERENCE
  private static final long NO_TICKET = 1L << 14; // SSL_OP_NO_TICKET
  private static final int CACHE_SIZE = 42; // SSL_CTRL_SET_SESS_CACHE_SIZE
  private static final int CACHE_MODE = 44; // SSL_CTRL_SET_SESS_CACHE_MODE
  private static final int CACHE_OFF = 0; // SSL_SESS_CACHE_OFF
  private static final int CACHE_SERVER = 2; // SSL_SESS_CACHE_SERVER

  /// Sessions get ids, and nothing is kept for them (`NGX_SSL_NONE_SCACHE`): SSL_SESS_CACHE_SERVER
  /// with _NO_AUTO_CLEAR and _NO_INTERNAL_STORE.
  private static final int CACHE_NONE = CACHE_SERVER | 0x80 | 0x200;

  /// One that allows what OpenSSL allows by default.
  public OpensslServer() {
    Native openssl = setUp();
    long _ = openssl.call(Libssl.SSL_CTX_SET_ALPN_SELECT_CB, pointer(), Callbacks.alpn());
  }

  /// Sessions can be gone on with only where the context is the same.
  ///
  /// @param context at most 32 bytes
  public void sessionContext(byte[] context) throws SSLException {
    try (Arena room = Arena.ofConfined()) {
      var bytes = room.allocateFrom(ValueLayout.JAVA_BYTE, context);
      require(
          (int)
                  setUp()
                      .call(
                          Libssl.SSL_CTX_SET_SESSION_ID_CONTEXT,
                          pointer(),
                          bytes.address(),
                          context.length)
              == 1,
          "SSL_CTX_set_session_id_context()");
    }
  }

  /// The server's order of cipher suites counts, not the client's.
  public void prefersOwnCiphers() {
    options(SERVER_PREFERENCE);
  }

  /// How clients may come back.
  public void sessions(SessionCache cache, boolean tickets, Duration timeout) {
    if (!tickets) {
      options(NO_TICKET);
    }
    int mode =
        switch (cache) {
          case SessionCache.Refused() -> CACHE_OFF;
          case SessionCache.Pretended() -> CACHE_NONE;
          case SessionCache.Kept _ -> CACHE_SERVER;
        };
    long _ = control(CACHE_MODE, mode, 0);
    long _ = control(CACHE_SIZE, cache instanceof SessionCache.Kept(int most) ? most : 1, 0);
    long _ = setUp().call(Libssl.SSL_CTX_SET_TIMEOUT, pointer(), Math.max(1, timeout.toSeconds()));
  }

  /// Tickets that other servers with these keys know, too. The first encrypts, all of them decrypt.
  public void tickets(List<TicketKey> keys) {
    Tickets.use(setUp(), pointer(), keys);
  }

  /// Follows OpenSSL's own commands, in their order.
  ///
  /// @param files completes the name of a file
  public void commands(List<ConfCommand> commands, UnaryOperator<String> files)
      throws SSLException {
    ConfCommand.apply(setUp(), pointer(), commands, files);
  }

  @Override
  void letGo() {
    Tickets.forget(pointer());
  }

  /// Offers suites with DHE, by the parameters in a PEM file (`SSL_CTX_set0_tmp_dh_pkey`).
  public void diffieHellman(String pem) throws SSLException {
    Native openssl = setUp();
    long bio = openssl.call(Libcrypto.BIO_NEW, openssl.call(Libcrypto.BIO_S_MEM));
    try (Arena room = Arena.ofConfined()) {
      MemorySegment text = room.allocateFrom(pem, StandardCharsets.ISO_8859_1);
      long _ = openssl.call(Libcrypto.BIO_WRITE, bio, text.address(), text.byteSize() - 1);
    }
    long parameters = openssl.call(Libcrypto.PEM_READ_BIO_PARAMETERS, bio, 0);
    long _ = openssl.call(Libcrypto.BIO_FREE, bio);
    require(parameters != 0, "PEM_read_bio_DHparams()");
    require(
        (int) openssl.call(Libssl.SSL_CTX_SET0_TMP_DH_PKEY, pointer(), parameters) == 1,
        "SSL_CTX_set_tmp_dh()");
  }

  /// Asks clients for a certificate. The handshake is made without one, too.
  ///
  /// @param named whose names are sent to the client
  /// @param depth certificates between the client's and a trusted one, at most
  public void asksClients(
      List<X509Certificate> named,
      List<X509Certificate> anchors,
      List<X509CRL> revocations,
      int depth)
      throws SSLException {
    trust(VERIFY_PEER, anchors, revocations, depth);
    for (X509Certificate authority : named) {
      long one = certificate(authority);
      require(
          (int) setUp().call(Libssl.SSL_CTX_ADD_CLIENT_CA, pointer(), one) == 1,
          "SSL_CTX_add_client_CA()");
      long _ = setUp().call(Libcrypto.X509_FREE, one);
    }
  }

  /// A session that waits for a client's first bytes.
  public OpensslSession accept(Bios bios) {
    long ssl = open(bios);
    long _ = bios.openssl().call(Libssl.SSL_SET_ACCEPT_STATE, ssl);
    return new OpensslSession(ssl, bios, _ -> {});
  }

  /// Whether OpenSSL is here, and may be called.
  public static boolean isAvailable() {
    return OpensslContext.isAvailable();
  }
}
