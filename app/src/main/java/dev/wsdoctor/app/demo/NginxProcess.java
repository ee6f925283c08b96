package dev.wsdoctor.app.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// An nginx, or a gateway, that runs one folder's nginx.conf in the foreground, until it is closed.
final class NginxProcess implements AutoCloseable {
  private static final Duration STOP_LIMIT = Duration.ofSeconds(5);

  private final Path program;
  private final Path folder;
  private final Process process;

  private NginxProcess(Path program, Path folder, Process process) {
    this.program = program;
    this.folder = folder;
    this.process = process;
  }

  static NginxProcess start(Path program, Path folder) throws IOException {
    return new NginxProcess(program, folder, run(program, folder, "-g", "daemon off;"));
  }

  private static Process run(Path program, Path folder, String... more) throws IOException {
    List<String> command =
        Stream.concat(
                Stream.of(program.toString(), "-p", folder + "/", "-c", folder + "/nginx.conf"),
                Stream.of(more))
            .toList();
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
    await(run(program, folder, "-g", "daemon off;", "-s", "reload"));
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
