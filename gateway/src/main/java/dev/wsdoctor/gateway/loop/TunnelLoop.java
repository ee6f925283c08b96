package dev.wsdoctor.gateway.loop;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentLinkedQueue;

/// Carries tunnels on one thread. Bytes go through one buffer that all tunnels of the loop share; a
/// tunnel owns memory only while a side does not take what came for it. So an idle tunnel costs two
/// descriptors and a few hundred bytes.
///
/// `carry`, `Carried.stop` and `close` may be called by any thread; all else happens on the loop's
/// own.
public final class TunnelLoop implements AutoCloseable {
  private static final int WAKE_UP = -1;

  private final Arena arena = Arena.ofShared();
  private final SystemCalls calls = new SystemCalls(arena);
  private final Epoll epoll;
  private final Wakeup wakeup;
  private final Mover mover = new Mover(calls, arena);
  private final Slots slots = new Slots();
  private final Deadlines deadlines = new Deadlines();
  private final ArrayDeque<Side> unfinished = new ArrayDeque<>();
  private final ConcurrentLinkedQueue<Runnable> tasks = new ConcurrentLinkedQueue<>();
  private final Thread thread;
  private volatile boolean isClosing;
  private volatile boolean isOver;

  private TunnelLoop(String name) throws IOException {
    this.epoll = new Epoll(calls, arena);
    this.wakeup = new Wakeup(calls, arena);
    if (!epoll.add(wakeup.descriptor(), WAKE_UP)) {
      throw new IOException("epoll_ctl() failed (" + calls.errno() + ")");
    }
    this.thread = Thread.ofPlatform().daemon().name(name).unstarted(this::run);
  }

  /// A loop on a thread of that name; nothing where the system has no epoll, or the JVM does not
  /// let us call it.
  public static Optional<TunnelLoop> start(String name) {
    if (!System.getProperty("os.name").equals("Linux")) {
      return Optional.empty();
    }
    try {
      TunnelLoop loop = new TunnelLoop(name);
      loop.thread.start();
      return Optional.of(loop);
    } catch (IOException | LinkageError | IllegalCallerException _) {
      return Optional.empty();
    }
  }

  /// Another descriptor of the same socket, for `Upgraded`, so that its first owner can close his;
  /// nothing when the process may have no more.
  public static OptionalInt duplicate(int descriptor) {
    return SystemCalls.duplicate(descriptor);
  }

  /// Closes what `duplicate` gave, where no tunnel came of it.
  public static void forget(int descriptor) {
    SystemCalls.release(descriptor);
  }

  /// Takes a tunnel over. `ended` is told and its sockets are closed when it is over; at once, if
  /// this loop is closed.
  public Carried carry(Upgraded upgraded) {
    Carriage carriage = new Carriage(upgraded);
    submit(() -> begin(carriage));
    return new Carried(this, carriage);
  }

  /// A tunnel that was handed over.
  public static final class Carried {
    private final TunnelLoop loop;
    private final Carriage carriage;

    private Carried(TunnelLoop loop, Carriage carriage) {
      this.loop = loop;
      this.carriage = carriage;
    }

    /// Ends the tunnel soon, if it is not over yet.
    public void stop() {
      loop.submit(() -> loop.end(carriage, carriage.ending(Ending.Cause.STOPPED, 0)));
    }
  }

  /// Ends all tunnels, and returns when that is done.
  @Override
  public void close() {
    isClosing = true;
    wakeup.signal();
    boolean interrupted = false;
    while (!thread.equals(Thread.currentThread()) && thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException _) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /// A task that comes after the last round is done by whoever brings it.
  private void submit(Runnable task) {
    tasks.add(task);
    if (isOver) {
      runTasks();
    } else {
      wakeup.signal();
    }
  }

  private void run() {
    try {
      while (!isClosing) {
        round();
      }
    } finally {
      isClosing = true;
      slots.carriages().forEach(c -> end(c, c.ending(Ending.Cause.STOPPED, 0)));
      isOver = true;
      runTasks();
      epoll.close();
      wakeup.close();
    }
  }

  private void round() {
    int wait = unfinished.isEmpty() ? deadlines.untilNext(System.nanoTime()) : 0;
    int count = epoll.await(wait);
    long now = System.nanoTime();
    for (int i = 0; i < count; i++) {
      meet(i, now);
    }
    goOn(now);
    slots.recycle();
    runTasks();
    for (Optional<Carriage> late = deadlines.nextLate(now);
        late.isPresent();
        late = deadlines.nextLate(now)) {
      end(late.get(), late.get().ending(late.get().lateSide(now), 0));
    }
  }

  private void meet(int index, long now) {
    if (epoll.number(index) == WAKE_UP) {
      wakeup.clear();
      return;
    }
    Optional<Side> known = slots.at(epoll.number(index));
    if (known.isEmpty()) {
      return; // it ended within this batch
    }
    Side side = known.get();
    side.carriage.lastEvent = now;
    if (epoll.isReadable(index)) {
      side.isReadable = !side.isEnded;
      side.isHungUp |= epoll.isHungUp(index);
    }
    boolean writable = epoll.isWritable(index) && side.hasPending();
    if (writable && !mover.flush(side)) {
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
  private void goOn(long now) {
    for (int left = unfinished.size(); left > 0; left--) {
      Side side = unfinished.remove();
      side.isWaiting = false;
      side.carriage.lastEvent = now;
      move(side);
      settle(side.carriage);
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

  private void begin(Carriage carriage) {
    slots.add(carriage.client());
    slots.add(carriage.upstream());
    carriage.lastEvent = System.nanoTime();
    if (isClosing || !watch(carriage.client()) || !watch(carriage.upstream())) {
      end(carriage, carriage.ending(Ending.Cause.STOPPED, isClosing ? 0 : calls.errno()));
      return;
    }
    for (Side side : new Side[] {carriage.client(), carriage.upstream()}) {
      if (!carriage.isOver && !mover.flush(side)) {
        fail(side);
      }
    }
    move(carriage.client());
    move(carriage.upstream());
    settle(carriage);
  }

  private boolean watch(Side side) {
    return epoll.add(side.descriptor, side.number);
  }

  private void fail(Side side) {
    end(side.carriage, side.carriage.failure(side, calls.errno()));
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
      thread.getUncaughtExceptionHandler().uncaughtException(thread, e);
    }
    for (Side side : new Side[] {carriage.client(), carriage.upstream()}) {
      slots.remove(side);
      calls.close(side.descriptor);
    }
  }

  private void runTasks() {
    for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
      task.run();
    }
  }
}
