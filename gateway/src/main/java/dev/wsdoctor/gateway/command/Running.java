package dev.wsdoctor.gateway.command;

import dev.wsdoctor.conf.Configuration;
import dev.wsdoctor.directive.Quantities;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/// What a server runs: the configuration in force, and the file that holds its process id.
record Running(Configuration configuration, PidFile pidFile) {
  /// What came in under this configuration may live on for `worker_shutdown_timeout` after its end;
  /// then `action` runs. Without the directive there is no limit.
  void afterShutdownTimeout(Runnable action) {
    configuration
        .body("worker_shutdown_timeout")
        .findFirst()
        .ifPresent(
            directive ->
                Quantities.milliseconds(directive.parameter())
                    .ifPresent(limit -> later(limit, action)));
  }

  private static void later(long milliseconds, Runnable action) {
    CompletableFuture.delayedExecutor(milliseconds, TimeUnit.MILLISECONDS).execute(action);
  }
}
