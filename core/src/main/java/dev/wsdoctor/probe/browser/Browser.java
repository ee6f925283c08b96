package dev.wsdoctor.probe.browser;

import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A browser that runs without a window, with a profile of its own, until it is closed. It ends
/// with this process too.
final class Browser implements Closeable {
  private static final Duration START_LIMIT = Duration.ofSeconds(40);
  private static final Duration POLL = Duration.ofMillis(20);
  private static final Duration END_LIMIT = Duration.ofSeconds(5);
  private static final int MOST_COMPLAINT = 300;

  /// Nothing but what is asked for: no updates, no accounts, no QUIC past a proxy of TCP, and no
  /// sandbox, which root in a container cannot have.
  private static final List<String> USUAL =
      List.of(
          "--headless",
          "--no-sandbox",
          "--disable-gpu",
          "--disable-quic",
          "--no-first-run",
          "--no-default-browser-check",
          "--disable-background-networking",
          "--disable-component-update",
          "--disable-sync",
          "--disable-extensions",
          "--disable-dev-shm-usage",
          "--disable-breakpad",
          "--mute-audio",
          "--remote-debugging-port=0");

  private final Path folder;
  private final Process process;
  private final Thread hook;

  private Browser(Path folder, Process process) {
    this.folder = folder;
    this.process = process;
    this.hook = new Thread(this::end, "end of the browser");
  }

  /// Starts it with more options than the usual ones.
  static Browser start(Path program, List<String> options) throws BrowserFailure {
    try {
      Path folder = Files.createTempDirectory("wsdoctor-browser");
      List<String> command = new ArrayList<>(List.of(program.toString()));
      command.addAll(USUAL);
      command.add("--user-data-dir=" + folder.resolve("profile"));
      command.addAll(options);
      command.add("about:blank");
      ProcessBuilder builder =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(folder.resolve("output").toFile());
      builder.environment().put("HOME", folder.toString());
      Browser browser = new Browser(folder, builder.start());
      Runtime.getRuntime().addShutdownHook(browser.hook);
      return browser;
    } catch (IOException e) {
      throw new BrowserFailure(
          "cannot start %s: %s; name another with --browser-path"
              .formatted(program, e.getMessage()));
    } catch (IllegalStateException _) {
      throw new BrowserFailure("interrupted before the browser was started");
    }
  }

  /// Where DevTools listens, when it does: the port, and the path of the browser's own socket.
  DevToolsAddress address(BooleanSupplier stopped) throws BrowserFailure {
    long end = System.nanoTime() + START_LIMIT.toNanos();
    Path file = folder.resolve("profile").resolve("DevToolsActivePort");
    while (System.nanoTime() < end && process.isAlive() && !stopped.getAsBoolean()) {
      List<String> lines = lines(file);
      if (lines.size() >= 2) {
        return new DevToolsAddress(Integer.parseInt(lines.getFirst().strip()), lines.get(1));
      }
      LockSupport.parkNanos(POLL.toNanos());
    }
    throw new BrowserFailure(
        "the browser did not start within %d s%s; try it by hand, or name another with --browser-path"
            .formatted(START_LIMIT.toSeconds(), complaint()));
  }

  /// `path` is that of the WebSocket which drives the whole browser.
  record DevToolsAddress(int port, String path) {}

  private static List<String> lines(Path file) {
    try {
      return Files.readAllLines(file, StandardCharsets.ISO_8859_1);
    } catch (IOException _) {
      return List.of();
    }
  }

  /// The last thing that it said.
  private String complaint() {
    List<String> said = lines(folder.resolve("output"));
    String last = said.isEmpty() ? "" : said.getLast();
    return last.isEmpty()
        ? ""
        : " (it says: %s)".formatted(last.substring(0, Math.min(MOST_COMPLAINT, last.length())));
  }

  /// Ends it and deletes its folder.
  @Override
  public void close() {
    end();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException _) {
      // This process is ending already.
    }
  }

  private void end() {
    List<ProcessHandle> all =
        Stream.concat(process.toHandle().descendants(), Stream.of(process.toHandle())).toList();
    process.destroy();
    try {
      process.waitFor(END_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    all.forEach(ProcessHandle::destroyForcibly);
    long end = System.nanoTime() + END_LIMIT.toNanos();
    while (all.stream().anyMatch(ProcessHandle::isAlive) && System.nanoTime() < end) {
      LockSupport.parkNanos(POLL.toNanos());
    }
    delete();
  }

  private void delete() {
    try {
      Files.walkFileTree(
          folder,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                throws IOException {
              Files.deleteIfExists(file);
              return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException error)
                throws IOException {
              Files.deleteIfExists(directory);
              return FileVisitResult.CONTINUE;
            }
          });
    } catch (IOException _) {
      // What is left lies in the folder for temporary files.
    }
  }
}
