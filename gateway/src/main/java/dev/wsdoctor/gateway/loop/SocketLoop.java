package dev.wsdoctor.gateway.loop;

import io.netty.channel.IoHandle;
import io.netty.channel.IoHandler;
import io.netty.channel.IoHandlerContext;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.IoOps;
import io.netty.channel.IoRegistration;
import io.netty.util.concurrent.ThreadAwareExecutor;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayDeque;
import java.util.Optional;

/// What one thread of Netty does between its tasks: waits for the kernel, reads and writes the
/// sockets of [StreamChannel]s, accepts for [ListeningChannel]s, and carries the tunnels that were
/// channels before (decision 0046). Only `wakeup` and `execute` may be called by other threads.
public final class SocketLoop implements IoHandler {
  /// What is read or written at once; all sockets of the loop share it.
  private static final int BUFFER_BYTES = 256 * 1024;

  /// What a channel reads at once.
  static final int READ_BYTES = 64 * 1024;

  private static final int WAKE_UP = -1;
  private static final int FOREVER = -1;

  private final ThreadAwareExecutor executor;
  private final Arena arena = Arena.ofAuto(); // others may still signal when this ends
  private final SystemCalls calls = new SystemCalls(arena);
  private final MemorySegment buffer = arena.allocate(BUFFER_BYTES, 4096);
  private final MemorySegment readRoom = buffer.asSlice(0, READ_BYTES);
  private final Gathering gathering = new Gathering(buffer);
  private final Slots slots = new Slots();
  private final ArrayDeque<StreamChannel> toRead = new ArrayDeque<>();
  private final Epoll epoll;
  private final Wakeup wakeup;
  private final Tunnels tunnels;
  private Optional<TlsRoom> tlsRoom = Optional.empty();
  private long now;
  private boolean isEnding;

  private SocketLoop(ThreadAwareExecutor executor) throws IOException {
    this.executor = executor;
    this.epoll = new Epoll(calls, arena);
    this.wakeup = new Wakeup(calls, arena);
    this.tunnels = new Tunnels(this);
    if (!epoll.add(wakeup.descriptor(), WAKE_UP)) {
      throw calls.failure("epoll_ctl()");
    }
  }

  /// Makes a loop for each thread of a group; nothing where the system has no epoll, or the JVM
  /// does not let us call it.
  public static Optional<IoHandlerFactory> factory() {
    return Availability.HERE ? Optional.of(SocketLoop::open) : Optional.empty();
  }

  private static final class Availability {
    static final boolean HERE = System.getProperty("os.name").equals("Linux") && isLinked();

    private static boolean isLinked() {
      try (Arena arena = Arena.ofConfined()) {
        SystemCalls calls = new SystemCalls(arena);
        new Epoll(calls, arena).close();
        return true;
      } catch (IOException | LinkageError | IllegalCallerException _) {
        return false;
      }
    }
  }

  static SocketLoop open(ThreadAwareExecutor executor) {
    try {
      return new SocketLoop(executor);
    } catch (IOException e) { // this process has no descriptors left
      throw new IllegalStateException(e);
    }
  }

  SystemCalls calls() {
    return calls;
  }

  MemorySegment buffer() {
    return buffer;
  }

  /// The part of the buffer that a channel reads into.
  MemorySegment readRoom() {
    return readRoom;
  }

  /// Made when the first socket needs it.
  TlsRoom tlsRoom() {
    TlsRoom room = tlsRoom.orElseGet(() -> TlsRoom.of(arena));
    tlsRoom = Optional.of(room);
    return room;
  }

  /// What it brings together stands at the start of the buffer.
  Gathering gathering() {
    return gathering;
  }

  Epoll epoll() {
    return epoll;
  }

  Slots slots() {
    return slots;
  }

  Tunnels tunnels() {
    return tunnels;
  }

  /// When the last batch of events came, as [System#nanoTime] has it.
  long now() {
    return now;
  }

  boolean isEnding() {
    return isEnding;
  }

  void execute(Runnable task) {
    executor.execute(task);
  }

  void report(RuntimeException bug) {
    Thread thread = Thread.currentThread();
    thread.getUncaughtExceptionHandler().uncaughtException(thread, bug);
  }

  /// The channel wants to read what the kernel has told of before.
  void readSoon(StreamChannel channel) {
    toRead.add(channel);
  }

  @Override
  public int run(IoHandlerContext context) {
    int count = epoll.await(wait(context));
    now = System.nanoTime();
    for (int i = 0; i < count; i++) {
      meet(epoll.number(i), epoll.flags(i));
    }
    for (int left = toRead.size(); left > 0; left--) {
      toRead.remove().goOn();
    }
    tunnels.goOn();
    slots.recycle();
    tunnels.endLate(now);
    return count;
  }

  /// Milliseconds for which nothing else is to be done.
  private int wait(IoHandlerContext context) {
    if (!toRead.isEmpty() || tunnels.hasUnfinished() || !context.canBlock()) {
      return 0;
    }
    long time = System.nanoTime();
    int untilTunnel = tunnels.untilNext(time);
    if (context.deadlineNanos() < 0) {
      return untilTunnel;
    }
    long nanos = context.delayNanos(time);
    int untilTask =
        Math.clamp(nanos / 1_000_000 + (nanos % 1_000_000 == 0 ? 0 : 1), 0, Integer.MAX_VALUE);
    return untilTunnel == FOREVER ? untilTask : Math.min(untilTask, untilTunnel);
  }

  private void meet(int number, int flags) {
    if (number == WAKE_UP) {
      wakeup.clear();
      return;
    }
    try {
      slots.at(number).ready(flags);
    } catch (RuntimeException e) { // a bug of the one must not end the others
      report(e);
    }
  }

  @Override
  public void wakeup() {
    if (!executor.isExecutorThread(Thread.currentThread())) {
      wakeup.signal();
    }
  }

  @Override
  public boolean isCompatible(Class<? extends IoHandle> type) {
    return LoopHandle.class.isAssignableFrom(type);
  }

  @Override
  public IoRegistration register(IoHandle handle) {
    return new Registration();
  }

  @Override
  public void prepareToDestroy() {
    isEnding = true;
    slots.all().forEach(Watched::loopEnds);
  }

  @Override
  public void destroy() {
    prepareToDestroy(); // which Netty leaves out when it is told to end between two rounds
    epoll.close();
    wakeup.close();
    tlsRoom.ifPresent(TlsRoom::close);
  }

  /// A channel's hold of its loop. What it watches it tells the loop itself.
  private final class Registration implements IoRegistration {
    private boolean isValid = true;

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // Netty's signature
    @Override
    public <T> T attachment() {
      return (T) SocketLoop.this;
    }

    @Override
    public long submit(IoOps operations) {
      throw new UnsupportedOperationException("nothing is submitted to this loop");
    }

    @Override
    public boolean isValid() {
      return isValid;
    }

    @Override
    public boolean cancel() {
      boolean was = isValid;
      isValid = false;
      return was;
    }
  }
}
