package dev.wsdoctor.gateway.loop;

import dev.wsdoctor.gateway.openssl.BrokenTlsException;
import dev.wsdoctor.gateway.openssl.OpensslFailure;
import dev.wsdoctor.gateway.openssl.OpensslSession;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.Optional;
import java.util.function.Consumer;

/// The bytes inside of a TLS connection. Its handshake is made by the reads, and what TLS itself
/// has to say goes out by itself.
final class TlsStream implements SocketStream {
  /// What a record may add to what was read: one that came in part before is whole now.
  private static final long RECORD_BYTES = 17 * 1024;

  private static final int EPROTO = 71;

  private final SystemCalls calls;
  private final int descriptor;
  private final MemorySegment room;
  private final OpensslSession session;
  private final Consumer<Shaken> shaken;
  private boolean isShaking = true;

  /// Nothing can be said or read any more: the handshake failed, or a record was no good.
  private boolean isBroken;

  /// The peer has said that no more will come.
  private boolean isEnded;

  private boolean hasMore;
  private boolean outputEnds;
  private boolean saidGoodbye;
  private boolean isClosed;
  private int errno;
  private final Unsent pending = new Unsent();

  /// @param room for what comes from the socket, which others use between two calls
  /// @param shaken is told once how the handshake went, maybe in the middle of a `receive`
  TlsStream(
      SystemCalls calls,
      int descriptor,
      MemorySegment room,
      OpensslSession session,
      Consumer<Shaken> shaken) {
    this.calls = calls;
    this.descriptor = descriptor;
    this.room = room;
    this.session = session;
    this.shaken = shaken;
  }

  /// Begins the handshake with what has come already.
  void begin(MemorySegment first) {
    if (first.byteSize() > 0) {
      session.feed(first, first.byteSize());
    }
    shake();
    if (!isClosed) {
      session.forgetFed(); // nobody may say more before an answer
    }
  }

  private void shake() {
    OpensslSession.Shaken step = session.shake();
    boolean isSent = sendMade();
    switch (step) {
      case NEEDS_MORE -> {
        if (!isSent) {
          fail("peer closed connection in SSL handshake" + cause());
        }
      }
      case DONE -> {
        isShaking = false;
        shaken.accept(new Shaken.Made(session));
      }
      case FAILED -> fail(session.failure().words());
    }
  }

  private void fail(String words) {
    isBroken = true;
    session.forgetFed();
    shaken.accept(new Shaken.Failed(words));
  }

  private String cause() {
    return " (" + errno + ": " + calls.words(errno) + ")";
  }

  @Override
  public boolean isShaking() {
    return isShaking && !isBroken;
  }

  @Override
  public long receive(MemorySegment into) {
    while (!isEnded && !isBroken) {
      long got =
          calls.receive(
              descriptor, room, Math.min(room.byteSize(), into.byteSize() - RECORD_BYTES));
      hasMore = got == into.byteSize() - RECORD_BYTES;
      if (got <= 0) {
        errno = got == 0 ? 0 : calls.errno();
        return SystemCalls.isTransient(errno) ? got : ended();
      }
      session.feed(room, got);
      if (isShaking) {
        shake();
        if (isClosed) {
          return nothing();
        }
      }
      long plain = isShaking ? 0 : read(into);
      if (plain > 0) {
        return plain;
      }
    }
    hasMore = false;
    if (isEnded) {
      return 0;
    }
    errno = EPROTO;
    return -1;
  }

  /// A reset is an end like any other for TLS (`ngx_ssl_handle_recv`).
  private long ended() {
    if (isShaking) {
      fail("peer closed connection in SSL handshake" + (errno == 0 ? "" : cause()));
      return nothing();
    }
    isEnded = true;
    return 0;
  }

  /// More has to come first.
  private long nothing() {
    errno = SystemCalls.EAGAIN;
    return -1;
  }

  /// Reads all that was fed; the number of bytes.
  private long read(MemorySegment into) {
    long total = 0;
    while (session.hasFed()) {
      long count = session.read(into, total);
      if (count == OpensslSession.NOTHING) {
        break;
      }
      if (count <= 0) {
        isEnded = count == OpensslSession.ENDED;
        isBroken = !isEnded;
        session.forgetFed();
        break;
      }
      total += count;
    }
    sendMade(); // an answer to a change of keys, or an alert
    hasMore |= isEnded || isBroken;
    return total;
  }

  @Override
  public boolean hasMore() {
    return hasMore;
  }

  @Override
  public long send(MemorySegment from, long bytes) {
    if (isBroken || !session.write(from, bytes)) {
      errno = EPROTO;
      return -1;
    }
    return sendMade() ? bytes : -1;
  }

  @Override
  public String sendFunction() {
    return "SSL_write()";
  }

  /// False when the socket failed.
  private boolean sendMade() {
    MemorySegment made = session.made();
    long bytes = made.byteSize();
    if (bytes == 0) {
      return true;
    }
    long sent = hasPending() ? 0 : calls.send(descriptor, made, bytes);
    if (sent < 0) {
      errno = calls.errno();
      if (!SystemCalls.isTransient(errno)) {
        session.forgetMade();
        return false;
      }
    }
    if (sent < bytes) {
      pending.keep(made.asSlice(Math.max(0, sent)));
    }
    session.forgetMade();
    return true;
  }

  @Override
  public boolean hasPending() {
    return !pending.isEmpty();
  }

  @Override
  public boolean flush() {
    if (!pending.flush((from, bytes) -> calls.send(descriptor, from, bytes))) {
      errno = calls.errno();
      return SystemCalls.isTransient(errno);
    }
    return !outputEnds || calls.shutdownOutput(descriptor) == 0;
  }

  @Override
  public int endOutput() {
    sayGoodbye();
    if (hasPending()) {
      outputEnds = true;
      return 0;
    }
    int done = calls.shutdownOutput(descriptor);
    errno = calls.errno();
    return done;
  }

  /// `close_notify`, if the peer would understand it.
  private void sayGoodbye() {
    if (!isShaking && !isBroken && !saidGoodbye) {
      saidGoodbye = true;
      session.end();
      sendMade();
    }
  }

  @Override
  public int errno() {
    return errno;
  }

  @Override
  public Optional<OpensslFailure> broken() {
    return isBroken ? Optional.of(session.failure()) : Optional.empty();
  }

  @Override
  public IOException failure(String function) {
    return isBroken
        ? new BrokenTlsException(session.failure())
        : new IOException(function + " failed" + cause());
  }

  @Override
  public void close() {
    if (!isClosed) {
      isClosed = true;
      if (!hasPending()) {
        sayGoodbye();
      }
      session.free();
      calls.close(descriptor);
    }
  }
}
