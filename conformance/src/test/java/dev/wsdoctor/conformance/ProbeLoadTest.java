package dev.wsdoctor.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wsdoctor.conformance.Product.Run;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import tools.jackson.databind.JsonNode;

/// `wsdoctor probe URL --load` against Debian's nginx.
@Timeout(value = 120, threadMode = ThreadMode.SEPARATE_THREAD)
class ProbeLoadTest {
  @BeforeEach
  void needParts() {
    RealParts.needNginx();
    RealParts.needWebSocketBackend();
  }

  @Test
  void everyMessageThatIsDueIsSentAndTimed() {
    Run run = through("", "", "--connections", "5", "--rate", "50", "--for", "2s");
    JsonNode load = run.json().get("load");
    assertThat(run.exitCode()).as(run.out()).isZero();
    assertThat(load.get("opened").asInt()).isEqualTo(5);
    assertThat(load.get("due").asInt()).isEqualTo(100);
    assertThat(load.get("answered").asInt()).isEqualTo(100);
    JsonNode echo = run.json().get("times").get(1);
    assertThat(echo.get("what").asString()).isEqualTo("echo");
    assertThat(echo.get("median_ms").asDouble())
        .isPositive()
        .isLessThanOrEqualTo(echo.get("p99_ms").asDouble());
  }

  @Test
  void aLimitOfConnectionsIsNamedAndEndsTheLoad() {
    Run run =
        through(
            "limit_conn_zone $server_addr zone=sockets:1m;",
            "limit_conn sockets 3;",
            "--connections",
            "40",
            "--connect-rate",
            "100",
            "--for",
            "60s");
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.causes()).as(run.out()).containsExactly("access-refused");
    assertThat(run.json().get("headline").asString()).contains("stopped early");
    assertThat(run.json().get("errors").get(0).get("what").asString()).isEqualTo("answer 503");
  }

  @Test
  void aHostThatIsNotThisMachineIsNotLoaded() {
    Run run = Product.run(List.of("probe", "ws://192.0.2.1/", "--load"));
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("is not this machine").contains("--i-own-this-host");
    Run proxied =
        Product.run(List.of("probe", "ws://127.0.0.1/", "--load", "--proxy", "http://127.0.0.1:1"));
    assertThat(proxied.exitCode()).isEqualTo(2);
  }

  @Test
  void whatDoesNotOpenIsNotLoaded() {
    Run run = ProbeCommandTest.probe("ws://127.0.0.1:" + Ports.free() + "/", "--load");
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.causes()).containsExactly("client-url-mismatch");
    assertThat(run.json().get("load").get("sent").asInt()).isZero();
  }

  private static Run through(String http, String location, String... options) {
    int port = Ports.free();
    try (WebSocketBackend backend = WebSocketBackend.start();
        RealNginx _ =
            RealNginx.start(
                """
                events {}
                http {
                    %s
                    server {
                        listen 127.0.0.1:%d;
                        location / {
                            %s
                            proxy_pass http://%s;
                            proxy_http_version 1.1;
                            proxy_set_header Upgrade $http_upgrade;
                            proxy_set_header Connection upgrade;
                        }
                    }
                }
                """
                    .formatted(http, port, location, backend.address()),
                port)) {
      List<String> line = new ArrayList<>(List.of("ws://127.0.0.1:" + port + "/", "--load"));
      line.addAll(List.of(options));
      return ProbeCommandTest.probe(line.toArray(String[]::new));
    }
  }
}
