package dev.wsdoctor.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wsdoctor.conformance.Product.Run;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/// `wsdoctor probe URL --sizes`: the limit is found to the byte, with its owner.
@Timeout(value = 120, threadMode = ThreadMode.SEPARATE_THREAD)
class ProbeSizesTest {
  @BeforeEach
  void needParts() {
    RealParts.needNginx();
    RealParts.needWebSocketBackend();
  }

  @Waits
  @ParameterizedTest
  @ValueSource(ints = {1000, 65_536, 1_000_003})
  void theBackendsLimitIsFoundToTheByteInEveryShape(int limit) {
    try (WebSocketBackend backend = WebSocketBackend.start("--max-size", "" + limit)) {
      Run run = through(backend.address(), "--backend", "ws://" + backend.address() + "/");
      assertThat(run.causes()).as(run.out()).containsExactly("message-too-big");
      JsonNode sizes = run.json().get("sizes");
      assertThat(sizes.size()).isEqualTo(8);
      for (JsonNode row : sizes) {
        assertThat(row.get("passed").asLong()).as(row.toString()).isEqualTo(limit);
        assertThat(row.get("failed").asLong()).isEqualTo(limit + 1L);
        assertThat(row.get("ending").asString()).startsWith("Close frame 1009");
      }
      assertThat(run.json().get("causes").get(0).get("summary").asString())
          .contains("the backend has the same limit when it is asked directly");
    }
  }

  @Waits
  @Test
  void withoutALimitEverySizePasses() {
    try (WebSocketBackend backend = WebSocketBackend.start("--max-size", "100000000")) {
      Run run = through(backend.address(), "--up-to", "4m");
      assertThat(run.causes()).as(run.out()).isEmpty();
      for (JsonNode row : run.json().get("sizes")) {
        assertThat(row.get("passed").asLong()).isEqualTo(4L << 20);
      }
    }
  }

  @Waits
  @Test
  void aBackendThatEchoesNothingIsMeasuredOneWayAndThatIsSaid() {
    try (WebSocketBackend backend = WebSocketBackend.start("--silent", "--max-size", "5000")) {
      Run run = through(backend.address());
      assertThat(run.causes()).as(run.out()).containsExactly("message-too-big");
      assertThat(run.json().get("sizes").get(0).get("passed").asLong()).isEqualTo(5000);
      assertThat(ProbeCommandTest.texts(run.json().get("remarks")).getFirst())
          .contains("only the way to the server was measured");
    }
  }

  @Waits
  @Test
  void aResetIsNamedAsSuchAndTheBackendIsCleared() {
    try (WebSocketBackend backend = WebSocketBackend.start();
        BadPeer strict =
            BadPeer.start(socket -> LimitedRelay.serve(socket, backend.port(), 65_536))) {
      Run run =
          ProbeCommandTest.probe(
              "ws://127.0.0.1:" + strict.port() + "/",
              "--sizes",
              "--up-to",
              "256k",
              "--backend",
              "ws://" + backend.address() + "/");
      assertThat(run.causes()).as(run.out()).containsExactly("message-too-big");
      assertThat(run.json().get("causes").get(0).get("summary").asString())
          .contains("RST, without a Close frame (1006)")
          .contains("the backend, asked directly, takes more: a hop in between has this limit");
    }
  }

  private static Run through(String backend, String... options) {
    int port = Ports.free();
    try (RealNginx _ =
        RealNginx.start(
            """
            events {}
            http {
                server {
                    listen 127.0.0.1:%d;
                    location / {
                        proxy_pass http://%s;
                        proxy_http_version 1.1;
                        proxy_set_header Upgrade $http_upgrade;
                        proxy_set_header Connection upgrade;
                    }
                }
            }
            """
                .formatted(port, backend),
            port)) {
      List<String> line = new ArrayList<>(List.of("ws://127.0.0.1:" + port + "/", "--sizes"));
      line.addAll(List.of(options));
      return ProbeCommandTest.probe(line.toArray(String[]::new));
    }
  }
}
