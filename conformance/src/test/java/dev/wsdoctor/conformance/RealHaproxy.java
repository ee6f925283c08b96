package dev.wsdoctor.conformance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/// Debian's HAProxy in front of one server, on loopback until it is closed.
final class RealHaproxy implements AutoCloseable {
  private static final Duration START_LIMIT = Duration.ofSeconds(10);
  private static final Duration STOP_LIMIT = Duration.ofSeconds(5);
  private static final Duration POLL = Duration.ofMillis(5);

  private final TemporaryFolder folder;
  private final Process process;

  private RealHaproxy(TemporaryFolder folder, Process process) {
    this.folder = folder;
    this.process = process;
  }

  /// Listens on `port` and passes all on to `server`; `timers` are lines of `defaults`, such as
  /// `timeout tunnel 2s`.
  static RealHaproxy start(int port, String server, String timers) {
    return start(Integer.toString(port), port, server, timers);
  }

  /// The same with more words behind the port on its `bind` line, such as `8443 ssl crt FILE`.
  static RealHaproxy start(String bind, int port, String server, String timers) {
    TemporaryFolder folder = TemporaryFolder.create("real-haproxy");
    folder.write(
        "haproxy.cfg",
        """
        defaults
            mode http
            timeout connect 5s
            timeout client 30s
            timeout server 30s
        %s
        frontend in
            bind 127.0.0.1:%s
            default_backend out
        backend out
            server one %s
        """
            .formatted(timers.indent(4), bind, server));
    RealHaproxy haproxy = new RealHaproxy(folder, run(folder));
    haproxy.await(port);
    return haproxy;
  }

  private static Process run(TemporaryFolder folder) {
    try {
      return new ProcessBuilder(
              RealParts.HAPROXY.toString(), "-db", "-f", folder.path() + "/haproxy.cfg")
          .redirectErrorStream(true)
          .redirectOutput(folder.path().resolve("output").toFile())
          .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void await(int port) {
    Instant end = Instant.now().plus(START_LIMIT);
    while (process.isAlive() && Instant.now().isBefore(end) && !Ports.accepts(port)) {
      LockSupport.parkNanos(POLL.toNanos());
    }
    if (!Ports.accepts(port)) {
      String said = folder.read("output");
      close();
      throw new IllegalStateException("haproxy did not start: " + said);
    }
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(STOP_LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      process.destroyForcibly();
    }
    folder.close();
  }
}
