package dev.wsdoctor.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wsdoctor.conformance.Product.Run;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import tools.jackson.databind.JsonNode;

/// `wsdoctor probe URL --browser` in Debian's chromium, against Debian's nginx.
@Timeout(value = 180, threadMode = ThreadMode.SEPARATE_THREAD)
class ProbeBrowserTest {
  private static final String UPGRADING =
      """
      proxy_http_version 1.1;
      proxy_set_header Host $http_host;
      proxy_set_header Upgrade $http_upgrade;
      proxy_set_header Connection upgrade;
      """;

  private static Certificates certificates;
  private static WebSocketBackend backend;
  private static WebSocketBackend sameOrigin;
  private static WebSocketBackend closing;
  private static RealNginx nginx;
  private static int plain;
  private static int tls;

  @BeforeAll
  static void start() {
    RealParts.needChromium();
    RealParts.needNginx();
    RealParts.needWebSocketBackend();
    RealParts.needOpenssl();
    certificates = new Certificates();
    backend = WebSocketBackend.start();
    sameOrigin = WebSocketBackend.start("--same-origin");
    closing = WebSocketBackend.start("--close-at-once", "4001");
    plain = Ports.free();
    tls = Ports.free();
    Certificates.Pair server = certificates.selfSigned("DNS:localhost,IP:127.0.0.1");
    nginx =
        RealNginx.start(
            """
            events {}
            http {
                server {
                    listen 127.0.0.1:%1$d;
                    default_type text/html;
                    location = / { return 200 "a page"; }
                    location = /strict {
                        add_header Content-Security-Policy "connect-src 'none'";
                        return 200 "a page";
                    }
                    location /ws { proxy_pass http://%3$s; %6$s }
                    location /bare { proxy_pass http://%3$s; }
                    location /moved { return 301 /ws; }
                    location /own { proxy_pass http://%4$s; %6$s }
                    location /closing { proxy_pass http://%5$s; %6$s }
                }
                server {
                    listen 127.0.0.1:%2$d ssl;
                    ssl_certificate %7$s;
                    ssl_certificate_key %8$s;
                    location /ws { proxy_pass http://%3$s; %6$s }
                }
            }
            """
                .formatted(
                    plain,
                    tls,
                    backend.address(),
                    sameOrigin.address(),
                    closing.address(),
                    UPGRADING,
                    server.certificate(),
                    server.key()),
            plain,
            tls);
  }

  @AfterAll
  static void stop() {
    if (nginx != null) {
      nginx.close();
      backend.close();
      sameOrigin.close();
      closing.close();
      certificates.close();
    }
  }

  @Test
  void aHealthySocketIsSeenWithItsHeadersFramesAndClose() {
    Run run = browse("/ws");
    JsonNode seen = run.json();
    assertThat(run.exitCode()).as(run.out()).isZero();
    assertThat(seen.get("socket").get("status").asInt()).isEqualTo(101);
    assertThat(seen.get("socket").get("close_code").asInt()).isEqualTo(1000);
    assertThat(seen.get("socket").get("closed_by").asString()).isEqualTo("this probe");
    assertThat(seen.get("request").asString()).contains("Origin: http://127.0.0.1:" + plain);
    assertThat(seen.get("answer").asString()).startsWith("HTTP/1.1 101 Switching Protocols\r\n");
    assertThat(ProbeCommandTest.column(seen.get("frames"), "from"))
        .containsExactly("browser", "server");
    assertThat(seen.get("page").get("loaded").asBoolean()).isTrue();
  }

  @Test
  void missingHeadersAreThe400ThatTheBrowserNames() {
    assertBroken(browse("/bare"), "upgrade-headers-missing", "response code: 400");
  }

  @Test
  void aRedirectIsNotFollowed() {
    Run run = browse("/moved");
    assertBroken(run, "redirect-instead-of-upgrade", "response code: 301");
    assertThat(run.json().get("answer_without_a_browser").asString()).contains("Location: ");
  }

  @Test
  void aCertificateThatNobodySignedIsRefusedBehindAStandInPage() {
    Run run = probe("wss://127.0.0.1:" + tls + "/ws");
    assertBroken(run, "tls-weak", "net::ERR_CERT_AUTHORITY_INVALID");
    assertThat(run.json().get("page").get("loaded").asBoolean()).isFalse();
    assertThat(run.json().get("page").get("origin").asString())
        .isEqualTo("https://127.0.0.1:" + tls);
    assertThat(run.json().get("socket").get("certificate").asString()).startsWith("refused: ");
  }

  @Test
  void aPlainSocketOfASecurePageIsMixedContent() {
    Run run =
        probe(
            "ws://app.example:" + plain + "/ws",
            "--page",
            "https://app.example:" + Ports.free() + "/",
            "--resolve",
            "app.example:" + plain + ":127.0.0.1");
    assertBroken(run, "client-url-mismatch", "insecure WebSocket connection");
    assertThat(run.json().get("socket").get("mixed_content").asBoolean()).isTrue();
  }

  @Test
  void aContentSecurityPolicyIsQuoted() {
    Run run = browse("/ws", "--page", "http://127.0.0.1:" + plain + "/strict");
    assertThat(run.causes()).as(run.out()).containsExactly("csp-forbids-socket");
    assertThat(run.json().get("socket").get("refused_by_policy").asString())
        .isEqualTo("connect-src: connect-src 'none'");
  }

  @Test
  void anOriginThatTheApplicationRefusesIsToldFromOtherRefusals() {
    Run own = browse("/own");
    assertThat(own.exitCode()).as(own.out()).isZero();
    Run foreign = browse("/own", "--page", "http://localhost:" + plain + "/");
    assertThat(foreign.causes()).as(foreign.out()).hasSize(1);
    assertThat(foreign.json().get("socket").get("status").asInt()).isEqualTo(403);
    assertThat(foreign.causes().getFirst()).isIn("origin-rejected-by-backend", "access-refused");
  }

  @Test
  void aCloseCodeOfTheApplicationIsSeen() {
    Run run = browse("/closing");
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.causes()).containsExactly("closed-by-backend");
    assertThat(run.json().get("socket").get("close_code").asInt()).isEqualTo(4001);
    assertThat(run.json().get("socket").get("closed_by").asString()).isEqualTo("the other side");
    assertThat(run.json().get("causes").get(0).get("summary").asString())
        .contains("the application closes it");
  }

  @Test
  void aSubprotocolThatIsNotAgreedFailsTheSocket() {
    assertBroken(
        browse("/ws", "--subprotocol", "chat"), "subprotocol-mismatch", "Sec-WebSocket-Protocol");
  }

  @Test
  void whatABrowserCannotDoAndABrowserThatIsMissingAreSaid() {
    Run odd = browse("/ws", "--origin", "http://a.example");
    assertThat(odd.exitCode()).isEqualTo(2);
    assertThat(odd.err()).contains("--origin does not go with --browser");
    Run missing = Product.run(List.of("probe", "ws://127.0.0.1:1/", "--browser"));
    assertThat(missing.exitCode()).isEqualTo(2);
    assertThat(missing.err()).contains("apt-get install -y chromium");
    Run broken =
        Product.run(
            List.of("probe", "ws://127.0.0.1:1/", "--browser", "--browser-path", "/bin/false"));
    assertThat(broken.exitCode()).isEqualTo(2);
    assertThat(broken.err()).contains("the browser did not start");
  }

  private static void assertBroken(Run run, String cause, String error) {
    assertThat(run.exitCode()).as(run.out() + run.err()).isEqualTo(1);
    assertThat(run.causes()).containsExactly(cause);
    assertThat(run.json().get("socket").get("error").asString()).contains(error);
  }

  private static Run browse(String path, String... more) {
    return probe("ws://127.0.0.1:" + plain + path, more);
  }

  private static Run probe(String url, String... more) {
    List<String> line = new ArrayList<>(List.of(url, "--browser"));
    line.addAll(List.of("--browser-path", RealParts.CHROMIUM.toString()));
    line.addAll(List.of(more));
    return ProbeCommandTest.probe(line.toArray(String[]::new));
  }
}
