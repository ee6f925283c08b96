package dev.wsdoctor.tap;

import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;

/// What was overheard and not yet recorded. Those who relay put in and never wait; when it is full,
/// bytes are only counted. One thread takes out.
///
/// There is no signal from one to the other: waking a thread takes longer than relaying a message.
final class Backlog {
  /// What an entry takes besides its bytes.
  private static final long BARE_BYTES = 100;

  private final long mostBytes;
  private final Queue<Overheard> waiting = new ConcurrentLinkedQueue<>();
  private final AtomicLong bytes = new AtomicLong();

  Backlog(long mostBytes) {
    this.mostBytes = mostBytes;
  }

  void put(Overheard heard) {
    Overheard kept = bytes.get() > mostBytes ? counted(heard) : heard;
    bytes.addAndGet(size(kept));
    waiting.add(kept);
  }

  private static Overheard counted(Overheard heard) {
    return heard instanceof Overheard.Bytes(int connection, var time, var from, var chunk)
        ? new Overheard.Unrecorded(connection, time, from, chunk.bytes().length)
        : heard;
  }

  private static long size(Overheard heard) {
    return BARE_BYTES
        + (heard instanceof Overheard.Bytes(int _, var _, var _, var chunk)
            ? chunk.bytes().length
            : 0);
  }

  /// The next one; empty when all are taken.
  Optional<Overheard> take() {
    Optional<Overheard> next = Optional.ofNullable(waiting.poll());
    next.ifPresent(heard -> bytes.addAndGet(-size(heard)));
    return next;
  }
}
