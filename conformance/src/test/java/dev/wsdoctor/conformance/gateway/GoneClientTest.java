package dev.wsdoctor.conformance.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wsdoctor.conformance.Ports;
import dev.wsdoctor.conformance.RealParts;
import dev.wsdoctor.conformance.TemporaryFolder;
import dev.wsdoctor.gateway.tls.AnyPeer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.List;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A client that is gone when the tunnel has something for it, of nginx and of the gateway: both
/// call what failed by the same name. The server is halted while that comes about, so that it meets
/// the upstream's bytes first.
@Timeout(value = 120, threadMode = ThreadMode.SEPARATE_THREAD)
class GoneClientTest {
  private static final int PATIENCE_MILLIS = 20_000;

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void whatFailedIsCalledAsNginxCallsIt(boolean tls) throws Exception {
    RealParts.needNginx();
    String expected =
        "[info] %s failed (104: Connection reset by peer) while proxying upgraded connection, client:"
            .formatted(tls ? "SSL_write()" : "send()");
    assertThat(said(RealParts.NGINX, tls)).singleElement().asString().startsWith(expected);
    assertThat(said(GatewayProgram.PATH, tls)).singleElement().asString().startsWith(expected);
  }

  private static List<String> said(Path program, boolean tls) throws Exception {
    try (TemporaryFolder folder = TemporaryFolder.create("gone");
        GatewayProgram gateway = new GatewayProgram();
        ServerSocket backend = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      Pki.in(folder);
      int port = Ports.free();
      folder.write("nginx.conf", configuration(folder, port, tls, backend.getLocalPort()));
      Process process =
          gateway.start(program, folder, "-p", folder.path() + "/", "-c", "nginx.conf");
      try {
        GatewayProgram.await("the pid file", () -> Files.exists(folder.path().resolve("own.pid")));
        leave(process, port, tls, backend);
        GatewayProgram.await("its words", () -> !lines(folder).isEmpty());
      } finally {
        process.destroy();
        GatewayProgram.waitFor(process);
      }
      return lines(folder);
    }
  }

  private static void leave(Process process, int port, boolean tls, ServerSocket backend)
      throws Exception {
    Socket raw = new Socket(InetAddress.getLoopbackAddress(), port);
    raw.setSoTimeout(PATIENCE_MILLIS);
    Socket client =
        tls ? trusting().getSocketFactory().createSocket(raw, "one.test", port, false) : raw;
    client.getOutputStream().write(bytes("GET / HTTP/1.1\r\nHost: a\r\nUpgrade: w\r\n\r\n"));
    backend.setSoTimeout(PATIENCE_MILLIS);
    try (Socket upstream = backend.accept()) {
      upstream
          .getOutputStream()
          .write(bytes("HTTP/1.1 101 Switching Protocols\r\nUpgrade: w\r\n\r\n!"));
      while (client.getInputStream().read() != '!') {
        assertThat(client.isClosed()).isFalse();
      }
      signal("STOP", process);
      upstream.getOutputStream().write(bytes("more"));
      raw.setSoLinger(true, 0);
      raw.close();
      signal("CONT", process);
      assertThat(upstream.getInputStream().readAllBytes()).isNotNull(); // until it is over
    }
  }

  private static void signal(String name, Process process) throws Exception {
    for (ProcessHandle one :
        Stream.concat(Stream.of(process.toHandle()), process.descendants()).toList()) {
      Process kill = new ProcessBuilder("kill", "-" + name, Long.toString(one.pid())).start();
      assertThat(kill.waitFor()).isZero();
    }
  }

  private static String configuration(TemporaryFolder folder, int port, boolean tls, int upstream) {
    return """
    daemon off;
    master_process off;
    pid %1$s/own.pid;
    error_log error.log info;
    events { }
    http {
      access_log off;
      client_body_temp_path body;
      proxy_temp_path proxy;
      fastcgi_temp_path fastcgi;
      uwsgi_temp_path uwsgi;
      scgi_temp_path scgi;
      ssl_certificate one.crt;
      ssl_certificate_key one.key;
      server {
        listen 127.0.0.1:%2$d %3$s;
        location / {
          proxy_pass http://127.0.0.1:%4$d;
          proxy_http_version 1.1;
          proxy_set_header Upgrade $http_upgrade;
          proxy_set_header Connection upgrade;
        }
      }
    }
    """
        .formatted(folder.path(), port, tls ? "ssl" : "", upstream);
  }

  /// What was said of connections, without time and process.
  private static List<String> lines(TemporaryFolder folder) {
    Path log = folder.path().resolve("error.log");
    return Files.exists(log)
        ? folder
            .read("error.log")
            .lines()
            .filter(line -> line.contains(" *"))
            .map(line -> line.replaceFirst("^\\S+ \\S+ (\\[\\w+]) \\S+ \\*\\d+", "$1"))
            .toList()
        : List.of();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private static SSLContext trusting() throws IOException {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(
          new javax.net.ssl.KeyManager[0],
          new TrustManager[] {new AnyPeer(List.of())},
          new SecureRandom());
      return context;
    } catch (GeneralSecurityException e) {
      throw new IOException(e);
    }
  }
}
