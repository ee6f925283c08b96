package dev.wsdoctor.log;

import static dev.wsdoctor.log.LogSignature.error;
import static dev.wsdoctor.log.LogSignature.remark;

import dev.wsdoctor.log.LogSignature.Scope;
import java.util.List;

/// What concerns all requests: capacity, workers that end, configurations that do not load.
final class ProcessSignatures {
  private static final LogSignature CONNECTIONS =
      error(
          Scope.PROCESS,
          "worker-connections-exhausted",
          0.97,
          "a worker had no connection left",
          "A tunnel takes two of worker_connections as long as it lives; when they are used up nginx answers"
              + " 500, or drops the oldest idle connections first.",
          "raise worker_connections, and worker_rlimit_nofile to at least twice as much");

  private static final LogSignature FILES =
      error(
          Scope.PROCESS,
          "worker-connections-exhausted",
          0.95,
          "nginx had no file descriptor left",
          "Each tunnel takes two file descriptors; without one nginx accepts nobody, and new clients hang"
              + " without an answer.",
          "set worker_rlimit_nofile to at least twice worker_connections");

  static final List<LogSignature> ALL =
      List.of(
          CONNECTIONS.asWarning().when("worker_connections are not enough, reusing connections"),
          CONNECTIONS.when("worker_connections are not enough"),
          FILES.when("(24: Too many open files)"),
          error(
                  Scope.PROCESS,
                  "reload-closes-connections",
                  0.6,
                  "a worker ended while it still held sockets",
                  "A worker that exits closes whatever it holds, without a Close frame.",
                  "reload less often, and give old workers time (worker_shutdown_timeout)")
              .asWarning()
              .when("open socket #", "left in connection"),
          remark(
                  Scope.PROCESS,
                  "a worker was killed or crashed: its sockets vanished, without a line in the access log (signal 9: mostly memory; see dmesg)")
              .when("worker process ", "exited on signal"),
          error(
                  Scope.PROCESS,
                  "config-not-loaded",
                  0.7,
                  "nginx refused a configuration",
                  "After a failed start or reload the old configuration stays in force, or nothing does.",
                  "run nginx -t, mend what it says, and reload")
              .asWarning()
              .at(Level.EMERG));

  private ProcessSignatures() {}
}
