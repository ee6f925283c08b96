package dev.wsdoctor.gateway.log;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/// Has the buffers of logs written when they are due (`ngx_http_log_flush_handler`). May be used by
/// many threads.
final class FlushTimer {
  private final Logs logs;
  private final ScheduledExecutorService executor;
  private final InstantSource clock;
  private final AtomicBoolean waits = new AtomicBoolean();

  FlushTimer(Logs logs, ScheduledExecutorService executor, InstantSource clock) {
    this.logs = logs;
    this.executor = executor;
    this.clock = clock;
  }

  /// Something is due at that time; unless it waits already, for what is due before or later finds
  /// out about it then.
  void wake(Instant now, Instant due) {
    if (!executor.isShutdown() && waits.compareAndSet(false, true)) {
      long millis = Math.max(1, Duration.between(now, due).toMillis());
      ScheduledFuture<?> _ = executor.schedule(this::look, millis, TimeUnit.MILLISECONDS);
    }
  }

  private void look() {
    waits.set(false);
    Instant now = clock.instant();
    logs.flush(now);
    logs.nextFlush().ifPresent(due -> wake(now, due));
  }
}
