package dev.wsdoctor.gateway.openssl;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLException;

/// Settings that many sessions share (`SSL_CTX`). One thread sets it up; then any may use it.
abstract sealed class OpensslContext permits OpensslServer, OpensslClient {
  private static final int MODE = 33; // SSL_CTRL_MODE
  private static final int RELEASE_BUFFERS = 0x10; // SSL_MODE_RELEASE_BUFFERS
  private static final int SET_GROUPS_LIST = 92; // SSL_CTRL_SET_GROUPS_LIST
  private static final int CHAIN_CERT = 89; // SSL_CTRL_CHAIN_CERT, one that is counted up
  private static final int CRL_CHECK = 0x4 | 0x8; // X509_V_FLAG_CRL_CHECK and _ALL
  private static final long NO_COMPRESSION = 1L << 17; // SSL_OP_NO_COMPRESSION
  private static final long NO_RENEGOTIATION = 1L << 30; // SSL_OP_NO_RENEGOTIATION

  /// `SSL_OP_NO_TLSv1` and so on.
  private static final Map<String, Long> NO_PROTOCOL =
      Map.of("TLSv1", 1L << 26, "TLSv1.1", 1L << 28, "TLSv1.2", 1L << 27, "TLSv1.3", 1L << 29);

  private static final long NO_SSL3 = 1L << 25; // SSL_OP_NO_SSLv3

  private final Native setUp =
      new Native(Arena.ofAuto()); // whoever releases it may be another thread
  private final long pointer;
  private final Object lock = new Object();

  /// Guarded by the lock.
  private boolean isReleased;

  OpensslContext() {
    this.pointer = setUp.call(Libssl.SSL_CTX_NEW, setUp.call(Libssl.TLS_METHOD));
    if (pointer == 0) {
      throw new OutOfMemoryError("SSL_CTX_new() failed");
    }
    long _ = control(MODE, RELEASE_BUFFERS, 0);
    options(NO_COMPRESSION | NO_RENEGOTIATION | NO_SSL3);
  }

  final long pointer() {
    return pointer;
  }

  /// Used while it is set up.
  final Native setUp() {
    return setUp;
  }

  final long control(int command, long number, long address) {
    return setUp.call(Libssl.SSL_CTX_CTRL, pointer, command, number, address);
  }

  final void options(long set) {
    long _ = setUp.call(Libssl.SSL_CTX_SET_OPTIONS, pointer, set);
  }

  final void require(boolean done, String function) throws SSLException {
    if (!done) {
      throw new SSLException(function + " failed (SSL: " + setUp.errors() + ")");
    }
  }

  /// Whether OpenSSL is here, and may be called.
  static boolean isAvailable() {
    return Availability.HERE;
  }

  private static final class Availability {
    static final boolean HERE = isLinked();

    private static boolean isLinked() {
      try {
        new OpensslClient().release();
        return true;
      } catch (LinkageError | IllegalArgumentException | IllegalCallerException _) {
        return false;
      }
    }
  }

  /// Allows these protocols and no others.
  ///
  /// @param names `TLSv1` to `TLSv1.3`
  public final void protocols(Collection<String> names) {
    NO_PROTOCOL.forEach(
        (name, refusal) -> {
          if (!names.contains(name)) {
            options(refusal);
          }
        });
  }

  /// Allows these suites below TLS 1.3.
  ///
  /// @param text as `ssl_ciphers` has it
  public final void ciphers(String text) throws SSLException {
    try (Arena room = Arena.ofConfined()) {
      require(
          (int) setUp.call(Libssl.SSL_CTX_SET_CIPHER_LIST, pointer, string(room, text)) == 1,
          "SSL_CTX_set_cipher_list()");
    }
  }

  /// Allows these groups.
  ///
  /// @param names as `ssl_ecdh_curve` has them, the best first
  public final void groups(List<String> names) throws SSLException {
    String text = String.join(":", names);
    try (Arena room = Arena.ofConfined()) {
      require(control(SET_GROUPS_LIST, 0, string(room, text)) == 1, "SSL_CTX_set1_curves_list()");
    }
  }

  /// Adds a certificate with those of its chain and its key. One of the same kind is replaced.
  public final void identity(List<X509Certificate> chain, PrivateKey key) throws SSLException {
    long certificate = certificate(chain.getFirst());
    require(
        (int) setUp.call(Libssl.SSL_CTX_USE_CERTIFICATE, pointer, certificate) == 1,
        "SSL_CTX_use_certificate()");
    long _ = setUp.call(Libcrypto.X509_FREE, certificate);
    for (X509Certificate above : chain.subList(1, chain.size())) {
      long one = certificate(above);
      require(control(CHAIN_CERT, 1, one) == 1, "SSL_CTX_add1_chain_cert()");
      long _ = setUp.call(Libcrypto.X509_FREE, one);
    }
    long loaded = read(Libcrypto.D2I_AUTO_PRIVATE_KEY, key.getEncoded());
    require(loaded != 0, "d2i_AutoPrivateKey()");
    require(
        (int) setUp.call(Libssl.SSL_CTX_USE_PRIVATE_KEY, pointer, loaded) == 1,
        "SSL_CTX_use_PrivateKey()");
    long _ = setUp.call(Libcrypto.EVP_PKEY_FREE, loaded);
  }

  /// What a peer's chain is judged by. The handshake goes on, whatever the judgement.
  ///
  /// @param depth certificates between the peer's and a trusted one, at most
  final void trust(int mode, List<X509Certificate> anchors, List<X509CRL> revocations, int depth)
      throws SSLException {
    long _ = setUp.call(Libssl.SSL_CTX_SET_VERIFY, pointer, mode, Callbacks.verify());
    long _ = setUp.call(Libssl.SSL_CTX_SET_VERIFY_DEPTH, pointer, depth);
    long store = setUp.call(Libssl.SSL_CTX_GET_CERT_STORE, pointer);
    for (X509Certificate anchor : anchors) {
      long one = certificate(anchor);
      require(
          (int) setUp.call(Libcrypto.X509_STORE_ADD_CERT, store, one) == 1,
          "X509_STORE_add_cert()");
      long _ = setUp.call(Libcrypto.X509_FREE, one);
    }
    for (X509CRL list : revocations) {
      add(store, list);
    }
    if (!revocations.isEmpty()) {
      long _ = setUp.call(Libcrypto.X509_STORE_SET_FLAGS, store, CRL_CHECK);
    }
  }

  private void add(long store, X509CRL list) throws SSLException {
    try {
      long one = read(Libcrypto.D2I_X509_CRL, list.getEncoded());
      require(one != 0, "d2i_X509_CRL()");
      require(
          (int) setUp.call(Libcrypto.X509_STORE_ADD_CRL, store, one) == 1, "X509_STORE_add_crl()");
      long _ = setUp.call(Libcrypto.X509_CRL_FREE, one);
    } catch (GeneralSecurityException e) {
      throw new SSLException(e);
    }
  }

  /// One that is counted once, and is the caller's to free.
  final long certificate(X509Certificate certificate) throws SSLException {
    try {
      long one = read(Libcrypto.D2I_X509, certificate.getEncoded());
      require(one != 0, "d2i_X509()");
      return one;
    } catch (GeneralSecurityException e) {
      throw new SSLException(e);
    }
  }

  /// What a function of the family d2i makes of the bytes; 0 for nothing.
  private long read(MethodHandle function, byte[] der) {
    try (Arena room = Arena.ofConfined()) {
      MemorySegment bytes = room.allocateFrom(ValueLayout.JAVA_BYTE, der);
      long made = setUp.call(function, 0, setUp.cell(bytes.address()), der.length);
      bytes.fill((byte) 0); // a key may have been there
      return made;
    }
  }

  private static long string(Arena room, String text) {
    return room.allocateFrom(text, StandardCharsets.ISO_8859_1).address();
  }

  /// Lets go of it; sessions that stand go on, and none can be opened.
  public final void release() {
    synchronized (lock) {
      if (!isReleased) {
        isReleased = true;
        letGo();
        long _ = setUp.call(Libssl.SSL_CTX_FREE, pointer);
      }
    }
  }

  /// Lets go of what a kind of context has besides; called once, with the lock held.
  abstract void letGo();

  /// Does something with the lock held, if it is not released. Whether it was done.
  final boolean whileInUse(Runnable action) {
    synchronized (lock) {
      if (!isReleased) {
        action.run();
      }
      return !isReleased;
    }
  }

  /// A new session (`SSL`), whose thread is that of the `bios`.
  final long open(Bios bios) {
    synchronized (lock) {
      if (isReleased) {
        throw new IllegalStateException("this configuration is over");
      }
      long ssl = bios.openssl().call(Libssl.SSL_NEW, pointer);
      if (ssl == 0) {
        throw new OutOfMemoryError("SSL_new() failed");
      }
      bios.lendTo(ssl);
      return ssl;
    }
  }
}
