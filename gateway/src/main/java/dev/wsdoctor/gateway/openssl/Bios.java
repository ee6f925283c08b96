package dev.wsdoctor.gateway.openssl;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/// The memory through which the sessions of one thread get what the peer sent, and give what is to
/// be sent. All of them share it, so it is empty again when a session is done with it; thus an idle
/// connection holds no buffer.
public final class Bios implements AutoCloseable {
  private static final int RESET = 1; // BIO_CTRL_RESET
  private static final int INFO = 3; // BIO_CTRL_INFO
  private static final int PENDING = 10; // BIO_CTRL_PENDING

  private final Native openssl;
  private final long in;
  private final long out;

  /// @param arena lives as long as the thread
  public Bios(Arena arena) {
    this.openssl = new Native(arena);
    this.in = memory();
    this.out = memory();
  }

  private long memory() {
    long bio = openssl.call(Libcrypto.BIO_NEW, openssl.call(Libcrypto.BIO_S_MEM));
    if (bio == 0) {
      throw new OutOfMemoryError("BIO_new() failed");
    }
    return bio;
  }

  Native openssl() {
    return openssl;
  }

  /// Gives a new session its share.
  void lendTo(long ssl) {
    requireEmpty();
    long _ = openssl.call(Libcrypto.BIO_UP_REF, in);
    long _ = openssl.call(Libcrypto.BIO_UP_REF, out);
    long _ = openssl.call(Libssl.SSL_SET_BIO, ssl, in, out);
  }

  void put(MemorySegment from, long bytes) {
    requireEmpty();
    if (openssl.call(Libcrypto.BIO_WRITE, in, from.address(), bytes) != bytes) {
      throw new OutOfMemoryError("BIO_write() failed");
    }
  }

  /// What one peer sent must never be read by the session of another.
  private void requireEmpty() {
    if (waiting() > 0) {
      throw new IllegalStateException("a TLS session has not read what its peer sent");
    }
  }

  /// Bytes of the peer that nobody has taken.
  long waiting() {
    return openssl.call(Libcrypto.BIO_CTRL, in, PENDING, 0, 0);
  }

  void forgetWaiting() {
    long _ = openssl.call(Libcrypto.BIO_CTRL, in, RESET, 0, 0);
  }

  /// What is to be sent; valid until it is forgotten.
  MemorySegment made() {
    long bytes = openssl.call(Libcrypto.BIO_CTRL, out, INFO, 0, openssl.emptyCell());
    return bytes == 0
        ? MemorySegment.NULL
        : MemorySegment.ofAddress(openssl.cellWord()).reinterpret(bytes);
  }

  void forgetMade() {
    long _ = openssl.call(Libcrypto.BIO_CTRL, out, RESET, 0, 0);
  }

  @Override
  public void close() {
    long _ = openssl.call(Libcrypto.BIO_FREE, in);
    long _ = openssl.call(Libcrypto.BIO_FREE, out);
  }
}
