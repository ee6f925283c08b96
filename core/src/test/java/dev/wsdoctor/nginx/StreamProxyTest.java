package dev.wsdoctor.nginx;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class StreamProxyTest {
  private static final String PREREAD =
      """
      events {}
      stream {
          map $ssl_preread_server_name $behind {
              hostnames;
              chat.example.com 127.0.0.1:8443;
              *.example.org    pool;
              default          127.0.0.1:9443;
          }
          upstream pool { server 10.0.0.1:443; server 10.0.0.2:443; }
          server {
              listen 443;
              ssl_preread on;
              proxy_pass $behind;
              proxy_timeout 2h;
          }
          server {
              listen 444;
              proxy_pass $behind;
          }
          server {
              listen 445 ssl;
              proxy_pass 127.0.0.1:8080;
          }
      }
      """;

  @Test
  void theNameThatTheClientAsksForDecidesWithPreread() {
    check(443, "chat.example.com", "127.0.0.1:8443");
    check(443, "a.example.org", "10.0.0.1:443", "10.0.0.2:443");
    check(443, "elsewhere.example", "127.0.0.1:9443");
  }

  @Test
  void withoutPrereadNothingIsKnownOfTheName() {
    check(444, "chat.example.com", "127.0.0.1:9443");
  }

  @Test
  void theIdleLimitIsTheServersOrTenMinutes() {
    assertThat(proxy(443, "chat.example.com").timeout().value()).isEqualTo(Duration.ofHours(2));
    assertThat(proxy(444, "chat.example.com").timeout().value()).isEqualTo(Duration.ofMinutes(10));
  }

  @Test
  void tlsEndsWhereTheListenSaysSsl() {
    assertThat(proxy(445, "chat.example.com").endsTls()).isTrue();
    assertThat(proxy(443, "chat.example.com").endsTls()).isFalse();
  }

  @Test
  void theStepsSayWhereTheBytesGo() {
    Decision decision =
        Scene.main(PREREAD).decide("GET https://chat.example.com/ws\nHost: chat.example.com");
    assertThat(decision.steps().stream().map(Step::what))
        .containsExactly("stream takes the connection", "passes the bytes on to 127.0.0.1:8443");
  }

  private static void check(int port, String name, String... peers) {
    List<String> found =
        proxy(port, name).peers().stream().map(peer -> peer.address() + ":" + peer.port()).toList();
    assertThat(found).containsExactly(peers);
  }

  private static StreamProxy proxy(int port, String name) {
    Connection connection = Connection.tls("192.0.2.1", port, name);
    return Scene.main(PREREAD).nginx().stream(connection).orElseThrow();
  }
}
