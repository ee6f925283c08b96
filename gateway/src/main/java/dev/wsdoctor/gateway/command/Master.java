package dev.wsdoctor.gateway.command;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/// The process that a person or a script knows by its id: the shell that started this JVM, which
/// hands signals on, or this JVM itself.
///
/// @param pid its id
/// @param parent the shell, if there is one
/// @param place where it runs
record Master(long pid, Optional<ProcessHandle> parent, Place place) {
  /// Set by bin/gateway.
  private static final String PID = "gateway.master";

  private static final String PLACE = "GATEWAY_PLACE";
  private static final Executor LATER = CompletableFuture.delayedExecutor(1, TimeUnit.SECONDS);

  /// Whether somebody waits for its end.
  enum Place {
    /// As the configuration says.
    AS_WRITTEN,
    /// Whatever the configuration says.
    FOREGROUND,
    /// In a session of its own; its starter waits only until it listens.
    BACKGROUND
  }

  static Master ofProcess() {
    String pid = System.getProperty(PID, "");
    if (pid.isEmpty()) {
      return new Master(ProcessHandle.current().pid(), Optional.empty(), Place.FOREGROUND);
    }
    long number = Long.parseLong(pid);
    return new Master(number, ProcessHandle.of(number), askedPlace());
  }

  private static Place askedPlace() {
    return switch (System.getenv().getOrDefault(PLACE, "")) {
      case "foreground" -> Place.FOREGROUND;
      case "background" -> Place.BACKGROUND;
      default -> Place.AS_WRITTEN;
    };
  }

  /// Runs that when the shell has ended. The JDK also takes a process for ended when it has no
  /// descriptor left to look at it with, which is no reason to end a gateway that is full.
  void whenOrphaned(Runnable then) {
    parent.ifPresent(
        shell ->
            shell
                .onExit()
                .thenRun(
                    () -> {
                      if (isThere(shell)) {
                        LATER.execute(() -> whenOrphaned(then));
                      } else {
                        then.run();
                      }
                    }));
  }

  /// Asked without a descriptor.
  private static boolean isThere(ProcessHandle process) {
    return Files.exists(Path.of("/proc", Long.toString(process.pid())));
  }

  boolean canGoToTheBackground() {
    return place == Place.AS_WRITTEN;
  }

  /// As a command of `wsdoctor`, which speaks to people.
  boolean isForAPerson() {
    return place == Place.FOREGROUND;
  }

  boolean isInTheBackground() {
    return place == Place.BACKGROUND;
  }
}
