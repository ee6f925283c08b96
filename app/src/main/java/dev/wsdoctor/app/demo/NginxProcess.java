package dev.wsdoctor.app.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// An nginx, or a gateway, that runs one folder's nginx.conf in the foreground, until it is closed.
final class NginxProcess implements AutoCloseable {
  private static final Duration STOP_LIMIT = Duration.ofSeconds(5);

  private final Runner runner;
  private final Path folder;
  private final Process process;

  private NginxProcess(Runner runner, Path folder, Process process) {
    this.runner = runner;
    this.folder = folder;
    this.process = process;
  }

  static NginxProcess start(Runner runner, Path folder) throws IOException {
    return new NginxProcess(runner, folder, run(runner, folder));
  }

  private static Process run(Runner runner, Path folder, String... more) throws IOException {
    List<String> command = new ArrayList<>(runner.words());
    command.addAll(List.of("-p", folder + "/", "-c", folder + "/nginx.conf", "-g", "daemon off;"));
    command.addAll(List.of(more));
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(folder.resolve("output").toFile()))
        .start();
  }

  long pid() {
    return process.pid();
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /// What it printed so far: why it did not start, if it did not.
  String output() throws IOException {
    return Files.readString(folder.resolve("output")).strip();
  }

  /// As a person does: `-s reload`.
  void reload() throws IOException {
    await(run(runner, folder, "-s", "reload"));
  }

  @Override
  public void close() {
    List<ProcessHandle> workers = process.children().toList();
    process.destroy();
    if (!await(process)) {
      process.destroyForcibly();
      workers.forEach(ProcessHandle::destroyForcibly);
    }
  }

  private static boolean await(Process process) {
    try {
      return process.waitFor(STOP_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
