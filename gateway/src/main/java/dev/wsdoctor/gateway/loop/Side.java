package dev.wsdoctor.gateway.loop;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;

/// One socket of a tunnel. All of it belongs to the loop's thread.
final class Side {
  private static final MemorySegment NOTHING = MemorySegment.ofArray(new byte[0]);

  final Carriage carriage;
  final int descriptor;

  /// What the kernel's events call it; given by `Slots`.
  int number;

  /// Whether a read may find something: true from the kernel's event until a read found no more.
  boolean isReadable = true;

  /// The kernel told that no more will come after what is there.
  boolean isHungUp;

  /// Reading is over, at the end of the stream or by an error, which is in `errno`.
  boolean isEnded;

  /// It stands in the loop's queue of those who have more to read.
  boolean isWaiting;

  int errno;
  long received;

  /// What this socket did not take yet.
  private MemorySegment pending = NOTHING;

  Side(Carriage carriage, int descriptor) {
    this.carriage = carriage;
    this.descriptor = descriptor;
  }

  Side peer() {
    return this == carriage.client() ? carriage.upstream() : carriage.client();
  }

  boolean hasPending() {
    return pending.byteSize() > 0;
  }

  /// Keeps a copy: the bytes stand in the buffer that all tunnels share.
  void keep(MemorySegment bytes) {
    pending = MemorySegment.ofArray(bytes.toArray(ValueLayout.JAVA_BYTE));
  }

  void keep(String bytes) {
    pending =
        bytes.isEmpty()
            ? NOTHING
            : MemorySegment.ofArray(bytes.getBytes(StandardCharsets.ISO_8859_1));
  }

  MemorySegment pending() {
    return pending;
  }

  /// The socket took that many of the pending bytes.
  void took(long bytes) {
    pending = bytes == pending.byteSize() ? NOTHING : pending.asSlice(bytes);
  }
}
