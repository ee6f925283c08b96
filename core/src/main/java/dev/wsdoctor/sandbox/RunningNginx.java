package dev.wsdoctor.sandbox;

import java.io.File;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// An nginx process of the sandbox, killed by `close` or with the Java process.
final class RunningNginx implements AutoCloseable {
  static final String OUTPUT = "output";

  private final Process process;
  private final Thread atExit;
  private final Limits limits;

  private RunningNginx(Process process, Limits limits) {
    this.process = process;
    this.limits = limits;
    this.atExit = new Thread(process::destroyForcibly, "sandbox-nginx");
  }

  static RunningNginx start(List<String> command, Workspace workspace, Limits limits)
      throws IOException {
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(new File(workspace.path(OUTPUT)))
            .start();
    process.getOutputStream().close();
    RunningNginx nginx = new RunningNginx(process, limits);
    Runtime.getRuntime().addShutdownHook(nginx.atExit);
    return nginx;
  }

  boolean hasEnded() {
    return !process.isAlive();
  }

  @Override
  public void close() {
    process.destroyForcibly();
    try {
      process.waitFor(limits.stop().toMillis(), TimeUnit.MILLISECONDS);
      Runtime.getRuntime().removeShutdownHook(atExit);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } catch (IllegalStateException _) {
      // The Java process is ending: the hook runs.
    }
  }
}
