package dev.wsdoctor.app.demo;

import dev.wsdoctor.sandbox.FreePorts;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/// A folder of the demonstration's own, with a copy of an example whose ports are free ones; gone
/// after `close`.
final class Workspace implements AutoCloseable {
  private static final String EXAMPLE = "/examples/upgrade-headers-missing/nginx.conf";
  private static final String LISTENER = "127.0.0.1:8080";
  private static final String BACKEND = "127.0.0.1:9000";

  private final Path folder;
  private final int port;

  private Workspace(Path folder, int port) {
    this.folder = folder;
    this.port = port;
  }

  /// Copies the example, with its backend on `backendPort`.
  static Workspace create(int backendPort) throws IOException {
    Workspace workspace = new Workspace(Files.createTempDirectory("wsdoctor-demo"), freePort());
    // As root, nginx's workers run as another user and must get in.
    workspace.folder.toFile().setExecutable(true, false);
    workspace.folder.toFile().setReadable(true, false);
    Files.writeString(
        workspace.configuration(),
        example()
            .replace(LISTENER, "127.0.0.1:" + workspace.port)
            .replace(BACKEND, "127.0.0.1:" + backendPort));
    return workspace;
  }

  private static String example() throws IOException {
    try (InputStream in = Workspace.class.getResourceAsStream(EXAMPLE)) {
      if (in == null) {
        throw new IllegalStateException(EXAMPLE + " is not packaged");
      }
      return withoutHeading(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    }
  }

  /// The comment at the top speaks of the ports before they are replaced.
  private static String withoutHeading(String example) {
    return example.substring(example.indexOf("pid "));
  }

  private static int freePort() throws IOException {
    try (FreePorts ports = new FreePorts()) {
      return ports.take();
    }
  }

  Path folder() {
    return folder;
  }

  Path configuration() {
    return folder.resolve("nginx.conf");
  }

  /// Where the repair keeps what it replaces.
  Path backups() {
    return folder.resolve("repairs");
  }

  /// Where nginx listens.
  int port() {
    return port;
  }

  @Override
  public void close() throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> all = Files.walk(folder)) {
      List<Path> inwardFirst = all.sorted(Comparator.reverseOrder()).toList();
      for (Path file : inwardFirst) {
        Files.deleteIfExists(file);
      }
    }
  }
}
