package dev.wsdoctor.conformance.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wsdoctor.conformance.Ports;
import dev.wsdoctor.conformance.RealNginx;
import dev.wsdoctor.conformance.RealParts;
import dev.wsdoctor.conformance.TemporaryFolder;
import dev.wsdoctor.gateway.Gateway;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// nginx and the gateway with the same `ssl_session_ticket_key` go on with each other's sessions.
class TicketKeysTest {
  @ParameterizedTest
  @CsvSource({"-tls1_2, ticket48", "-tls1_3, ticket48", "-tls1_2, ticket80", "-tls1_3, ticket80"})
  void sessionsMoveBetweenNginxAndTheGateway(String version, String key) {
    RealParts.needNginx();
    try (TemporaryFolder folder = TemporaryFolder.create("tickets")) {
      Pki.in(folder);
      int port = Ports.free();
      folder.write("nginx.conf", configuration(folder, port, key));
      try (RealNginx nginx = RealNginx.start(folder.read("nginx.conf"), port)) {
        assertThat(nginx.pid()).isPositive();
        assertThat(talk(folder, port, version, "-sess_out", "of-nginx")).endsWith("\n.");
      }
      try (Gateway gateway = StartedGateway.in(folder)) {
        assertThat(gateway.port(port)).isEqualTo(port);
        assertThat(talk(folder, port, version, "-sess_in", "of-nginx")).endsWith("\nr");
        assertThat(talk(folder, port, version, "-sess_out", "of-gateway")).endsWith("\n.");
      }
      try (RealNginx nginx = RealNginx.start(folder.read("nginx.conf"), port)) {
        assertThat(nginx.pid()).isPositive();
        assertThat(talk(folder, port, version, "-sess_in", "of-gateway")).endsWith("\nr");
      }
    }
  }

  private static String talk(TemporaryFolder folder, int port, String... options) {
    return OpensslClient.talk(
        folder, port, String.join(" ", List.of(options)), "GET / HTTP/1.0\r\nHost: a\r\n\r\n");
  }

  private static String configuration(TemporaryFolder folder, int port, String key) {
    return """
    error_log error.log;
    events { }
    http {
      access_log off;
      server {
        listen 127.0.0.1:%2$d ssl;
        ssl_protocols TLSv1.2 TLSv1.3;
        ssl_certificate %1$s/one.crt;
        ssl_certificate_key %1$s/one.key;
        ssl_session_ticket_key %1$s/%3$s;
        return 200 $ssl_session_reused;
      }
    }
    """
        .formatted(folder.path(), port, key);
  }
}
