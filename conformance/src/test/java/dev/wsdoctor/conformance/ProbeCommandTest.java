package dev.wsdoctor.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.wsdoctor.conformance.Product.Run;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// `wsdoctor probe URL` and `--tls` as a user calls them, against Debian's nginx.
@Timeout(value = 60, threadMode = ThreadMode.SEPARATE_THREAD)
class ProbeCommandTest {
  private static final String UPGRADING =
      """
      proxy_http_version 1.1;
      proxy_set_header Upgrade $http_upgrade;
      proxy_set_header Connection upgrade;
      """;

  private static Certificates certificates;
  private static Certificates.Pair clientCertificate;
  private static WebSocketBackend backend;
  private static RealNginx nginx;
  private static int plain;
  private static int tls;

  @BeforeAll
  static void start() {
    RealParts.needNginx();
    RealParts.needWebSocketBackend();
    RealParts.needOpenssl();
    certificates = new Certificates();
    backend = WebSocketBackend.start("--subprotocol", "chat");
    plain = Ports.free();
    tls = Ports.free();
    Certificates.Pair server = certificates.selfSigned("DNS:localhost,IP:127.0.0.1");
    Certificates.Pair other = certificates.selfSigned("DNS:other.example");
    clientCertificate = certificates.selfSigned("DNS:client.example");
    nginx =
        RealNginx.start(
            """
            events {}
            http {
                ssl_protocols TLSv1.2 TLSv1.3;
                server {
                    listen 127.0.0.1:%1$d;
                    add_header X-Front yes always;
                    location / { proxy_pass http://%3$s; %4$s }
                    location /redirect { return 301 https://$host/ws/; }
                    location /dead { proxy_pass http://127.0.0.1:%9$d; %4$s }
                    location /host { return 418 "Host $http_host Cookie $http_cookie Origin $http_origin"; }
                }
                server {
                    listen 127.0.0.1:%2$d ssl default_server;
                    server_name other.example;
                    ssl_certificate %7$s;
                    ssl_certificate_key %8$s;
                    return 404;
                }
                server {
                    listen 127.0.0.1:%2$d ssl;
                    server_name localhost;
                    ssl_certificate %5$s;
                    ssl_certificate_key %6$s;
                    ssl_client_certificate %10$s;
                    ssl_verify_client optional;
                    location / { proxy_pass http://%3$s; %4$s }
                    location /client { return 418 "client $ssl_client_verify $ssl_client_s_dn"; }
                }
            }
            """
                .formatted(
                    plain,
                    tls,
                    backend.address(),
                    UPGRADING,
                    server.certificate(),
                    server.key(),
                    other.certificate(),
                    other.key(),
                    Ports.free(),
                    clientCertificate.certificate()),
            plain,
            tls);
  }

  @AfterAll
  static void stop() {
    if (nginx != null) {
      nginx.close();
      backend.close();
      certificates.close();
    }
  }

  @Test
  void bothHopsAreShownSideBySideWithTheirDifferences() {
    Run run =
        probe(
            "ws://127.0.0.1:" + plain + "/ws",
            "--backend",
            "ws://" + backend.address() + "/ws",
            "--subprotocol",
            "chat");
    JsonNode seen = run.json();
    assertThat(run.exitCode()).as(run.out()).isZero();
    assertThat(seen.get("request").asString())
        .startsWith("GET /ws HTTP/1.1\r\nHost: 127.0.0.1:" + plain + "\r\n")
        .endsWith("Sec-WebSocket-Protocol: chat\r\n\r\n");
    assertThat(seen.get("answer").asString()).startsWith("HTTP/1.1 101 Switching Protocols\r\n");
    assertThat(seen.get("result").get("subprotocol").asString()).isEqualTo("chat");
    assertThat(column(seen.get("hops"), "hop")).containsExactly("through nginx", "backend");
    assertThat(column(seen.get("header_differences"), "field")).contains("server", "x-front");
    assertThat(column(seen.get("phases"), "phase"))
        .containsExactly("connect", "answer", "first frame", "connect", "answer", "first frame");
  }

  @Test
  void theAnswerOfTheBackendAndWhatNginxSendsOnAreShownToo() {
    Run run =
        probe(
            "ws://127.0.0.1:" + plain + "/ws",
            "--backend",
            "ws://" + backend.address() + "/ws",
            "-c",
            nginx.folder().resolve("nginx.conf").toString());
    JsonNode seen = run.json();
    assertThat(seen.get("answer_of_the_backend").asString()).contains("Server: Python/");
    JsonNode host = seen.get("what_nginx_sends_on").get(0);
    assertThat(host.get("field").asString()).as(run.out()).isEqualTo("host");
    assertThat(host.get("sent_by_the_client").asString()).isEqualTo("127.0.0.1:" + plain);
    assertThat(host.get("sent_to_the_backend").asString()).isEqualTo(backend.address());
  }

  /// A name of both families needs a hosts file of its own, and that a process of its own.
  @Test
  void addressFamiliesThatDisagreeAreNamed() throws Exception {
    InetAddress loopback = InetAddress.ofLiteral("::1");
    assumeTrue(NetworkInterface.getByInetAddress(loopback) != null, "no IPv6 on this machine");
    int port = Ports.free();
    String configuration =
        """
        events {}
        http {
            server { listen 127.0.0.1:%1$d; location / { proxy_pass http://%2$s; %3$s } }
            server { listen [::1]:%1$d; return 404; }
        }
        """
            .formatted(port, backend.address(), UPGRADING);
    try (RealNginx _ = RealNginx.start(configuration, port);
        TemporaryFolder folder = TemporaryFolder.create("hosts")) {
      Path hosts = folder.write("hosts", "127.0.0.1 both.example\n::1 both.example\n");
      JsonNode seen = probeWith(hosts, "ws://both.example:" + port + "/");
      assertThat(seen.get("causes").findValuesAsString("id"))
          .as(seen.toString())
          .contains("client-url-mismatch");
      assertThat(seen.get("hops").size()).isEqualTo(2);
      assertThat(seen.get("causes").get(0).get("summary").asString())
          .contains("[::1]:" + port + " it answered 404", "127.0.0.1:" + port + " it opened");
    }
  }

  private static JsonNode probeWith(Path hosts, String url) throws IOException {
    Process process =
        new ProcessBuilder(
                ProcessHandle.current().info().command().orElseThrow(),
                "-Djdk.net.hosts.file=" + hosts,
                "-cp",
                System.getProperty("java.class.path"),
                "dev.wsdoctor.app.cli.Main",
                "probe",
                url,
                "--format",
                "json")
            .start();
    try (InputStream out = process.getInputStream()) {
      return JsonMapper.shared().readTree(out);
    } finally {
      process.destroyForcibly();
    }
  }

  @Test
  void aRedirectIsExplainedAndNotFollowed() {
    Run run = probe("ws://127.0.0.1:" + plain + "/redirect");
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.causes()).containsExactly("redirect-instead-of-upgrade");
    assertThat(texts(run.json().get("remarks")).getFirst())
        .contains("was not followed")
        .contains("open wss://127.0.0.1/ws/ instead");
  }

  @Test
  void aBackendThatOpensDirectlyPutsTheBlameBetween() {
    Run run =
        probe("ws://127.0.0.1:" + plain + "/dead", "--backend", "ws://" + backend.address() + "/");
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(texts(run.json().get("remarks")).getFirst())
        .startsWith("the backend opens the socket directly and nginx in front of it does not");
  }

  @Test
  void aSubprotocolThatNobodyAnswersIsACauseSinceBrowsersRefuseIt() {
    Run run = probe("ws://127.0.0.1:" + plain + "/", "--subprotocol", "mqtt, other");
    assertThat(run.causes()).containsExactly("subprotocol-mismatch");
    assertThat(run.exitCode()).isEqualTo(1);
  }

  @Test
  void aNameIsDialledWhereTheUserSaysAndCookieAndOriginGoWithIt() {
    Run run = probe("ws://app.example:8080/host", "--resolve", "app.example:8080:127.0.0.1");
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.json().get("addresses_tried").get(0).get("address").asString())
        .isEqualTo("127.0.0.1:8080");
    Run asked =
        probe(
            "ws://app.example:" + plain + "/host",
            "--resolve",
            "app.example:" + plain + ":127.0.0.1",
            "--cookie",
            "a=b",
            "--show-secrets",
            "--origin",
            "http://c.example");
    assertThat(asked.json().get("body").asString())
        .isEqualTo("Host app.example:%d Cookie a=b Origin http://c.example".formatted(plain));
  }

  @Test
  void secretsAreHiddenUnlessTheUserWantsToSeeThem() {
    String url = "ws://127.0.0.1:" + plain + "/host?token=abcdefgh";
    String[] call = {
      url, "--cookie", "session=s3cr3tvalue", "-H", "Authorization: Bearer zyxwvuts"
    };
    Run hidden = probe(call);
    assertThat(hidden.out()).doesNotContain("s3cr3tvalue", "zyxwvuts", "abcdefgh");
    List<String> shown = new ArrayList<>(List.of(call));
    shown.add("--show-secrets");
    assertThat(probe(shown.toArray(String[]::new)).out())
        .contains("s3cr3tvalue", "zyxwvuts", "abcdefgh");
  }

  @Test
  void aUnixSocketIsDialled() {
    try (TemporaryFolder folder = TemporaryFolder.create("unix")) {
      String path = folder.path().resolve("app.sock").toString();
      try (WebSocketBackend _ = WebSocketBackend.start("--unix", path)) {
        Run run = probe("ws://app.example/", "--unix-socket", path);
        assertThat(run.exitCode()).as(run.out()).isZero();
        assertThat(run.json().get("result").get("address").asString()).isEqualTo("unix:" + path);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "http://127.0.0.1:%d,      CONNECT localhost:%d",
    "http://u:p@127.0.0.1:%d,  CONNECT localhost:%d Basic dTpw",
    "socks5://127.0.0.1:%d,    SOCKS localhost:%d",
    "socks5://u:p@127.0.0.1:%d,SOCKS localhost:%d u:p",
  })
  void aProxyIsAskedForATunnelByName(String url, String asked) {
    try (ForwardingProxy proxy = ForwardingProxy.start()) {
      Run run = probe("wss://localhost:" + tls + "/ws", "--proxy", url.formatted(proxy.port()));
      assertThat(run.exitCode()).as(run.out()).isZero();
      assertThat(proxy.asked()).containsExactly(asked.formatted(tls));
      assertThat(column(run.json().get("phases"), "phase"))
          .containsSubsequence("connect", "proxy", "tls", "answer");
    }
  }

  @Test
  void aProxyThatRefusesIsNamed() {
    Run http = probe("ws://a.example/", "--proxy", "http://127.0.0.1:" + plain);
    assertThat(http.exitCode()).isEqualTo(1);
    assertThat(http.json().get("headline").asString())
        .contains("gives no tunnel: it answered 400 Bad Request");
    Run socks = probe("ws://a.example/", "--proxy", "socks5://127.0.0.1:" + plain);
    assertThat(socks.json().get("headline").asString()).contains("it does not speak SOCKS5");
  }

  @Test
  void aClientCertificateIsShown() {
    String url = "wss://localhost:" + tls + "/client";
    assertThat(probe(url).json().get("body").asString()).isEqualTo("client NONE ");
    assertThat(
            probe(
                    url,
                    "--cert",
                    clientCertificate.certificate().toString(),
                    "--key",
                    clientCertificate.key().toString())
                .json()
                .get("body")
                .asString())
        .startsWith("client SUCCESS CN=test");
  }

  @Test
  void theTlsSideIsShownWithItsChainItsNamesAndWhatSniChanges() {
    Run run = probe("wss://localhost:" + tls + "/ws", "--tls");
    JsonNode seen = run.json();
    assertThat(run.exitCode()).as(run.out()).isZero();
    assertThat(seen.get("verdict").asString()).isEqualTo("at-risk");
    assertThat(run.causes()).containsExactly("tls-weak");
    assertThat(seen.get("session").get("protocol").asString()).isEqualTo("TLSv1.3");
    assertThat(seen.get("session").get("ocsp_stapled").asBoolean()).isFalse();
    assertThat(seen.get("certificates").get(0).get("names").asString())
        .isEqualTo("localhost, 127.0.0.1");
    assertThat(seen.get("certificates").get(0).get("key").asString()).isEqualTo("EC 256");
    assertThat(column(seen.get("other_offers"), "outcome").get(1)).startsWith("TLSv1.2, ");
    assertThat(texts(seen.get("remarks")))
        .anyMatch(one -> one.startsWith("without SNI another certificate comes"))
        .anyMatch(one -> one.matches("the certificate is valid for (29|30) more days.*"));
  }

  @Test
  void aHostFieldThatSniDoesNotSayIsRemarked() {
    Run run = probe("wss://localhost:" + tls + "/ws", "--tls", "-H", "Host: other.example");
    assertThat(texts(run.json().get("remarks")))
        .anyMatch(one -> one.startsWith("SNI says 'localhost' and Host says 'other.example'"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          --tls                      | expected a wss:// URL for --tls
          --proxy ftp://a            | expected a proxy such as http://proxy.example:3128
          --resolve a                | expected HOST:PORT:ADDRESS
          --cert a                   | --cert and --key belong together
          --cert /nowhere --key /x   | there is no file '/nowhere'
          --format sarif             | expected text or json but found 'sarif'
          """)
  void aCallThatCannotBeMeantIsRefused(String options, String sentence) {
    List<String> line = new ArrayList<>(List.of("probe", "ws://127.0.0.1:1/"));
    line.addAll(List.of(options.split(" ", -1)));
    Run run = Product.run(line);
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains(sentence);
  }

  static Run probe(String... arguments) {
    List<String> line = new ArrayList<>(List.of("probe"));
    line.addAll(List.of(arguments));
    line.addAll(List.of("--format", "json"));
    return Product.run(line);
  }

  static List<String> column(JsonNode rows, String name) {
    List<String> found = new ArrayList<>();
    rows.forEach(row -> found.add(row.get(name).asString()));
    return found;
  }

  static List<String> texts(JsonNode array) {
    List<String> found = new ArrayList<>();
    array.forEach(one -> found.add(one.asString()));
    return found;
  }
}
