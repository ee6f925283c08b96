package dev.wsdoctor.conformance.nginx;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wsdoctor.conformance.BadPeer;
import dev.wsdoctor.conformance.Ports;
import dev.wsdoctor.conformance.RealNginx;
import dev.wsdoctor.conformance.RealParts;
import dev.wsdoctor.directive.NginxVersion;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What the pages say that changed with a release: the nginx at hand does the one if it is older,
/// and the other if it is not. `conformance/other-nginx.sh` brings both sides.
class VersionClaimsTest {
  private static final int TIMEOUT_MILLIS = 5_000;
  private static final int PORT = Ports.free();
  private static final int HTTP2_PORT = Ports.free();

  private static @Nullable RealNginx nginx;
  private static @Nullable EchoBackend echo;
  private static @Nullable BadPeer keeping;
  private static final AtomicInteger CONNECTIONS = new AtomicInteger();

  @BeforeAll
  static void start() {
    RealParts.needNginx();
    echo = EchoBackend.start(Ports.free());
    keeping = BadPeer.start(VersionClaimsTest::answerAll);
    nginx = RealNginx.start(configuration(echo.port(), keeping.port()), PORT, HTTP2_PORT);
  }

  @AfterAll
  static void stop() {
    if (nginx != null) {
      nginx.close();
    }
    if (keeping != null) {
      keeping.close();
    }
    if (echo != null) {
      echo.close();
    }
  }

  private static String configuration(int echo, int keeping) {
    return """
        events {}
        http {
          access_log off;
          upstream group { server 127.0.0.1:%2$d; }
          server {
            listen 127.0.0.1:%3$d;
            location / { return 200 "upgrade=$http_upgrade a=$cookie_a b=$cookie_b"; }
            location /echo { proxy_pass http://127.0.0.1:%1$d; }
            location /empty { proxy_http_version 1.1; proxy_set_header Host ""; proxy_pass http://127.0.0.1:%1$d; }
            location /two { proxy_set_header Host a; proxy_set_header Host b; proxy_pass http://127.0.0.1:%1$d; }
            location /escaped/ { proxy_pass http://127.0.0.1:%1$d/e/; }
            location /group { proxy_pass http://group; }
            location /direct { proxy_pass http://127.0.0.1:%2$d; }
          }
          server { listen 127.0.0.1:%4$d http2; return 200 plain; }
        }
        """
        .formatted(echo, keeping, PORT, HTTP2_PORT);
  }

  private static void answerAll(Socket socket) {
    CONNECTIONS.incrementAndGet();
    Thread.ofVirtual()
        .start(
            () -> {
              try {
                while (!BadPeer.readHead(socket).isEmpty()) {
                  BadPeer.write(socket, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
                }
                socket.close();
              } catch (IOException _) {
                // nginx or the test has left
              }
            });
  }

  /// Fields are separated by `;`, and a text that is not to come begins with `no `.
  @ParameterizedTest(name = "{0} {1} {2}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\u0001',
      textBlock =
          """
          1.29.7 | /echo           | Host: h                   | /echo HTTP/1.0             | /echo HTTP/1.1
          1.29.7 | /echo           | Host: h                   | Connection: close\\r\\n\\r\\n | no Connection: close\\r\\n\\r\\n
          1.31.4 | /empty          | Host: h                   | no Host                    | Host: 127.0.0.1
          1.31.4 | /two            | Host: h                   | Host: a\\r\\nHost: b        | no Host: a
          1.31.0 | /echo           | Host: h;Proxy-Connection: x | Proxy-Connection: x      | no Proxy-Connection
          1.29.4 | /               | Host: a@b                 | 200 OK                     | 400 Bad Request
          1.29.4 | /               | Host: a:99999             | 200 OK                     | 400 Bad Request
          1.29.4 | /               | Host: a:x                 | 200 OK                     | 400 Bad Request
          1.21.1 | /               | Host: a b                 | 200 OK                     | 400 Bad Request
          1.29.6 | /               | Host: h;Cookie: a=1, b=2  | a=1, b=2 b=2               | a=1, b=2 b=\\r\\n
          1.23.0 | /               | Host: h;Upgrade: x;Upgrade: y | upgrade=x a=           | upgrade=x, y a=
          1.21.1 | /escaped/%22%7B | Host: h                   | GET /e/"{                  | GET /e/%22%7B
          1.19.6 | http://h?a=1    | Host: h                   | 400 Bad Request            | 200 OK
          """)
  void aRequestIsTreatedAsThePagesSay(
      String since, String target, String fields, String before, String after) throws IOException {
    String request =
        "GET %s HTTP/1.1\r\n%s\r\nConnection: close\r\n\r\n"
            .formatted(target, fields.replace(";", "\r\n"));
    String expected = (isAtLeast(since) ? after : before).replace("\\r\\n", "\r\n");
    String answer = send(PORT, request) + "\r\n";
    if (expected.startsWith("no ")) {
      assertThat(answer).contains("200 OK").doesNotContain(expected.substring("no ".length()));
    } else {
      assertThat(answer).contains(expected);
    }
  }

  /// A group keeps connections since 1.29.7, an address in proxy_pass never.
  @ParameterizedTest
  @CsvSource({"/group, 2, 1", "/direct, 2, 2"})
  void connectionsAreKeptAsThePagesSay(String path, int before, int after) throws IOException {
    CONNECTIONS.set(0);
    for (int i = 0; i < 2; i++) {
      send(PORT, "GET " + path + " HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n");
    }
    assertThat(CONNECTIONS.get()).isEqualTo(isAtLeast("1.29.7") ? after : before);
  }

  @ParameterizedTest
  @CsvSource("1.25.1")
  void aPlainListenerOfHttp2SpeaksHttp1(String since) throws IOException {
    String answer = send(HTTP2_PORT, "GET / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n");
    assertThat(answer.startsWith("HTTP/1.1 200 OK")).as(answer).isEqualTo(isAtLeast(since));
  }

  private static boolean isAtLeast(String release) {
    NginxVersion version = NginxVersion.find(release).orElseThrow();
    return RealNginx.version().compareTo(version) >= 0;
  }

  private static String send(int port, String request) throws IOException {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(TIMEOUT_MILLIS);
      socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
    }
  }
}
