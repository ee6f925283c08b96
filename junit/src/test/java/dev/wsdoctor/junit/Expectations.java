package dev.wsdoctor.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a test sees of `src/test/nginx/site.conf`, whatever runs it.
abstract class Expectations {
  private static EchoServer app;

  private static EchoServer local;

  @BeforeAll
  static void begin(@TempDir Path folder) {
    app = EchoServer.start();
    socket = folder.resolve("app.sock");
    local = EchoServer.start(socket);
  }

  @AfterAll
  static void end() throws Exception {
    app.close();
    local.close();
  }

  @Upstream({"unix:/run/app.sock", "moved:80"})
  private static Path socket;

  @Upstream("app:3000")
  static int app() {
    return app.port();
  }

  @Test
  void aSocketOpensThroughIt(NginxUnderTest nginx) {
    assertThat(Client.echo(nginx, nginx.webSocketUri("/ws/"), "hello")).isEqualTo("hello");
    nginx.awaitAccessLog("/ws/ 101 websocket to 80\n");
  }

  @Test
  void aSocketOpensOverTlsWithAThrowAwayCertificate(NginxUnderTest nginx) {
    assertThat(nginx.webSocketUri(443, "/ws/").toString())
        .isEqualTo("wss://127.0.0.1:%d/ws/", nginx.port(443));
    assertThat(Client.echo(nginx, nginx.webSocketUri(443, "/ws/"), "secret")).isEqualTo("secret");
    nginx.awaitAccessLog("/ws/ 101 websocket to 443\n");
    assertThat(nginx.substitutions().getFirst())
        .matches(".*site\\.conf:25: ssl_certificate .*a throw-away one takes its place");
  }

  @Test
  void anUpgradeThatIsNotSentOnFails(NginxUnderTest nginx) {
    assertThat(Client.refused(nginx, nginx.webSocketUri("/plain/"))).isEqualTo(400);
  }

  @Test
  void portsAreThoseOfTheFile(NginxUnderTest nginx) {
    assertThat(nginx.port()).isEqualTo(nginx.port(80)).isNotEqualTo(nginx.port(443));
    assertThat(nginx.uri("/port").toString()).isEqualTo("http://127.0.0.1:%d/port", nginx.port());
    assertThat(Client.get(nginx, nginx.uri("/port")).body()).isEqualTo("80\n");
    assertThat(Client.get(nginx, nginx.uri(443, "/port")).body()).isEqualTo("443\n");
    assertThatThrownBy(() -> nginx.port(8080))
        .hasMessage("no listen of the configuration has port 8080; they have 80, 443");
  }

  @Test
  void whatVariablesNameIsMappedToo(NginxUnderTest nginx) {
    assertThat(Client.echo(nginx, nginx.webSocketUri("/named/?a=b"), "hi")).isEqualTo("hi");
    assertThat(Client.get(nginx, nginx.uri("/named/x?a=b")).body()).isEqualTo("/named/x?a=b");
    assertThat(Client.get(nginx, nginx.uri("/block/x?a=b")).body()).isEqualTo("/block/x?a=b");
  }

  @Test
  void whatVariablesNameAndNobodyIsMappedToIsRefusedWithASentence(NginxUnderTest nginx) {
    HttpResponse<String> answer = Client.get(nginx, nginx.uri("/foreign/x"));
    assertThat(answer.statusCode()).isEqualTo(502);
    assertThat(answer.body())
        .contains("proxy_pass came to http://api.example:8080/foreign/x")
        .contains("Put @Upstream(\"HOST:PORT\") on");
  }

  @Test
  void whatIsDownIsDown(NginxUnderTest nginx) {
    assertThat(Client.get(nginx, nginx.uri("/report/daily")).statusCode()).isEqualTo(502);
    nginx.awaitAccessLog("/report/daily 502");
  }

  @Test
  void theErrorLogSpeaksOfTheAddressesOfTheFile(NginxUnderTest nginx) {
    Client.get(nginx, nginx.uri("/report/weekly"));
    assertThat(nginx.awaitErrorLog("/report/weekly"))
        .contains("connect() failed (111: Connection refused) while connecting to upstream")
        .contains("upstream: \"http://report/report/weekly\"");
  }

  @Test
  void unixSocketsAreUpstreamsToo(NginxUnderTest nginx) {
    assertThat(Client.get(nginx, nginx.uri("/socket/x")).body()).isEqualTo("/socket/x");
    assertThat(Client.echo(nginx, nginx.webSocketUri("/moved/"), "hi")).isEqualTo("hi");
  }
}
