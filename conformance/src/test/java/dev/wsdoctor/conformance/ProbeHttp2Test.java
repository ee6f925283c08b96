package dev.wsdoctor.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wsdoctor.conformance.BadPeer.Behaviour;
import dev.wsdoctor.conformance.Product.Run;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/// `wsdoctor probe URL --http2`: nginx offers no WebSockets there, HAProxy does.
@Timeout(value = 60, threadMode = ThreadMode.SEPARATE_THREAD)
class ProbeHttp2Test {
  private static Certificates certificates;
  private static Certificates.Pair pair;
  private static WebSocketBackend backend;

  @BeforeAll
  static void start() {
    RealParts.needNginx();
    RealParts.needWebSocketBackend();
    RealParts.needOpenssl();
    certificates = new Certificates();
    pair = certificates.selfSigned("DNS:localhost,IP:127.0.0.1");
    backend = WebSocketBackend.start();
  }

  @AfterAll
  static void stop() {
    if (backend != null) {
      backend.close();
      certificates.close();
    }
  }

  @Test
  void nginxSpeaksHttp2AndOffersNoWebSocketsOverIt() {
    Run run = nginx("ssl http2");
    assertThat(run.exitCode()).as(run.out()).isZero();
    assertThat(run.causes()).containsExactly("http2-front");
    assertThat(run.json().get("causes").get(0).get("severity").asString()).isEqualTo("note");
    assertThat(run.json().get("result").get("alpn").asString()).isEqualTo("h2");
    assertThat(ProbeCommandTest.column(run.json().get("settings"), "name"))
        .contains("MAX_CONCURRENT_STREAMS")
        .doesNotContain("ENABLE_CONNECT_PROTOCOL");
    assertThat(ProbeCommandTest.texts(run.json().get("remarks")).getFirst())
        .contains("opens one more, with HTTP/1.1, for the socket");
  }

  @Test
  void nginxWithoutHttp2IsLeftInPeace() {
    Run run = nginx("ssl");
    assertThat(run.exitCode()).as(run.out()).isZero();
    assertThat(run.causes()).isEmpty();
    assertThat(run.json().get("result").get("speaks_http2").asBoolean()).isFalse();
  }

  @Test
  void haproxyOffersWebSocketsAndOpensOne() throws IOException {
    RealParts.needHaproxy();
    try (TemporaryFolder folder = TemporaryFolder.create("pem")) {
      String both = Files.readString(pair.certificate()) + Files.readString(pair.key());
      String file = folder.write("both.pem", both).toString();
      int port = Ports.free();
      try (RealHaproxy _ =
          RealHaproxy.start(
              port + " ssl crt " + file + " alpn h2,http/1.1", port, backend.address(), "")) {
        Run run = probe("wss://localhost:" + port + "/");
        JsonNode result = run.json().get("result");
        assertThat(run.causes()).as(run.out()).isEmpty();
        assertThat(result.get("offers_connect_protocol").asBoolean()).isTrue();
        assertThat(result.get("extended_connect_status").asInt()).isEqualTo(200);
      }
    }
  }

  @Test
  void anOfferThatIsNotKeptIsAnError() throws IOException {
    RealParts.needHaproxy();
    try (TemporaryFolder folder = TemporaryFolder.create("pem")) {
      String both = Files.readString(pair.certificate()) + Files.readString(pair.key());
      String file = folder.write("both.pem", both).toString();
      int port = Ports.free();
      String nobody = "127.0.0.1:" + Ports.free();
      try (RealHaproxy _ =
          RealHaproxy.start(port + " ssl crt " + file + " alpn h2,http/1.1", port, nobody, "")) {
        Run run = probe("wss://localhost:" + port + "/");
        assertThat(run.causes()).as(run.out()).containsExactly("http2-front");
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.json().get("result").get("extended_connect_status").asInt()).isEqualTo(503);
      }
    }
  }

  record Bad(String name, Behaviour peer, String words) {
    @Override
    public String toString() {
      return name;
    }
  }

  static List<Bad> badPeers() {
    return List.of(
        new Bad(
            "a frame of 16 MB",
            socket ->
                BadPeer.write(socket, "\u00ff\u00ff\u00ff\u0004\u0000\u0000\u0000\u0000\u0000"),
            "at most 16384 bytes but its header says 16777215"),
        new Bad(
            "another frame first",
            socket ->
                BadPeer.write(socket, "\u0000\u0000\u0000\u0006\u0000\u0000\u0000\u0000\u0000"),
            "expected a SETTINGS frame first but found a frame of type 6"),
        new Bad(
            "HTTP/1.1",
            socket -> BadPeer.write(socket, "HTTP/1.1 400 Bad Request\r\n\r\n"),
            "the server answers in HTTP/1"),
        new Bad(
            "too much",
            socket ->
                BadPeer.write(socket, "\u0001\u0000\u0000\u0004\u0000\u0000\u0000\u0000\u0000"),
            "expected an HTTP/2 frame of at most 16384 bytes but its header says 65536"),
        new Bad(
            "a close",
            socket -> {
              BadPeer.readHead(socket);
              socket.shutdownOutput();
            },
            "ended the connection instead of speaking HTTP/2"));
  }

  @ParameterizedTest
  @MethodSource("badPeers")
  void aPeerThatSpeaksSomethingElseIsNamed(Bad bad) {
    try (BadPeer peer = BadPeer.start(bad.peer())) {
      Run run = probe("ws://127.0.0.1:" + peer.port() + "/");
      assertThat(run.json().get("headline").asString()).contains(bad.words());
      assertThat(run.causes()).isEmpty();
    }
  }

  private static Run nginx(String listen) {
    int port = Ports.free();
    try (RealNginx _ =
        RealNginx.start(
            """
            events {}
            http {
                server {
                    listen 127.0.0.1:%d %s;
                    ssl_certificate %s;
                    ssl_certificate_key %s;
                    location / { proxy_pass http://%s; }
                }
            }
            """
                .formatted(port, listen, pair.certificate(), pair.key(), backend.address()),
            port)) {
      return probe("wss://localhost:" + port + "/");
    }
  }

  private static Run probe(String url) {
    return ProbeCommandTest.probe(url, "--http2");
  }
}
