package dev.wsdoctor.gateway.loop;

import java.lang.foreign.MemorySegment;

/// Moves bytes from one side of a tunnel to the other, through the buffer that all tunnels of a
/// loop share.
final class Mover {
  /// How often one side is read before the others have their turn.
  private static final int MOST_READS_A_TURN = 16;

  /// What became of a move.
  enum Moved {
    /// Nothing is left to do until the next event.
    ALL,
    /// There is more to read, and others wait.
    SOME,
    /// The receiving side failed; the cause is in `errno` of the calls.
    FAILED
  }

  private final SystemCalls calls;
  private final MemorySegment buffer;

  /// @param buffer through which all of them go
  Mover(SystemCalls calls, MemorySegment buffer) {
    this.calls = calls;
    this.buffer = buffer;
  }

  /// Reads what `from` has until it has no more, or the other side takes no more.
  Moved move(Side from) {
    Side to = from.peer();
    for (int reads = 0; reads < MOST_READS_A_TURN; reads++) {
      if (!from.isReadable || to.hasPending()) {
        return Moved.ALL;
      }
      long count = calls.receive(from.descriptor, buffer);
      if (count <= 0) {
        stopReading(from, count);
        continue;
      }
      from.received += count;
      if (count < buffer.byteSize() && !from.isHungUp) {
        from.isReadable = false; // a stream that gave less has no more (epoll(7))
      }
      if (!send(to, count)) {
        return Moved.FAILED;
      }
    }
    return Moved.SOME;
  }

  private void stopReading(Side from, long count) {
    int errno = count == 0 ? 0 : calls.errno();
    if (errno == SystemCalls.EINTR) {
      return;
    }
    from.isReadable = false;
    if (errno != SystemCalls.EAGAIN) {
      from.isEnded = true;
      from.errno = errno;
    }
  }

  private boolean send(Side to, long count) {
    long sent = calls.send(to.descriptor, buffer, count);
    if (sent == count) {
      return true;
    }
    if (sent < 0 && !isBlocked()) {
      return false;
    }
    long from = Math.max(0, sent);
    to.keep(buffer.asSlice(from, count - from));
    return true;
  }

  /// Sends what a side did not take before. False when its socket failed.
  boolean flush(Side side) {
    while (side.hasPending()) {
      long sent = calls.send(side.descriptor, side.pending(), side.pending().byteSize());
      if (sent < 0) {
        return isBlocked();
      }
      side.took(sent);
    }
    return true;
  }

  private boolean isBlocked() {
    int errno = calls.errno();
    return errno == SystemCalls.EAGAIN || errno == SystemCalls.EINTR;
  }
}
