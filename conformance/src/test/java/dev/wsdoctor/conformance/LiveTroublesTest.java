package dev.wsdoctor.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;

/// Causes that only live hops show: what the product says when it may dial them.
@Timeout(value = 120, threadMode = ThreadMode.SEPARATE_THREAD)
class LiveTroublesTest {
  private static final String UPGRADING =
      """
      proxy_http_version 1.1; proxy_set_header Upgrade $http_upgrade;
      proxy_set_header Connection upgrade; proxy_set_header Host $http_host;
      proxy_read_timeout 1h;
      """;

  @BeforeEach
  void needParts() {
    RealParts.needNginx();
    RealParts.needWebSocketBackend();
    RealParts.needOpenssl();
  }

  @Test
  void aBackendThatWantsItsNameInTlsIsNamed() {
    int named = Ports.free();
    try (Certificates certificates = new Certificates();
        WebSocketBackend echo = WebSocketBackend.start();
        RealNginx _ = RealNginx.start(byName(named, certificates, echo), named)) {
      String host = UPGRADING.replace("$http_host", "localhost");
      String location = "proxy_pass https://localhost:" + named + ";" + host;
      Product.Run run = check(location, List.of());
      assertThat(run.causes()).as(run.out()).startsWith("upstream-tls-name");
      assertThat(run.out()).contains("proxy_ssl_server_name on;");
      Product.Run mended = check(location + "proxy_ssl_server_name on;", List.of());
      assertThat(mended.complaints()).as(mended.out()).isEmpty();
    }
  }

  /// A server of several names, as a shared host has them: without a name nobody answers.
  private static String byName(int port, Certificates certificates, WebSocketBackend echo) {
    Certificates.Pair pair = certificates.selfSigned("DNS:localhost");
    return """
        events {}
        http {
          server { listen 127.0.0.1:%d ssl default_server; ssl_reject_handshake on; }
          server {
            listen 127.0.0.1:%d ssl; server_name localhost;
            ssl_certificate %s; ssl_certificate_key %s;
            location / { proxy_pass http://%s; %s }
          }
        }
        """
        .formatted(port, port, pair.certificate(), pair.key(), echo.address(), UPGRADING);
  }

  @Test
  void aCertificateThatNginxDoesNotTrustIsNamed() {
    try (Certificates certificates = new Certificates()) {
      Certificates.Pair own = certificates.selfSigned("DNS:app.example,IP:127.0.0.1");
      Certificates.Pair other = certificates.selfSigned("DNS:other.example");
      try (WebSocketBackend secure =
          WebSocketBackend.start(
              "--certificate", own.certificate().toString(), "--key", own.key().toString())) {
        String location =
            "proxy_pass https://%s; %s proxy_ssl_verify on; proxy_ssl_trusted_certificate %s;"
                .formatted(secure.address(), UPGRADING, "%s");
        String strange = location.formatted(other.certificate()) + "proxy_ssl_name app.example;";
        Product.Run untrusted = check(strange, List.of());
        assertThat(untrusted.causes()).as(untrusted.out()).startsWith("upstream-tls-untrusted");
        String misnamed = location.formatted(own.certificate()) + "proxy_ssl_name b.example;";
        Product.Run wrongName = check(misnamed, List.of());
        assertThat(wrongName.causes()).as(wrongName.out()).startsWith("upstream-tls-name");
        Product.Run byAddress = check(location.formatted(own.certificate()), List.of());
        assertThat(byAddress.causes()).as(byAddress.out()).startsWith("upstream-tls-name");
        Product.Run right =
            check(location.formatted(own.certificate()) + "proxy_ssl_name app.example;", List.of());
        assertThat(right.complaints()).as(right.out()).isEmpty();
      }
    }
  }

  @Test
  void aSubprotocolThatNobodyAgreesToIsNamed() {
    try (WebSocketBackend chat = WebSocketBackend.start("--subprotocol", "chat")) {
      String location = "proxy_pass http://" + chat.address() + ";" + UPGRADING;
      Product.Run mqtt = check(location, List.of("-H", "Sec-WebSocket-Protocol: mqtt"));
      assertThat(mqtt.causes()).as(mqtt.out()).startsWith("subprotocol-mismatch");
      Product.Run agreed = check(location, List.of("-H", "Sec-WebSocket-Protocol: chat"));
      assertThat(agreed.complaints()).as(agreed.out()).isEmpty();
    }
  }

  @Test
  void aCdnThatTakesTheUpgradeAwayIsNamed() {
    String answer =
        "HTTP/1.1 400 Bad Request\r\nServer: cloudflare\r\nCF-RAY: 8a-FRA\r\nContent-Length: 0\r\n\r\n";
    try (WebSocketBackend echo = WebSocketBackend.start();
        BadPeer cdn = BadPeer.start(BadPeer.answers(answer));
        TemporaryFolder folder = TemporaryFolder.create("cdn")) {
      String location = "proxy_pass http://" + echo.address() + ";" + UPGRADING;
      folder.write("nginx.conf", configuration(cdn.port(), location));
      Product.Run run = check(cdn.port(), folder, List.of());
      assertThat(run.causes()).as(run.out()).startsWith("intermediary-strips-upgrade");
      assertThat(run.out()).contains("Cloudflare");
    }
  }

  @Test
  void aPolicyOfTheApplicationThatForbidsTheSocketIsNamed() {
    int application = Ports.free();
    try (WebSocketBackend echo = WebSocketBackend.start();
        RealNginx _ = RealNginx.start(pages(application), application)) {
      String strict = withPages(echo, application, "strict");
      Product.Run run = check(strict, List.of());
      assertThat(run.exitCode()).as(run.out()).isEqualTo(1);
      assertThat(run.causes()).as(run.out()).startsWith("csp-forbids-socket");
      assertThat(run.out()).contains("Content-Security-Policy: default-src http:");
      Product.Run foreign = check(strict, List.of("-H", "Origin: https://pages.example"));
      assertThat(foreign.causes()).as(foreign.out()).doesNotContain("csp-forbids-socket");
      Product.Run open = check(withPages(echo, application, "open"), List.of());
      assertThat(open.causes()).as(open.out()).doesNotContain("csp-forbids-socket");
      Product.Run data = check(withPages(echo, application, "data"), List.of());
      assertThat(data.causes()).as(data.out()).doesNotContain("csp-forbids-socket");
    }
  }

  /// An application that leads from its root to a page with a policy of its own.
  private static String pages(int port) {
    return """
        events {}
        http {
          server {
            listen 127.0.0.1:%d;
            default_type text/html;
            location /strict/ { add_header Content-Security-Policy "default-src http:"; return 200 page; }
            location /open/ { add_header Content-Security-Policy "default-src 'self'"; return 200 page; }
            location /data/ {
              default_type application/json; add_header Content-Security-Policy "default-src http:"; return 200 '{}';
            }
          }
        }
        """
        .formatted(port);
  }

  private static String withPages(WebSocketBackend echo, int application, String folder) {
    return "proxy_pass http://%s; %s } location = / { return 302 /%s/; } location / { proxy_pass http://127.0.0.1:%d;"
        .formatted(echo.address(), UPGRADING, folder, application);
  }

  @Test
  void aSubrequestThatCarriesTheHandshakeIsNamed() {
    int guard = Ports.free();
    String refusing =
        "events {} http { server { listen 127.0.0.1:%d; location / { if ($http_upgrade) { return 400; } return 200; } } }"
            .formatted(guard);
    try (WebSocketBackend echo = WebSocketBackend.start();
        RealNginx _ = RealNginx.start(refusing, guard)) {
      Product.Run opened = check(asking(echo, echo.address(), UPGRADING), List.of());
      assertThat(opened.causes()).as(opened.out()).startsWith("upgrade-in-subrequest");
      Product.Run refused = check(asking(echo, "127.0.0.1:" + guard, UPGRADING), List.of());
      assertThat(refused.causes()).as(refused.out()).startsWith("upgrade-in-subrequest");
      Product.Run plain = check(asking(echo, "127.0.0.1:" + guard, ""), List.of());
      assertThat(plain.complaints()).as(plain.out()).isEmpty();
    }
  }

  @Test
  void aServiceBehindAuthRequestThatIsNotReachedIsToldFromTheBackend() {
    try (WebSocketBackend echo = WebSocketBackend.start()) {
      Product.Run run = check(asking(echo, "127.0.0.1:" + Ports.free(), ""), List.of());
      assertThat(run.causes()).as(run.out()).startsWith("access-refused");
      assertThat(run.out()).contains("auth_request /auth");
    }
  }

  private static String asking(WebSocketBackend echo, String guard, String fields) {
    return "auth_request /auth; proxy_pass http://%s; %s } location = /auth { proxy_pass http://%s; %s"
        .formatted(echo.address(), UPGRADING, guard, fields);
  }

  /// Runs nginx with one location and asks the product about it.
  private static Product.Run check(String location, List<String> more) {
    int port = Ports.free();
    try (RealNginx nginx = RealNginx.start(configuration(port, location), port);
        TemporaryFolder folder = TemporaryFolder.create("live")) {
      folder.write("nginx.conf", nginx.read("nginx.conf"));
      return check(port, folder, more);
    }
  }

  private static Product.Run check(int port, TemporaryFolder folder, List<String> more) {
    List<String> arguments =
        new ArrayList<>(List.of("check", "ws://127.0.0.1:" + port + "/ws", "--format", "json"));
    arguments.addAll(List.of("-c", folder.path().resolve("nginx.conf").toString()));
    arguments.addAll(more);
    return Product.run(arguments);
  }

  private static String configuration(int port, String location) {
    return """
        events {}
        http { server { listen 127.0.0.1:%d; server_name a.example; location /ws { %s } } }
        """
        .formatted(port, location);
  }
}
