package dev.wsdoctor.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What a backend answers, and what nginx answers although its backend would open the socket: the
/// product names the hop and the cause, and does not take the configuration for another one.
@Timeout(value = 120, threadMode = ThreadMode.SEPARATE_THREAD)
class LiveBackendsTest {
  private static final String UPGRADING =
      """
      proxy_http_version 1.1; proxy_set_header Upgrade $http_upgrade;
      proxy_set_header Connection upgrade; proxy_set_header Host $http_host;
      """;

  @BeforeEach
  void needParts() {
    RealParts.needNginx();
    RealParts.needWebSocketBackend();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          500 Internal Server Error |          | KeyError: 'room'                         | backend-error              | 'KeyError: 'room''
          503 Service Unavailable   |          | <h1>starting</h1>                        | backend-error              | 'starting'
          502 Bad Gateway           |          | redis is away                            | backend-error              | the backend itself answers 502
          502 Bad Gateway           | nginx    | <center>Bad Gateway</center>             | upstream-unreachable       | the next nginx
          426 Upgrade Required      | nginx    | Upgrade Required                         | upgrade-headers-missing    | the next nginx
          426 Upgrade Required      |          | Upgrade Required                         | upstream-wrong-port        | the backend itself answers 426
          431 Header Fields         |          | too much                                 | request-head-too-large     | the backend itself answers 431
          400 Bad Request           |          | Bad Request                              | backend-path-mismatch      | for /ws
          400 Bad Request           |          | Session ID unknown                       | sticky-session-missing     | 'Session ID unknown'
          400 Bad Request           |          | unsupported subprotocol                  | subprotocol-mismatch       | no Sec-WebSocket-Protocol
          400 Bad Request           |          | Invalid HTTP_HOST header: 'a'            | origin-rejected-by-backend | Host: 127.0.0.1
          403 Forbidden             |          | Blocked request. This host is not allowed | origin-rejected-by-backend | Blocked request
          429 Too Many Requests     |          | slowly                                   | access-refused             | 429
          301 Moved                 |          | elsewhere                                | backend-path-mismatch      | to /login
          400 Bad Request           |          | Client sent an HTTP request to an HTTPS server. | upstream-scheme-mismatch | https:// in proxy_pass
          400 Bad Request           | nginx    | The plain HTTP request was sent to HTTPS port | upstream-scheme-mismatch | https:// in proxy_pass
          400 Bad Request           | nginx    | No required SSL certificate was sent     | access-refused             | proxy_ssl_certificate
          400 Bad Request           |          | {"code":0,"message":"Transport unknown"} | client-url-mismatch        | EIO=4
          404 Not Found             |          | No Connection with that ID               | sticky-session-missing     | No Connection with that ID
          403 Forbidden             | nginx    | 403 Forbidden<hr><center>nginx</center>  | access-refused             | the next nginx
          """)
  void whatTheBackendSaysIsTheCause(
      String status, String server, String body, String first, String words) {
    String answer =
        "HTTP/1.1 %s\r\nServer: %s\r\nLocation: /login\r\nContent-Length: %d\r\nConnection: close\r\n\r\n%s"
            .formatted(status, server == null ? "app" : server, body.length(), body);
    try (BadPeer backend = BadPeer.start(BadPeer.answers(answer))) {
      Product.Run run = check(passing("127.0.0.1:" + backend.port()), List.of());
      assertThat(run.causes()).as(run.out()).startsWith(first);
      assertThat(run.out()).contains(words);
    }
  }

  @Test
  void aHeadOf101ThatDoesNotFitIsMeasured() {
    try (WebSocketBackend echo = WebSocketBackend.start()) {
      Product.Run run = check(passing(echo.address()) + "proxy_buffer_size 150;", List.of());
      assertThat(run.causes()).as(run.out()).startsWith("upstream-header-too-big");
      assertThat(run.out()).contains("and nginx takes 150");
    }
  }

  @Test
  void whatNginxLogsAboutTheHandshakeIsRead() {
    try (WebSocketBackend echo = WebSocketBackend.start();
        TemporaryFolder logs = TemporaryFolder.create("log")) {
      String more =
          "upstream nodes { zone nodes 64k; server %s max_conns=1; }".formatted(echo.address());
      int port = Ports.free();
      String text = configuration(port, more, passing("nodes"), logs);
      try (RealNginx _ = RealNginx.start(text, port);
          HeldSocket _ = HeldSocket.open(port, "/ws")) {
        Product.Run run = check(port, text, List.of());
        assertThat(run.causes()).as(run.out()).startsWith("upstream-marked-down");
        assertThat(run.out()).contains("no live upstreams").contains("max_conns");
        assertThat(run.causes()).doesNotContain("config-not-loaded");
      }
    }
  }

  @Test
  void withoutALogTheDifferenceBetweenTheTwoIsTold() {
    try (WebSocketBackend echo = WebSocketBackend.start()) {
      int port = Ports.free();
      String text =
          configuration(
              port,
              "upstream nodes { zone nodes 64k; server %s max_conns=1; }".formatted(echo.address()),
              passing("nodes"));
      try (RealNginx _ = RealNginx.start(text, port);
          HeldSocket _ = HeldSocket.open(port, "/ws")) {
        Product.Run run = check(port, text, List.of());
        assertThat(run.causes()).as(run.out()).startsWith("upstream-marked-down");
        assertThat(run.out()).contains("max_conns is used up");
      }
    }
  }

  @Test
  void aServiceOfAuthRequestThatIsAwayIsNotTheBackend() {
    int away = Ports.free();
    try (WebSocketBackend echo = WebSocketBackend.start();
        TemporaryFolder logs = TemporaryFolder.create("log")) {
      int port = Ports.free();
      String asking = passing(echo.address()) + "auth_request /_auth;";
      String service = "location = /_auth { internal; proxy_pass http://127.0.0.1:" + away + "; }";
      for (String text :
          List.of(
              configuration(port, "", asking).replace("location /ws", service + " location /ws"),
              configuration(port, "", asking, logs)
                  .replace("location /ws", service + " location /ws"))) {
        try (RealNginx _ = RealNginx.start(text, port)) {
          Product.Run run = check(port, text, List.of());
          assertThat(run.causes()).as(run.out()).startsWith("access-refused");
          assertThat(run.causes()).doesNotContain("config-not-loaded", "upstream-unreachable");
        }
      }
    }
  }

  @Test
  void aHeadThatNginxDoesNotTakeIsNamed() {
    try (WebSocketBackend echo = WebSocketBackend.start()) {
      List<String> cookie = List.of("-H", "Cookie: a=" + "x".repeat(9_000));
      Product.Run run = check(passing(echo.address()), cookie);
      assertThat(run.causes()).as(run.out()).startsWith("request-head-too-large");
      assertThat(check(passing(echo.address()), List.of()).complaints()).isEmpty();
    }
  }

  @Test
  void oneServerOfTwoThatIsAwayIsAWarning() {
    int away = Ports.free();
    try (WebSocketBackend echo = WebSocketBackend.start()) {
      int port = Ports.free();
      String text =
          configuration(
              port,
              "upstream nodes { server %s; server 127.0.0.1:%d; }".formatted(echo.address(), away),
              passing("nodes"));
      try (RealNginx _ = RealNginx.start(text, port)) {
        Product.Run run = check(port, text, List.of());
        assertThat(run.causes()).as(run.out()).startsWith("upstream-unreachable");
        assertThat(run.exitCode()).isZero();
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"masked, 81 82 00 00 00 00 68 69", "compressed, c1 02 00 01"})
  void framesThatEveryClientRefusesAreNotHealthy(String how, String hex) {
    String bytes = bytes(hex);
    BadPeer.Behaviour opens =
        socket -> ProbeBadPeersTest.accept(socket, BadPeer.readHead(socket), "", bytes);
    try (BadPeer backend = BadPeer.start(opens)) {
      Product.Run run = check(passing("127.0.0.1:" + backend.port()), List.of());
      assertThat(run.causes()).as(how + run.out()).startsWith("closed-by-backend");
      assertThat(run.out()).contains("does not keep to RFC 6455");
    }
  }

  private static BadPeer openingWith(String field) {
    return BadPeer.start(
        socket -> ProbeBadPeersTest.accept(socket, BadPeer.readHead(socket), "", field, ""));
  }

  @Test
  void anExtensionThatNobodyOfferedIsNotTakenForAHiddenField() {
    String field = "Sec-WebSocket-Extensions: permessage-deflate\r\n";
    try (BadPeer backend = openingWith(field)) {
      Product.Run run = check(passing("127.0.0.1:" + backend.port()), List.of());
      assertThat(run.causes()).as(run.out()).startsWith("extension-not-offered");
    }
  }

  @Test
  void aSubprotocolThatNobodyOfferedIsNotTakenForAHiddenField() {
    try (BadPeer backend = openingWith("Sec-WebSocket-Protocol: v1.json\r\n")) {
      Product.Run run = check(passing("127.0.0.1:" + backend.port()), List.of());
      assertThat(run.causes()).as(run.out()).startsWith("subprotocol-mismatch");
    }
  }

  private static final String ORIGIN = "Origin: https://pages.example";

  /// Frameworks refuse an origin with 404 and 400, too, and say nothing of it.
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          Origin: https://pages.example | 404 Not Found   | origin-rejected-by-backend | with Origin: https://pages.example
          X-Forwarded-For:              | 400 Bad Request | access-refused             | with X-Forwarded-For
          Host: 127.0.0.1               | 400 Bad Request | origin-rejected-by-backend | with Host: 127.0.0.1
          Sec-WebSocket-Key:            | 404 Not Found   | backend-path-mismatch      | for /ws
          """)
  void theFieldThatABackendRefusesIsFoundByAskingAgain(
      String refused, String status, String first, String words) {
    BadPeer.Behaviour choosy =
        socket -> {
          String head = BadPeer.readHead(socket);
          if (head.contains(refused)) {
            BadPeer.write(socket, "HTTP/1.1 " + status + "\r\nContent-Length: 0\r\n\r\n");
            return;
          }
          ProbeBadPeersTest.accept(socket, head, "", "");
        };
    try (BadPeer backend = BadPeer.start(choosy)) {
      String location =
          passing("127.0.0.1:" + backend.port()) + "proxy_set_header X-Forwarded-For $remote_addr;";
      Product.Run run = check(location, List.of("-H", ORIGIN));
      assertThat(run.causes()).as(run.out()).startsWith(first);
      assertThat(run.out()).contains(words);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "Invalid origin!, origin-rejected-by-backend",
    "Subprotocol not acceptable, subprotocol-mismatch",
    "token expired, closed-by-backend",
  })
  void theReasonInACloseFrameIsTheCause(String reason, String first) {
    String frame = "\u0088" + (char) (reason.length() + 2) + "\u0003\u00f0" + reason;
    BadPeer.Behaviour opens =
        socket -> ProbeBadPeersTest.accept(socket, BadPeer.readHead(socket), "", frame);
    try (BadPeer backend = BadPeer.start(opens)) {
      Product.Run run = check(passing("127.0.0.1:" + backend.port()), List.of());
      assertThat(run.causes()).as(run.out()).startsWith(first);
    }
  }

  /// As nginx until 1.25.1 does on a `listen ... http2` without ssl.
  @Test
  void aPortThatSpeaksOnlyHttp2IsNamed() {
    String settings =
        "\0\0\u0012\u0004\0\0\0\0\0\0\u0003\0\0\0\u0080\0\u0004\0\u0001\0\0\0\u0005\0\u00ff\u00ff\u00ff";
    try (WebSocketBackend echo = WebSocketBackend.start();
        BadPeer front = BadPeer.start(BadPeer.answers(settings))) {
      Product.Run run =
          check(front.port(), configuration(front.port(), "", passing(echo.address())), List.of());
      assertThat(run.causes()).as(run.out()).startsWith("http2-front");
    }
  }

  /// A policy is the backend's, and that one opens the handshake.
  @Test
  void whatNginxRefusesIsNoPolicyOfTheBackend() {
    try (WebSocketBackend echo = WebSocketBackend.start()) {
      String location =
          "deny all;" + passing(echo.address()).replace("$http_host", "other.example");
      Product.Run run = check(location, List.of("-H", ORIGIN));
      assertThat(run.causes()).as(run.out()).startsWith("access-refused");
    }
  }

  /// What a log tells of a backend that was away is past when the socket opens.
  @Test
  void anOldLineOfTheErrorLogBreaksNoSocketThatOpens() {
    String line =
        "2026/11/20 15:00:01 [error] 7#7: *1 connect() failed (111: Connection refused) while connecting to upstream,"
            + " client: 1.1.1.1, server: a.example, request: \"GET /ws HTTP/1.1\", upstream: \"http://127.0.0.1:9/ws\"\n";
    try (WebSocketBackend echo = WebSocketBackend.start();
        TemporaryFolder logs = TemporaryFolder.create("old")) {
      logs.write("error.log", line);
      String log = logs.path().resolve("error.log").toString();
      Product.Run run = check(passing(echo.address()), List.of("--error-log", log));
      assertThat(run.exitCode()).as(run.out()).isZero();
    }
  }

  @Test
  void aRateThatOnlyTheBackendSetsIsSeen() {
    String field = "X-Accel-Limit-Rate: 2000\r\n";
    try (BadPeer backend = openingWith(field)) {
      String location = passing("127.0.0.1:" + backend.port());
      assertThat(check(location, List.of()).causes()).contains("limit-rate-on-tunnel");
      String ignoring = location + "proxy_ignore_headers X-Accel-Limit-Rate;";
      assertThat(check(ignoring, List.of()).causes()).doesNotContain("limit-rate-on-tunnel");
    }
  }

  private static String bytes(String hex) {
    StringBuilder text = new StringBuilder();
    for (String one : hex.split(" ", -1)) {
      text.append((char) Integer.parseInt(one, 16));
    }
    return text.toString();
  }

  private static String passing(String backend) {
    return "proxy_pass http://" + backend + ";" + UPGRADING + "proxy_read_timeout 1h;";
  }

  /// Runs nginx with one location and asks the product about it.
  private static Product.Run check(String location, List<String> more) {
    int port = Ports.free();
    String text = configuration(port, "", location);
    try (RealNginx _ = RealNginx.start(text, port)) {
      return check(port, text, more);
    }
  }

  private static Product.Run check(int port, String text, List<String> more) {
    try (TemporaryFolder folder = TemporaryFolder.create("live")) {
      folder.write("nginx.conf", text);
      List<String> arguments =
          new ArrayList<>(List.of("check", "ws://127.0.0.1:" + port + "/ws", "--format", "json"));
      arguments.addAll(List.of("-c", folder.path().resolve("nginx.conf").toString()));
      arguments.addAll(more);
      return Product.run(arguments);
    }
  }

  private static String configuration(
      int port, String more, String location, TemporaryFolder logs) {
    String log = "error_log " + logs.path().resolve("error.log") + ";\n";
    return log + configuration(port, more, location);
  }

  private static String configuration(int port, String more, String location) {
    return """
        events {}
        http { %s server { listen 127.0.0.1:%d; server_name a.example; location /ws { %s } } }
        """
        .formatted(more, port, location);
  }
}
