package dev.wsdoctor.conformance;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/// A third party's echo server, Debian's python3-websockets, on a free loopback port.
///
/// Its options are those at the top of echo-backend.py: `--path /ws`, `--origin http://a.example`,
/// `--request-host a.example`, `--subprotocol chat`, `--unix FILE`, `--certificate FILE --key
/// FILE`, `--close-at-once 1008`, `--silent`, `--max-size N`.
public final class WebSocketBackend implements AutoCloseable {
  private static final Duration STOP_LIMIT = Duration.ofSeconds(5);

  private final TemporaryFolder folder;
  private final Process process;
  private final int port;

  private WebSocketBackend(TemporaryFolder folder, Process process, int port) {
    this.folder = folder;
    this.process = process;
    this.port = port;
  }

  /// Starts the server and returns when it listens.
  public static WebSocketBackend start(String... options) {
    TemporaryFolder folder = TemporaryFolder.create("backend");
    try {
      Process process = run(folder, options);
      BufferedReader output = process.inputReader();
      String line = output.readLine();
      if (line == null) {
        String said = folder.read("errors");
        folder.close();
        throw new IllegalStateException("the backend did not start: " + said);
      }
      return new WebSocketBackend(folder, process, Integer.parseInt(line));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Process run(TemporaryFolder folder, String... options) throws IOException {
    Path script = folder.path().resolve("echo-backend.py");
    try (InputStream text = WebSocketBackend.class.getResourceAsStream("/echo-backend.py")) {
      Files.copy(Objects.requireNonNull(text, "echo-backend.py"), script);
    }
    List<String> command = new ArrayList<>(List.of(RealParts.PYTHON.toString(), script.toString()));
    command.addAll(List.of(options));
    return new ProcessBuilder(command)
        .redirectError(folder.path().resolve("errors").toFile())
        .start();
  }

  /// The port it listens on; 0 for a unix socket.
  public int port() {
    return port;
  }

  /// `127.0.0.1:port`, as a `proxy_pass` or an upstream's `server` line wants it.
  public String address() {
    return "127.0.0.1:" + port;
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
