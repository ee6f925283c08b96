package dev.wsdoctor.gateway.exchange;

import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.ScheduledFuture;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// One deadline that is moved often and met seldom: moving it costs nothing, since the loop looks
/// only when the first one was due. Used by the thread of its loop.
final class Timer {
  private final EventExecutor loop;
  private final Runnable action;
  private long deadline;
  private boolean armed;
  private @Nullable ScheduledFuture<?> look;
  private long lookAt;

  Timer(EventExecutor loop, Runnable action) {
    this.loop = loop;
    this.action = action;
  }

  /// Runs the action after that time, unless it is moved or stopped before.
  void start(Duration after) {
    deadline = System.nanoTime() + after.toNanos();
    armed = true;
    if (look == null || lookAt - deadline > 0) {
      schedule(after.toNanos());
    }
  }

  void stop() {
    armed = false;
  }

  /// Stops for good.
  void end() {
    armed = false;
    if (look != null) {
      look.cancel(false);
      look = null;
    }
  }

  private void schedule(long nanos) {
    if (look != null) {
      look.cancel(false);
    }
    lookAt = System.nanoTime() + nanos;
    look = loop.schedule(this::look, nanos, TimeUnit.NANOSECONDS);
  }

  private void look() {
    look = null;
    if (!armed) {
      return;
    }
    long left = deadline - System.nanoTime();
    if (left > 0) {
      schedule(left);
      return;
    }
    armed = false;
    action.run();
  }
}
