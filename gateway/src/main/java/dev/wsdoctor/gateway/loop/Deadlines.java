package dev.wsdoctor.gateway.loop;

import java.util.Optional;
import java.util.PriorityQueue;

/// The tunnels by the time when they are cut. A tunnel that moves is not sorted again each time: it
/// is looked at when the time comes for which it was queued, and queued anew then.
final class Deadlines {
  private static final long NANOS_PER_MILLI = 1_000_000;

  private record Due(long at, Carriage carriage) implements Comparable<Due> {
    @Override
    public int compareTo(Due other) {
      return Long.compare(at, other.at);
    }
  }

  /// As many stale ones may wait for their time; beyond that they are at most half of all.
  private static final int FEW = 64;

  private final PriorityQueue<Due> queue = new PriorityQueue<>();
  private int stale;

  /// After an event: queues the tunnel again if it would be cut earlier than it is queued for.
  void settle(Carriage carriage) {
    long deadline = carriage.deadline();
    if (deadline < carriage.queuedFor) {
      forget(carriage);
      carriage.queuedFor = deadline;
      queue.add(new Due(deadline, carriage));
    }
  }

  /// The tunnel has ended, or is queued for another time.
  void forget(Carriage carriage) {
    if (carriage.queuedFor == Carriage.NEVER) {
      return;
    }
    carriage.queuedFor = Carriage.NEVER;
    stale++;
    if (stale > FEW && stale > queue.size() / 2) {
      queue.removeIf(due -> due.at != due.carriage.queuedFor);
      stale = 0;
    }
  }

  /// Milliseconds until the next look, rounded up; -1 for no end.
  int untilNext(long now) {
    Due next = queue.peek();
    if (next == null) {
      return -1;
    }
    long millis = (next.at - now + NANOS_PER_MILLI - 1) / NANOS_PER_MILLI;
    return Math.clamp(millis, 0, Integer.MAX_VALUE);
  }

  /// The next tunnel whose time has come.
  Optional<Carriage> nextLate(long now) {
    for (Due due = queue.peek(); due != null && due.at <= now; due = queue.peek()) {
      queue.remove();
      Carriage carriage = due.carriage;
      if (due.at != carriage.queuedFor) {
        stale--;
        continue;
      }
      carriage.queuedFor = Carriage.NEVER;
      if (carriage.deadline() <= now) {
        return Optional.of(carriage);
      }
      settle(carriage);
    }
    return Optional.empty();
  }
}
