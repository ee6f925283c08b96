package dev.wsdoctor.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wsdoctor.conf.Configuration;
import dev.wsdoctor.directive.NginxVersion;
import dev.wsdoctor.disk.DiskFiles;
import dev.wsdoctor.gateway.tls.OpensslTool;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A whole gateway with TLS and the PROXY protocol in front; `openssl s_client` is the client.
class GatewayTlsTest {
  private static final NginxVersion VERSION = NginxVersion.find("1.22.1").orElseThrow();
  private static final String CERTIFICATE = "ssl_certificate one.crt; ssl_certificate_key one.key;";

  @TempDir static Path folder;

  private static OpensslTool openssl;

  @BeforeAll
  static void makeCertificates() {
    openssl = new OpensslTool(folder);
    openssl.ec("one");
    openssl.ec("me");
    openssl.ec("stranger");
  }

  @Test
  void answersOverTls() throws IOException {
    String server =
        "server { listen 443 ssl; "
            + CERTIFICATE
            + " return 200 \"$scheme $https $ssl_protocol $ssl_server_name $server_port\"; }";
    try (Gateway gateway = start(server)) {
      assertThat(get(gateway, "-tls1_2", "-servername", "a.test"))
          .contains("HTTP/1.1 200 OK\r\n")
          .contains("\r\n\r\nhttps on TLSv1.2 a.test 443");
    }
  }

  @Test
  void hostMayChooseAnotherServerThanTheName() throws IOException {
    String servers =
        "server { listen 443 ssl; server_name a; "
            + CERTIFICATE
            + " return 200 A; }"
            + "server { listen 443 ssl; server_name test; "
            + CERTIFICATE
            + " return 200 B; }";
    try (Gateway gateway = start(servers)) {
      assertThat(get(gateway, "-servername", "a")).contains("\r\n\r\nB");
    }
  }

  @Test
  void plainHttpGets400() throws IOException {
    try (Gateway gateway = start("server { listen 443 ssl; " + CERTIFICATE + " }")) {
      assertThat(send(gateway.port(443), "GET / HTTP/1.0\r\n\r\n"))
          .startsWith("HTTP/1.1 400 Bad Request\r\n")
          .contains("<center>The plain HTTP request was sent to HTTPS port</center>");
    }
  }

  @Test
  void clientCertificatesAreJudged() throws IOException {
    String server =
        "server { listen 443 ssl; "
            + CERTIFICATE
            + " ssl_client_certificate me.crt; ssl_verify_client on;"
            + " return 200 \"$ssl_client_verify $ssl_client_s_dn\"; }";
    try (Gateway gateway = start(server)) {
      assertThat(get(gateway)).contains("<center>No required SSL certificate was sent</center>");
      assertThat(get(gateway, "-cert", "stranger.crt", "-key", "stranger.key"))
          .contains("HTTP/1.1 400 Bad Request\r\n")
          .contains("<center>The SSL certificate error</center>");
      assertThat(get(gateway, "-cert", "me.crt", "-key", "me.key"))
          .contains("\r\n\r\nSUCCESS CN=me");
    }
  }

  @Test
  void errorPagesTakeCertificateErrors() throws IOException {
    String server =
        "server { listen 443 ssl; "
            + CERTIFICATE
            + " ssl_client_certificate me.crt; ssl_verify_client on;"
            + " error_page 496 = /none; location = /none { return 403 \"show one\"; } }";
    try (Gateway gateway = start(server)) {
      assertThat(get(gateway)).contains("HTTP/1.1 403 Forbidden").contains("\r\n\r\nshow one");
    }
  }

  @Test
  void aWholeHandshakeFailureLeavesTheGatewayAlive() throws IOException {
    String server =
        "server { listen 443 ssl; ssl_protocols TLSv1.3; " + CERTIFICATE + " return 200 ok; }";
    try (Gateway gateway = start(server)) {
      assertThat(get(gateway, "-tls1_2")).contains("alert protocol version");
      assertThat(get(gateway)).contains("\r\n\r\nok");
    }
  }

  @Test
  void theProxyHeaderComesFirst() throws IOException {
    String server =
        "server { listen 80 proxy_protocol; set_real_ip_from 127.0.0.1;"
            + " real_ip_header proxy_protocol; return 200"
            + " \"$proxy_protocol_addr $proxy_protocol_port $proxy_protocol_server_port"
            + " $remote_addr\"; }";
    try (Gateway gateway = start(server)) {
      String header = "PROXY TCP4 192.0.2.1 198.51.100.2 1234 8443\r\n";
      assertThat(send(gateway.port(80), header + "GET / HTTP/1.0\r\n\r\n"))
          .endsWith("\r\n\r\n192.0.2.1 1234 8443 192.0.2.1");
      assertThat(send(gateway.port(80), "GET / HTTP/1.0\r\n\r\n")).isEmpty();
    }
  }

  @Test
  void badCertificatesStopTheStart() throws IOException {
    String server =
        "server { listen 443 ssl; ssl_certificate one.crt; ssl_certificate_key me.key; }";
    assertThat(Gateway.start(configuration(server), GatewaySettings.onLoopback(VERSION)))
        .isEqualTo(
            new GatewayStart.Refused(
                List.of(
                    "SSL_CTX_use_PrivateKey(\""
                        + folder
                        + "/me.key\") failed (SSL: error:05800074:x509 certificate routines"
                        + "::key values mismatch)")));
  }

  @Test
  void aReloadTakesNewCertificates() throws IOException {
    try (Gateway gateway = start("server { listen 443 ssl; " + CERTIFICATE + " return 200 1; }")) {
      assertThat(get(gateway)).contains("CN = one");
      String other =
          "server { listen 443 ssl; ssl_certificate me.crt; ssl_certificate_key me.key; }";
      assertThat(gateway.reload(configuration(other))).isEmpty();
      assertThat(get(gateway)).contains("CN = me");
      String broken = other.replace("me.key", "one.key");
      assertThat(gateway.reload(configuration(broken))).hasSize(1);
      assertThat(get(gateway)).contains("CN = me");
    }
  }

  private static Gateway start(String servers) throws IOException {
    return switch (Gateway.start(configuration(servers), GatewaySettings.onLoopback(VERSION))) {
      case GatewayStart.Started(Gateway gateway) -> gateway;
      case GatewayStart.Refused(List<String> messages) -> throw new AssertionError(messages);
    };
  }

  private static Configuration configuration(String servers) throws IOException {
    Path file = folder.resolve("nginx.conf");
    Files.writeString(file, "events {}\nhttp {\n" + servers + "\n}\n");
    return Configuration.load(new DiskFiles(), file.toString());
  }

  /// What `openssl s_client` prints of a request for `/` of the host `test`.
  private static String get(Gateway gateway, String... options) {
    List<String> words =
        new ArrayList<>(
            List.of("s_client", "-connect", "127.0.0.1:" + gateway.port(443), "-ign_eof"));
    words.addAll(List.of(options));
    return openssl
        .attempt("GET / HTTP/1.0\r\nHost: test\r\n\r\n", words.toArray(String[]::new))
        .printed();
  }

  private static String send(int port, String bytes) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.getOutputStream().write(bytes.getBytes(StandardCharsets.ISO_8859_1));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
    }
  }
}
