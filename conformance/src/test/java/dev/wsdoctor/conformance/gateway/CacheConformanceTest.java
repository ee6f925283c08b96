package dev.wsdoctor.conformance.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wsdoctor.conformance.Ports;
import dev.wsdoctor.conformance.RealNginx;
import dev.wsdoctor.conformance.RealParts;
import dev.wsdoctor.conformance.TemporaryFolder;
import dev.wsdoctor.gateway.Gateway;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What several clients get of a cache while an answer is on its way, from nginx and from the
/// gateway.
class CacheConformanceTest {
  private static final int PATIENCE_MILLIS = 8000;
  private static final String OLD = "X-Accel-Expires: @1000\r\n";

  /// What a test does with a proxy in front of a backend.
  private interface Story {
    List<String> tell(int port, ServerSocket backend) throws IOException;
  }

  @Test
  void oneAsksForAll() throws Exception {
    same("proxy_cache_lock on;", CacheConformanceTest::lock);
  }

  @Test
  void eachAsksForItself() throws Exception {
    same("proxy_cache_lock off;", CacheConformanceTest::noLock);
  }

  @Test
  void whatIsOldIsRenewedInTheBackground() throws Exception {
    same(
        "proxy_cache_use_stale updating; proxy_cache_background_update on;"
            + " proxy_cache_revalidate on;",
        CacheConformanceTest::background);
  }

  private static void same(String settings, Story story) throws Exception {
    RealParts.needNginx();
    int port = Ports.free();
    try (TemporaryFolder folder = TemporaryFolder.create("cache");
        ServerSocket backend = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      backend.setSoTimeout(PATIENCE_MILLIS);
      String text = configuration(port, backend.getLocalPort(), settings);
      folder.write("nginx.conf", text);
      List<String> expected;
      try (RealNginx nginx = RealNginx.start(text, port)) {
        assertThat(nginx.pid()).isPositive();
        expected = story.tell(port, backend);
      }
      try (Gateway _ = StartedGateway.in(folder)) {
        assertThat(story.tell(port, backend)).isEqualTo(expected);
      }
    }
  }

  private static List<String> lock(int port, ServerSocket backend) throws IOException {
    List<String> seen = new ArrayList<>();
    try (Socket first = ask(port, "/");
        Socket upstream = backend.accept();
        Socket second = ask(port, "/")) {
      seen.add(request(upstream));
      ping(port);
      answer(upstream, "X-Accel-Expires: 100\r\n", "one");
      seen.add(rest(first));
      seen.add(rest(second));
    }
    return seen;
  }

  private static List<String> noLock(int port, ServerSocket backend) throws IOException {
    List<String> seen = new ArrayList<>();
    try (Socket first = ask(port, "/");
        Socket upstream = backend.accept();
        Socket second = ask(port, "/");
        Socket other = backend.accept()) {
      seen.add(request(upstream));
      seen.add(request(other));
      answer(upstream, "X-Accel-Expires: 100\r\n", "one");
      seen.add(rest(first));
      answer(other, "X-Accel-Expires: 100\r\n", "two");
      seen.add(rest(second));
    }
    try (Socket third = ask(port, "/")) {
      seen.add(rest(third));
    }
    return seen;
  }

  private static List<String> background(int port, ServerSocket backend) throws IOException {
    List<String> seen = new ArrayList<>();
    try (Socket first = ask(port, "/");
        Socket upstream = backend.accept()) {
      seen.add(request(upstream));
      answer(upstream, OLD + "ETag: \"x\"\r\n", "one");
      seen.add(rest(first));
    }
    try (Socket second = ask(port, "/");
        Socket upstream = backend.accept();
        Socket third = ask(port, "/")) {
      seen.add(request(upstream));
      seen.add(rest(third));
      answer(upstream, "X-Accel-Expires: 100\r\n", "two");
      seen.add(rest(second));
    }
    seen.add(whenHit(port));
    return seen;
  }

  private static String whenHit(int port) throws IOException {
    Instant end = Instant.now().plusMillis(PATIENCE_MILLIS);
    String answer = "";
    while (!answer.contains("X-C: HIT") && Instant.now().isBefore(end)) {
      try (Socket client = ask(port, "/")) {
        answer = rest(client);
      }
    }
    return answer;
  }

  private static Socket ask(int port, String path) throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setSoTimeout(PATIENCE_MILLIS);
    say(socket, "GET " + path + " HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
    return socket;
  }

  /// When it is answered, what was sent before has been looked at.
  private static void ping(int port) throws IOException {
    try (Socket socket = ask(port, "/ping")) {
      assertThat(rest(socket)).startsWith("HTTP/1.1 204");
    }
  }

  private static String request(Socket upstream) throws IOException {
    upstream.setSoTimeout(PATIENCE_MILLIS);
    StringBuilder text = new StringBuilder();
    while (!text.toString().endsWith("\r\n\r\n")) {
      int next = upstream.getInputStream().read();
      assertThat(next).isNotNegative();
      text.append((char) next);
    }
    return text.toString();
  }

  private static void answer(Socket upstream, String fields, String body) throws IOException {
    say(
        upstream,
        "HTTP/1.1 200 OK\r\n%sContent-Length: %d\r\n\r\n%s".formatted(fields, body.length(), body));
    upstream.shutdownOutput();
  }

  private static void say(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  private static String rest(Socket socket) throws IOException {
    String text = new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
    return text.replaceFirst("Date: .*", "Date: then");
  }

  private static String configuration(int port, int backend, String settings) {
    return """
    worker_processes 1;
    error_log error.log info;
    events {}
    http {
      access_log off;
      proxy_temp_path proxy;
      proxy_cache_path cache keys_zone=Z:1m;
      server {
        listen 127.0.0.1:%d;
        location = /ping { return 204; }
        location / {
          proxy_pass http://127.0.0.1:%d;
          proxy_set_header Host h;
          proxy_cache Z;
          add_header X-C $upstream_cache_status;
          %s
        }
      }
    }
    """
        .formatted(port, backend, settings);
  }
}
