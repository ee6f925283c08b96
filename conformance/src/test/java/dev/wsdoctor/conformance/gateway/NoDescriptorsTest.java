package dev.wsdoctor.conformance.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wsdoctor.conformance.Ports;
import dev.wsdoctor.conformance.RealParts;
import dev.wsdoctor.conformance.TemporaryFolder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// A process that may have no more descriptors, of nginx and of the gateway: both say so, and
/// accept again when some have become free.
class NoDescriptorsTest {
  private static final int LIMIT = 200;
  private static final String SAID = "accept4() failed";

  @Test
  void nginxSaysSo() throws IOException {
    RealParts.needNginx();
    assertThat(said(Path.of("nginx")))
        .contains("[crit] accept4() failed (24: Too many open files)");
  }

  @Test
  void theGatewaySaysSo() throws IOException {
    assertThat(said(GatewayProgram.PATH))
        .contains("[crit] accept4() failed (24: Too many open files)");
  }

  /// What the server's error log says of it, without time and process, when all is well again.
  private static String said(Path program) throws IOException {
    try (TemporaryFolder folder = TemporaryFolder.create("descriptors");
        TemporaryFolder jars = TemporaryFolder.create("jars");
        GatewayProgram gateway = GatewayProgram.packed(jars)) {
      int port = Ports.free();
      folder.write("nginx.conf", configuration(folder, port));
      Path limited = folder.write("limited", limiting(program));
      assertThat(limited.toFile().setExecutable(true)).isTrue();
      String place = folder.path() + "/";
      Process process = gateway.start(limited, folder, "-p", place, "-c", "nginx.conf");
      try {
        GatewayProgram.await("the pid file", () -> isThere(folder, "nginx.pid"));
        exhaust(port, folder);
        assertThat(ask(port)).startsWith("HTTP/1.1 200");
      } finally {
        process.destroy();
        GatewayProgram.waitFor(process);
      }
      return folder.read("server.log").replaceAll("(?m)^\\S+ \\S+ (\\[\\w+]) \\S+", "$1");
    }
  }

  private static String configuration(TemporaryFolder folder, int port) {
    return """
    daemon off;
    master_process off;
    pid %s/nginx.pid;
    error_log error.log;
    events { }
    http {
      access_log off;
      server {
        listen 127.0.0.1:%d;
        error_log server.log;
        return 200 "here";
      }
    }
    """
        .formatted(folder.path(), port);
  }

  private static String limiting(Path program) {
    return """
    #!/bin/sh
    ulimit -n %d
    PATH=$PATH:/usr/sbin:/usr/local/sbin exec %s "$@"
    """
        .formatted(LIMIT, program);
  }

  private static boolean isThere(TemporaryFolder folder, String name) {
    return Files.exists(folder.path().resolve(name));
  }

  /// Holds more connections than it may, until it says so.
  private static void exhaust(int port, TemporaryFolder folder) throws IOException {
    List<Socket> held = new ArrayList<>();
    try {
      for (int i = 0; i < LIMIT; i++) {
        held.add(new Socket(InetAddress.getLoopbackAddress(), port));
      }
      GatewayProgram.await(
          "the message",
          () -> isThere(folder, "server.log") && folder.read("server.log").contains(SAID));
    } finally {
      for (Socket socket : held) {
        socket.close();
      }
    }
  }

  private static String ask(int port) throws IOException {
    try (Socket client = new Socket(InetAddress.getLoopbackAddress(), port)) {
      client.setSoTimeout((int) GatewayProgram.LIMIT.toMillis());
      String request = "GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
      client.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
      return new String(client.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
    }
  }
}
