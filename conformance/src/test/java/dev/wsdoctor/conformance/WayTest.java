package dev.wsdoctor.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wsdoctor.diagnosis.Answer;
import dev.wsdoctor.diagnosis.CheckRequest;
import dev.wsdoctor.diagnosis.ConfigurationSource;
import dev.wsdoctor.diagnosis.Doctor;
import dev.wsdoctor.diagnosis.Report;
import dev.wsdoctor.http.Target;
import dev.wsdoctor.nginx.Sent;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// An nginx behind an nginx: the backend behind both gets what the report of the inner one says.
class WayTest {
  private static final int MILLISECONDS = 10_000;

  @BeforeAll
  static void needsTheRealParts() {
    RealParts.needNginx();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "location / { proxy_pass http://127.0.0.1:INNER; proxy_set_header Host $host; HANDSHAKE }",
        "location /app/ { proxy_pass http://inner/v1/; proxy_set_header X-Forwarded-Proto https; HANDSHAKE }",
        "location ~ ^/app/(.*) { proxy_pass http://inner/x/$1?room=7; proxy_set_header Host b.example; HANDSHAKE }",
        "location /app { rewrite ^/app(.*) /y$1 break; proxy_pass http://inner; HANDSHAKE }"
      })
  void theInnerReportSaysWhatTheBackendGets(String location) throws IOException {
    int outerPort = Ports.free();
    int innerPort = Ports.free();
    try (ServerSocket backend = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        TemporaryFolder folder = TemporaryFolder.create("way")) {
      String inner = inner(innerPort, backend.getLocalPort());
      String front = front(outerPort, innerPort, location);
      folder.write("inner.conf", inner);
      folder.write("front.conf", front);
      try (RealNginx _ = RealNginx.start(inner, innerPort);
          RealNginx _ = RealNginx.start(front, outerPort)) {
        List<String> got = opened(outerPort, backend);
        List<Report> reports = check(folder.path(), outerPort);
        assertThat(reports).hasSize(2);
        Sent sent = reports.get(1).decision().orElseThrow().proxied().orElseThrow().sent();
        assertThat(got.getFirst()).isEqualTo(sent.line());
        assertThat(values(got, "X-Seen")).isEqualTo(values(sent, "X-Seen"));
        assertThat(values(got, "Host")).isEqualTo(values(sent, "Host"));
        assertThat(values(got, "Upgrade")).isEqualTo(values(sent, "Upgrade"));
      }
    }
  }

  private static String front(int port, int innerPort, String location) {
    return """
    events {} http { access_log off;
      upstream inner { server 127.0.0.1:%d; }
      server { listen 127.0.0.1:%d; server_name a.example; %s } }
    """
        .formatted(
            innerPort,
            port,
            location
                .replace("INNER", String.valueOf(innerPort))
                .replace(
                    "HANDSHAKE",
                    "proxy_http_version 1.1; proxy_set_header Upgrade $http_upgrade; proxy_set_header Connection upgrade;"));
  }

  /// `X-Seen` says which server took the request, and what it saw of it.
  private static String inner(int port, int backend) {
    String passing =
        ("location / { proxy_pass http://127.0.0.1:%d; proxy_http_version 1.1; proxy_set_header Upgrade $http_upgrade;"
                + " proxy_set_header Connection upgrade; proxy_set_header X-Seen \"NAME $request_uri $host"
                + " $http_x_forwarded_proto\"; }")
            .formatted(backend);
    return "events {} http { access_log off; server { listen 127.0.0.1:%1$d default_server; %2$s } server { listen 127.0.0.1:%1$d; server_name b.example; %3$s } }"
        .formatted(port, passing.replace("NAME", "default"), passing.replace("NAME", "b"));
  }

  private static List<Report> check(Path folder, int port) {
    CheckRequest request =
        CheckRequest.offline(
            new Target(true, false, "a.example", port, "/app/ws?token=t"),
            folder.resolve("front.conf"));
    List<ConfigurationSource> behind =
        List.of(new ConfigurationSource.File(folder.resolve("inner.conf")));
    return switch (new Doctor().checkWay(request, behind)) {
      case Answer.Given<List<Report>>(List<Report> reports) -> reports;
      case Answer.Unusable<List<Report>>(String message) ->
          throw new IllegalStateException(message);
    };
  }

  /// The head that the backend gets when a client opens the socket through both.
  private static List<String> opened(int port, ServerSocket backend) throws IOException {
    try (Socket client = new Socket(InetAddress.getLoopbackAddress(), port)) {
      client
          .getOutputStream()
          .write(
              "GET /app/ws?token=t HTTP/1.1\r\nHost: a.example:%d\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n"
                  .formatted(port)
                  .getBytes(StandardCharsets.ISO_8859_1));
      backend.setSoTimeout(MILLISECONDS);
      try (Socket arrived = backend.accept()) {
        arrived.setSoTimeout(MILLISECONDS);
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
          int one = arrived.getInputStream().read();
          if (one < 0) {
            break;
          }
          head.append((char) one);
        }
        return head.toString().lines().toList();
      }
    }
  }

  private static List<String> values(List<String> head, String name) {
    String start = name.toLowerCase(Locale.ROOT) + ":";
    return head.stream()
        .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(start))
        .map(line -> line.substring(start.length()).strip())
        .toList();
  }

  private static List<String> values(Sent sent, String name) {
    return Stream.of(sent.all(name))
        .flatMap(List::stream)
        .map(field -> field.value().text().strip())
        .toList();
  }
}
