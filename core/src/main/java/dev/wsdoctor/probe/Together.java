package dev.wsdoctor.probe;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Runs tasks at the same time, each on a platform thread: virtual ones would delay the exit of a
/// command by 300 ms.
public final class Together {
  /// What the frames of the codec and of TLS need, and not the megabyte that is usual.
  private static final long STACK_BYTES = 256 * 1024;

  private static final long TICK_MILLIS = 1000;

  private Together() {}

  /// Their results in their order; a fault of a task is a fault of the program.
  public static <T> List<T> all(List<? extends Callable<T>> tasks) {
    return all(tasks, () -> {});
  }

  /// The same, and `tick` is called about every second while they run.
  public static <T> List<T> all(List<? extends Callable<T>> tasks, Runnable tick) {
    List<FutureTask<T>> running = tasks.stream().map(Together::<T>start).toList();
    return running.stream().map(task -> result(task, tick)).toList();
  }

  private static <T> FutureTask<T> start(Callable<T> task) {
    var running = new FutureTask<T>(task);
    Thread.ofPlatform().daemon().name("probe").stackSize(STACK_BYTES).start(running);
    return running;
  }

  private static <T> T result(FutureTask<T> running, Runnable tick) {
    while (true) {
      try {
        return running.get(TICK_MILLIS, TimeUnit.MILLISECONDS);
      } catch (TimeoutException _) {
        tick.run();
      } catch (ExecutionException e) {
        throw new IllegalStateException("a probe failed by a fault of its own", e.getCause());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("interrupted while probing", e);
      }
    }
  }
}
