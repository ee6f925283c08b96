package dev.wsdoctor.gateway.loop;

import dev.wsdoctor.gateway.openssl.OpensslFailure;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.Optional;

/// The bytes of one socket: as they are, or inside of TLS. Used by the thread of its loop.
sealed interface SocketStream permits PlainStream, TlsStream {
  /// The number of bytes that came; 0 at the end; -1 and [#errno].
  ///
  /// @param into at least [SocketLoop#READ_BYTES]
  long receive(MemorySegment into);

  /// Whether the last `receive` may have left something, of which the kernel will not tell again.
  boolean hasMore();

  /// The number of bytes that were taken, or -1 and [#errno]. What was taken may still be
  /// [#hasPending]; nothing may be sent before that is gone.
  long send(MemorySegment from, long bytes);

  /// Whether something that was taken waits until the kernel takes it.
  boolean hasPending();

  /// Sends what waits, as far as the kernel takes it. False when the socket failed.
  boolean flush();

  /// What a failed `send` is called in nginx's words.
  String sendFunction();

  /// No more will be sent. 0, or -1 and [#errno].
  int endOutput();

  /// Of the last call that gave -1.
  int errno();

  /// What the last call that gave -1 said, in nginx's words.
  ///
  /// @param function what was called: `recv()`, [#sendFunction]
  IOException failure(String function);

  /// What was wrong with TLS, if the last call failed for that and not for the socket.
  Optional<OpensslFailure> broken();

  /// Whether it reads for itself, though nobody wants its bytes yet.
  boolean isShaking();

  /// Ends it, and closes the socket.
  void close();
}
