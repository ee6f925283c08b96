package dev.wsdoctor.gateway.openssl;

import java.io.ByteArrayInputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.function.LongConsumer;

/// One side of a TLS connection (`SSL`). It knows no socket: what the peer sent is fed to it, and
/// what it makes is to be sent. Used by one thread, that of its [Bios].
public final class OpensslSession {
  /// Nothing can be read before more is fed.
  public static final int NOTHING = -1;

  /// The peer has ended its direction (`close_notify`).
  public static final int ENDED = 0;

  /// What came is no TLS, or was changed on its way; [#failure] says what.
  public static final int BROKEN = -2;

  private static final int WANT_READ = 2; // SSL_ERROR_WANT_READ
  private static final int ZERO_RETURN = 6; // SSL_ERROR_ZERO_RETURN
  private static final int GET_NEGOTIATED_GROUP = 134; // SSL_CTRL_GET_NEGOTIATED_GROUP
  private static final int UNKNOWN_GROUP = 0x1000000; // TLSEXT_nid_unknown

  private final long ssl;
  private final Bios bios;
  private final Native openssl;
  private final LongConsumer keepSession;
  private boolean isShaken;
  private OpensslFailure failure = OpensslFailure.of("SSL_do_handshake()", "", 0);

  /// @param keepSession may keep what the next connection can go on with; called when the handshake
  ///   is made and at the end
  OpensslSession(long ssl, Bios bios, LongConsumer keepSession) {
    this.ssl = ssl;
    this.bios = bios;
    this.openssl = bios.openssl();
    this.keepSession = keepSession;
  }

  /// How far a handshake has come.
  public enum Shaken {
    DONE,
    NEEDS_MORE,
    FAILED
  }

  /// Takes what the peer sent.
  public void feed(MemorySegment from, long bytes) {
    bios.put(from, bytes);
  }

  /// Whether something that was fed has not been read.
  public boolean hasFed() {
    return bios.waiting() > 0;
  }

  /// Leaves what was fed and not read.
  public void forgetFed() {
    bios.forgetWaiting();
  }

  /// Goes on with the handshake.
  public Shaken shake() {
    int done = (int) openssl.call(Libssl.SSL_DO_HANDSHAKE, ssl);
    if (done == 1) {
      isShaken = true;
      keepSession.accept(ssl);
      return Shaken.DONE;
    }
    return error(done) == WANT_READ ? Shaken.NEEDS_MORE : fail("SSL_do_handshake()");
  }

  private Shaken fail(String function) {
    String errors = openssl.errors();
    failure = OpensslFailure.of(function, errors, openssl.firstReason());
    return Shaken.FAILED;
  }

  private int error(int result) {
    return (int) openssl.call(Libssl.SSL_GET_ERROR, ssl, result);
  }

  /// What failed last.
  public OpensslFailure failure() {
    return failure;
  }

  /// The number of bytes that came, [#NOTHING], [#ENDED] or [#BROKEN].
  ///
  /// @param into room for a whole record behind `offset`
  public long read(MemorySegment into, long offset) {
    int count =
        (int)
            openssl.call(
                Libssl.SSL_READ,
                ssl,
                into.address() + offset,
                Math.min(Integer.MAX_VALUE, into.byteSize() - offset));
    if (count > 0) {
      return count;
    }
    return switch (error(count)) {
      case WANT_READ -> NOTHING;
      case ZERO_RETURN -> ENDED;
      default -> {
        fail("SSL_read()");
        yield BROKEN;
      }
    };
  }

  /// Makes records of these bytes. False if the session is broken; [#failure] says how.
  public boolean write(MemorySegment from, long bytes) {
    if ((int) openssl.call(Libssl.SSL_WRITE, ssl, from.address(), bytes) == bytes) {
      return true;
    }
    fail("SSL_write()");
    return false;
  }

  /// Makes a `close_notify`. Only after a handshake, and while nothing is broken.
  public void end() {
    if ((int) openssl.call(Libssl.SSL_SHUTDOWN, ssl) < 0) {
      String _ = openssl.errors();
    }
  }

  /// What is to be sent to the peer; valid until it is forgotten, which must be before anything
  /// else is done with a session of this thread.
  public MemorySegment made() {
    return bios.made();
  }

  /// It is sent, or kept elsewhere.
  public void forgetMade() {
    bios.forgetMade();
  }

  /// Nothing may be called after this.
  public void free() {
    if (isShaken) {
      keepSession.accept(ssl);
    }
    long _ = openssl.call(Libssl.SSL_FREE, ssl);
  }

  /// `TLSv1.3`
  public String protocol() {
    return Native.string(openssl.call(Libssl.SSL_GET_VERSION, ssl));
  }

  /// By OpenSSL's name.
  public String cipher() {
    return Native.string(
        openssl.call(Libssl.SSL_CIPHER_GET_NAME, openssl.call(Libssl.SSL_GET_CURRENT_CIPHER, ssl)));
  }

  /// What ALPN chose; empty for nothing.
  public String applicationProtocol() {
    long length = openssl.emptyCell();
    long _ = openssl.call(Libssl.SSL_GET0_ALPN_SELECTED, ssl, openssl.emptySecondCell(), length);
    byte[] name = Native.bytes(openssl.secondCellWord(), openssl.cellNumber());
    return new String(name, StandardCharsets.ISO_8859_1);
  }

  /// In hex; empty when there is none.
  public String sessionId() {
    long session = openssl.call(Libssl.SSL_GET_SESSION, ssl);
    if (session == 0) {
      return "";
    }
    long id = openssl.call(Libssl.SSL_SESSION_GET_ID, session, openssl.emptyCell());
    return HexFormat.of().formatHex(Native.bytes(id, openssl.cellNumber()));
  }

  public boolean isResumed() {
    return (int) openssl.call(Libssl.SSL_SESSION_REUSED, ssl) == 1;
  }

  /// The group of the key exchange, by OpenSSL's short name; empty if there was none.
  public String group() {
    int nid = (int) openssl.call(Libssl.SSL_CTRL, ssl, GET_NEGOTIATED_GROUP, 0, 0);
    return nid == 0 || (nid & UNKNOWN_GROUP) != 0
        ? ""
        : Native.string(openssl.call(Libcrypto.OBJ_NID2SN, nid));
  }

  /// `X509_V_OK`, which is 0, or what is wrong with the peer's chain (`X509_V_ERR_`).
  public int verifyResult() {
    return (int) openssl.call(Libssl.SSL_GET_VERIFY_RESULT, ssl);
  }

  /// The peer's certificate, and those that it sent along; none if it sent none.
  public List<X509Certificate> peerChain() {
    long own = openssl.call(Libssl.SSL_GET1_PEER_CERTIFICATE, ssl);
    if (own == 0) {
      return List.of();
    }
    List<X509Certificate> chain = new ArrayList<>();
    try {
      chain.add(certificate(own));
      long sent = openssl.call(Libssl.SSL_GET_PEER_CERT_CHAIN, ssl);
      int count = sent == 0 ? 0 : (int) openssl.call(Libcrypto.OPENSSL_SK_NUM, sent);
      for (int i = 0; i < count; i++) {
        X509Certificate one = certificate(openssl.call(Libcrypto.OPENSSL_SK_VALUE, sent, i));
        if (!chain.contains(one)) { // a client sees the server's own there, too
          chain.add(one);
        }
      }
      return List.copyOf(chain);
    } catch (CertificateException _) { // the JDK cannot read what OpenSSL could
      return List.copyOf(chain);
    } finally {
      long _ = openssl.call(Libcrypto.X509_FREE, own);
    }
  }

  private X509Certificate certificate(long x509) throws CertificateException {
    long length = (int) openssl.call(Libcrypto.I2D_X509, x509, 0);
    byte[] der;
    try (var arena = Arena.ofConfined()) {
      MemorySegment room = arena.allocate(Math.max(1, length));
      long _ = openssl.call(Libcrypto.I2D_X509, x509, openssl.cell(room.address()));
      der = room.toArray(ValueLayout.JAVA_BYTE);
    }
    return (X509Certificate)
        CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der));
  }
}
