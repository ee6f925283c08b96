package dev.wsdoctor.gateway.loop;

import java.lang.foreign.MemorySegment;

/// One socket of a tunnel. All of it belongs to the loop's thread.
final class Side implements Watched {
  final Carriage carriage;
  final SocketStream stream;

  /// What the kernel's events call it.
  final int number;

  /// Whether a read may find something: true from the kernel's event until a read found no more.
  boolean isReadable;

  /// The kernel told that no more will come after what is there.
  boolean isHungUp;

  /// Reading is over, at the end of the stream or by an error, which is in `errno`.
  boolean isEnded;

  /// It stands in the loop's queue of those who have more to read.
  boolean isWaiting;

  int errno;
  long received;

  /// What the stream did not take yet.
  private final Unsent pending = new Unsent();

  Side(Carriage carriage, StreamChannel.Surrendered socket) {
    this.carriage = carriage;
    this.stream = socket.stream();
    this.number = socket.number();
    this.isReadable = socket.isReadable();
    this.isHungUp = socket.isHungUp();
  }

  @Override
  public void ready(int flags) {
    carriage.tunnels.ready(this, flags);
  }

  @Override
  public void loopEnds() {
    carriage.tunnels.stop(carriage);
  }

  Side peer() {
    return this == carriage.client() ? carriage.upstream() : carriage.client();
  }

  boolean hasPending() {
    return !pending.isEmpty() || stream.hasPending();
  }

  /// Keeps a copy: the bytes stand in the buffer that all tunnels share.
  void keep(MemorySegment bytes) {
    pending.keep(bytes);
  }

  /// Nothing while the stream has something of before.
  private long send(MemorySegment from, long bytes) {
    return stream.hasPending() ? 0 : stream.send(from, bytes);
  }

  /// Sends what was not taken before. False when the socket failed.
  boolean flush() {
    if (!stream.flush()) {
      return false;
    }
    return pending.isEmpty()
        || pending.flush(this::send)
        || SystemCalls.isTransient(stream.errno());
  }
}
