package dev.wsdoctor.app.demo;

import dev.wsdoctor.sandbox.FreePorts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// A folder of the demonstration's own, with a scenario's configuration on free ports; gone after
/// `close`.
final class Workspace implements AutoCloseable {
  /// Where nginx writes: all below its prefix, so that no privilege is needed.
  private static final String PLACES =
      """
      pid nginx.pid;
      error_log error.log info;
      events {}
      http {
          access_log access.log;
          client_body_temp_path client_body;
          proxy_temp_path proxy;
          fastcgi_temp_path fastcgi;
          uwsgi_temp_path uwsgi;
          scgi_temp_path scgi;
      """;

  private static final String NO_PLACES = "events {}\nhttp {\n    access_log off;\n";

  private final Path folder;
  private final Map<String, Integer> ports;

  private Workspace(Path folder, Map<String, Integer> ports) {
    this.folder = folder;
    this.ports = ports;
  }

  /// Writes the scenario's configuration, with the application and the talker on these ports.
  static Workspace create(Scenario scenario, int backend, int talker) throws IOException {
    Map<String, Integer> ports =
        Map.of(
            "{port}", freePort(),
            "{port2}", freePort(),
            "{free}", freePort(),
            "{backend}", backend,
            "{talker}", talker);
    String name = "wsdoctor-demo%d-".formatted(ProcessHandle.current().pid());
    Workspace workspace = new Workspace(Files.createTempDirectory(name), ports);
    // As root, nginx's workers run as another user and must get in.
    workspace.folder.toFile().setExecutable(true, false);
    workspace.folder.toFile().setReadable(true, false);
    String text = scenario.configuration().replace(NO_PLACES, PLACES);
    Files.writeString(workspace.configuration(), workspace.placed(text));
    return workspace;
  }

  /// That text with the ports in it.
  String placed(String text) {
    String placed = text;
    for (Map.Entry<String, Integer> port : ports.entrySet()) {
      placed = placed.replace(port.getKey(), port.getValue().toString());
    }
    return placed;
  }

  /// Replaces one piece of the configuration, as a person would: `OLD => NEW`.
  void change(String change) throws IOException {
    String[] oldAndNew = placed(change).split(" => ", 2);
    String before = Files.readString(configuration());
    String after = before.replace(oldAndNew[0], oldAndNew[1]);
    if (after.equals(before)) {
      throw new IllegalStateException("nothing to change: " + change);
    }
    Files.writeString(configuration(), after);
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
