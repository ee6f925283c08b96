package dev.wsdoctor.probe;

import dev.wsdoctor.http.Fields;
import dev.wsdoctor.http.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.Semaphore;

/// Asks several hops at the same time, each on a platform thread: virtual ones would delay the exit
/// of a command by 300 ms.
public final class Probes {
  private static final int AT_ONCE = 8;

  private Probes() {}

  /// The URL through nginx first, then the backends in their order. `extra` are the client's own
  /// fields; what a backend gets is in its target.
  public static List<Observation> run(
      Target target, Fields extra, List<ProbeTarget> backends, Limits limits) {
    List<ProbeTarget> all = new ArrayList<>();
    all.add(ProbeTarget.through(target).with(extra));
    all.addAll(backends);
    return run(all, limits);
  }

  /// These hops, in their order.
  public static List<Observation> run(List<ProbeTarget> targets, Limits limits) {
    Semaphore slots = new Semaphore(AT_ONCE);
    List<FutureTask<Observation>> tasks =
        targets.stream().map(target -> start(target, limits, slots)).toList();
    return tasks.stream().map(Probes::result).toList();
  }

  private static FutureTask<Observation> start(ProbeTarget target, Limits limits, Semaphore slots) {
    slots.acquireUninterruptibly();
    var task =
        new FutureTask<Observation>(
            () -> {
              try {
                return HandshakeProbe.run(target, Fields.NONE, limits);
              } finally {
                slots.release();
              }
            });
    Thread.ofPlatform().daemon().name("probe " + target.endpoint().display()).start(task);
    return task;
  }

  private static Observation result(FutureTask<Observation> task) {
    try {
      return task.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException("a probe failed by a fault of its own", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while probing", e);
    }
  }
}
