package dev.wsdoctor.conformance.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wsdoctor.conformance.Ports;
import dev.wsdoctor.conformance.RealNginx;
import dev.wsdoctor.conformance.RealParts;
import dev.wsdoctor.conformance.TemporaryFolder;
import dev.wsdoctor.gateway.Gateway;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// What nginx and the gateway count while the same connections come and go: the answers of
/// `stub_status` and the variables, byte for byte, each behind as many requests.
class StatusConformanceTest {
  private static final int PATIENCE_MILLIS = 8000;
  private static final Pattern COUNTS = Pattern.compile("\n ([0-9]+) ([0-9]+) ([0-9]+) \n");

  @Test
  void countsAreTheSame() throws Exception {
    RealParts.needNginx();
    int port = Ports.free();
    int backend = Ports.free();
    try (TemporaryFolder folder = TemporaryFolder.create("status")) {
      String text = configuration(port, backend);
      folder.write("nginx.conf", text);
      List<String> expected;
      try (RealNginx nginx = RealNginx.start(text, port)) {
        assertThat(nginx.pid()).isPositive();
        expected = seen(port, backend);
      }
      List<String> own;
      try (Gateway _ = StartedGateway.in(folder)) {
        own = seen(port, backend);
      }
      assertThat(own).isEqualTo(expected);
      assertThat(own.getFirst()).contains("Reading: 1 Writing: 2 Waiting: 2", "5/1/2/2");
    }
  }

  private static List<String> seen(int port, int backend) throws IOException {
    Scenario.Answer upgrade =
        new Scenario.Answer("HTTP/1.1 101 Switching Protocols\r\nUpgrade: w\r\n\r\n", "echo");
    List<String> seen = new ArrayList<>();
    try (ScriptedBackend _ = ScriptedBackend.start(backend, List.of(upgrade));
        Socket asker = connect(port)) {
      Answer before = new Answer("", 0, 0);
      before = ask(asker, before, "Active connections: 1");
      try (Socket idle = connect(port);
          Socket half = connect(port);
          Socket tunnel = connect(port);
          Socket kept = connect(port)) {
        say(half, "GET / HTTP/1.1\r\nHo");
        say(tunnel, "GET /t HTTP/1.1\r\nHost: a\r\nUpgrade: w\r\nConnection: upgrade\r\n\r\nx");
        until(tunnel, "\r\n\r\nx");
        say(kept, "GET /ok HTTP/1.1\r\nHost: a\r\n\r\n");
        until(kept, "\r\n\r\n");
        assertThat(idle.isConnected()).isTrue();
        Answer after = ask(asker, before, "Reading: 1 Writing: 2 Waiting: 2");
        seen.add(after.relativeTo(before));
        before = after;
        say(half, "st: a\r\n\r\n");
        say(tunnel, "y");
        until(tunnel, "y");
      }
      Answer after = ask(asker, before, "Active connections: 1");
      seen.add(after.relativeTo(before));
    }
    return seen;
  }

  private static String configuration(int port, int backend) {
    return """
        worker_processes 1;
        error_log error.log;
        events {}
        http {
          access_log off;
          server {
            listen 127.0.0.1:%d;
            location = /status {
              stub_status;
              add_header X-V $connections_active/$connections_reading/$connections_writing/$connections_waiting;
            }
            location = /ok { return 204; }
            location / {
              proxy_pass http://127.0.0.1:%d;
              proxy_http_version 1.1;
              proxy_set_header Upgrade $http_upgrade;
              proxy_set_header Connection upgrade;
            }
          }
        }
        """
        .formatted(port, backend);
  }

  /// A page of `stub_status`, with how much had been counted then.
  private record Answer(String text, long accepts, long requests) {
    String relativeTo(Answer before) {
      return COUNTS
          .matcher(text)
          .replaceFirst(
              "\n %d %d %d \n"
                  .formatted(
                      accepts - before.accepts,
                      accepts - before.accepts,
                      requests - before.requests));
    }
  }

  /// Asks until it says so; what the asking itself adds is taken away.
  private static Answer ask(Socket asker, Answer before, String expected) throws IOException {
    Instant end = Instant.now().plusMillis(PATIENCE_MILLIS);
    String answer = "";
    int asked = 0;
    while (!answer.contains(expected) && Instant.now().isBefore(end)) {
      say(asker, "GET /status HTTP/1.1\r\nHost: a\r\n\r\n");
      answer = until(asker, "Waiting: [0-9]+ \n");
      asked++;
    }
    assertThat(answer).as("after %s", before.text()).contains(expected);
    Matcher counts = COUNTS.matcher(answer);
    assertThat(counts.find()).isTrue();
    String text = answer.replaceFirst("Date: .*", "Date: then");
    return new Answer(
        text, Long.parseLong(counts.group(1)), Long.parseLong(counts.group(3)) - asked);
  }

  private static Socket connect(int port) throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setSoTimeout(PATIENCE_MILLIS);
    return socket;
  }

  private static void say(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  private static String until(Socket socket, String pattern) throws IOException {
    Pattern end = Pattern.compile(pattern + "\\z");
    StringBuilder text = new StringBuilder();
    InputStream in = socket.getInputStream();
    while (!end.matcher(text).find()) {
      int next = in.read();
      if (next < 0) {
        throw new IOException("ended behind: " + text);
      }
      text.append((char) next);
    }
    return text.toString();
  }
}
