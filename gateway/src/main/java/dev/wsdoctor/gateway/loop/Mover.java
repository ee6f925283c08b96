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
    /// The receiving side failed; the cause is in `errno` of its stream.
    FAILED
  }

  private final MemorySegment buffer;

  /// @param buffer through which all of them go
  Mover(MemorySegment buffer) {
    this.buffer = buffer;
  }

  /// Reads what `from` has until it has no more, or the other side takes no more.
  Moved move(Side from) {
    Side to = from.peer();
    for (int reads = 0; reads < MOST_READS_A_TURN; reads++) {
      if (!from.isReadable || to.hasPending()) {
        return Moved.ALL;
      }
      long count = from.stream.receive(buffer);
      if (count <= 0) {
        stopReading(from, count);
        continue;
      }
      from.received += count;
      if (!from.stream.hasMore() && !from.isHungUp) {
        from.isReadable = false;
      }
      if (!send(to, count)) {
        return Moved.FAILED;
      }
    }
    return Moved.SOME;
  }

  private void stopReading(Side from, long count) {
    int errno = count == 0 ? 0 : from.stream.errno();
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
    long sent = to.stream.send(buffer, count);
    if (sent == count) {
      return true;
    }
    if (sent < 0 && !SystemCalls.isTransient(to.stream.errno())) {
      return false;
    }
    long from = Math.max(0, sent);
    to.keep(buffer.asSlice(from, count - from));
    return true;
  }
}
