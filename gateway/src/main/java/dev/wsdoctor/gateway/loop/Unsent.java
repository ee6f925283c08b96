package dev.wsdoctor.gateway.loop;

import java.lang.foreign.MemorySegment;

/// Bytes that whoever gets them did not take yet: copies, since they came in buffers that others
/// use. Used by one thread.
final class Unsent {
  private static final MemorySegment NOTHING = MemorySegment.ofArray(new byte[0]);

  private MemorySegment bytes = NOTHING;

  /// Takes bytes.
  interface Sink {
    /// How many were taken; 0 when no more can be now, and below 0 when it failed.
    long send(MemorySegment from, long bytes);
  }

  boolean isEmpty() {
    return bytes.byteSize() == 0;
  }

  /// Behind what waits already.
  void keep(MemorySegment more) {
    long before = bytes.byteSize();
    MemorySegment all = MemorySegment.ofArray(new byte[Math.toIntExact(before + more.byteSize())]);
    all.copyFrom(bytes);
    all.asSlice(before).copyFrom(more);
    bytes = all;
  }

  /// Gives it what waits, as far as it takes it. False when it failed.
  boolean flush(Sink sink) {
    while (!isEmpty()) {
      long sent = sink.send(bytes, bytes.byteSize());
      if (sent <= 0) {
        return sent == 0;
      }
      bytes = sent == bytes.byteSize() ? NOTHING : bytes.asSlice(sent);
    }
    return true;
  }
}
