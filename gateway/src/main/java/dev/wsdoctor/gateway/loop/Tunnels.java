package dev.wsdoctor.gateway.loop;

import java.util.ArrayDeque;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;

/// Carries upgraded connections on the thread of their loop. Bytes go through one buffer that all
/// of them share; a tunnel owns memory only while a side does not take what came for it. So an idle
/// tunnel costs two descriptors and a few hundred bytes.
final class Tunnels {
  private final SocketLoop loop;
  private final Mover mover;
  private final Deadlines deadlines = new Deadlines();
  private final ArrayDeque<Side> unfinished = new ArrayDeque<>();

  Tunnels(SocketLoop loop) {
    this.loop = loop;
    this.mover = new Mover(loop.buffer());
  }

  /// Takes a tunnel over. `ended` is told and its sockets are closed when it is over; at once, if
  /// the loop ends.
  Carriage carry(Upgraded upgraded) {
    Carriage carriage = new Carriage(upgraded, this);
    Side client = carriage.client();
    Side upstream = carriage.upstream();
    loop.slots().replace(client.number, client);
    loop.slots().replace(upstream.number, upstream);
    carriage.lastEvent = System.nanoTime();
    if (loop.isEnding()) {
      stop(carriage);
      return carriage;
    }
    move(client);
    move(upstream);
    settle(carriage);
    return carriage;
  }

  boolean hasUnfinished() {
    return !unfinished.isEmpty();
  }

  /// Milliseconds until one has to be looked at; -1 for no end.
  int untilNext(long now) {
    return deadlines.untilNext(now);
  }

  /// The kernel tells something of that side.
  void ready(Side side, int flags) {
    side.carriage.lastEvent = loop.now();
    if (Epoll.isReadable(flags)) {
      side.isReadable = !side.isEnded;
      side.isHungUp |= Epoll.isHungUp(flags);
    }
    boolean writable = Epoll.isWritable(flags) && side.hasPending();
    if (writable && !side.flush()) {
      fail(side);
      return;
    }
    if (writable) {
      move(side.peer());
    }
    move(side);
    settle(side.carriage);
  }

  /// Those whose turn was over before they had nothing more to read.
  void goOn() {
    for (int left = unfinished.size(); left > 0; left--) {
      Side side = unfinished.remove();
      side.isWaiting = false;
      side.carriage.lastEvent = loop.now();
      move(side);
      settle(side.carriage);
    }
  }

  /// Ends those whose time is over.
  void endLate(long now) {
    for (Optional<Carriage> late = deadlines.nextLate(now);
        late.isPresent();
        late = deadlines.nextLate(now)) {
      end(late.get(), late.get().ending(late.get().lateSide(now)));
    }
  }

  private void move(Side from) {
    if (from.carriage.isOver) {
      return;
    }
    switch (mover.move(from)) {
      case ALL -> {}
      case SOME -> waitForTurn(from);
      case FAILED -> fail(from.peer());
    }
  }

  private void waitForTurn(Side side) {
    if (!side.isWaiting) {
      side.isWaiting = true;
      unfinished.add(side);
    }
  }

  private void settle(Carriage carriage) {
    if (carriage.isOver) {
      return;
    }
    if (carriage.isDone()) {
      end(carriage, carriage.naturalEnding());
      return;
    }
    deadlines.settle(carriage);
  }

  private void fail(Side side) {
    end(side.carriage, side.carriage.sendingFailed(side));
  }

  /// By any thread.
  void stopSoon(Carriage carriage) {
    try {
      loop.execute(() -> stop(carriage));
    } catch (RejectedExecutionException _) {
      // the loop is over, and so are its tunnels
    }
  }

  void stop(Carriage carriage) {
    end(carriage, carriage.ending(Ending.Cause.STOPPED));
  }

  private void end(Carriage carriage, Ending ending) {
    if (carriage.isOver) {
      return;
    }
    carriage.isOver = true;
    deadlines.forget(carriage);
    try { // before others can see it, so that what they ask for next finds its places free
      carriage.ended.accept(ending);
    } catch (RuntimeException e) { // a bug of the one must not end the tunnels of the others
      loop.report(e);
    }
    for (Side side : new Side[] {carriage.client(), carriage.upstream()}) {
      loop.slots().remove(side.number);
      side.stream.close();
    }
  }
}
