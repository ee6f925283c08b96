package dev.wsdoctor.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wsdoctor.http.Fields;
import dev.wsdoctor.http.Target;
import dev.wsdoctor.nginx.Sent;
import dev.wsdoctor.nginx.Value;
import dev.wsdoctor.probe.Endpoint;
import dev.wsdoctor.probe.HandshakeProbe;
import dev.wsdoctor.probe.Limits;
import dev.wsdoctor.probe.Observation;
import dev.wsdoctor.probe.Observation.Failure;
import dev.wsdoctor.probe.Observation.Result;
import dev.wsdoctor.probe.Observation.Timing;
import dev.wsdoctor.probe.ProbeTarget;
import dev.wsdoctor.probe.Probes;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The handshake probe against Debian's nginx and a third party's backend.
@Timeout(value = 60, threadMode = ThreadMode.SEPARATE_THREAD)
class ProbeTest {
  private static final String UPGRADING =
      """
      proxy_http_version 1.1;
      proxy_set_header Upgrade $http_upgrade;
      proxy_set_header Connection upgrade;
      """;

  @BeforeEach
  void needParts() {
    RealParts.needNginx();
    RealParts.needWebSocketBackend();
  }

  @Test
  void aHealthyProxyOpensAndEveryPhaseIsTimed() {
    Observation seen = throughNginx("location / { proxy_pass http://BACKEND; " + UPGRADING + "}");
    assertThat(seen.result()).as(seen.toString()).isEqualTo(new Result.Opened());
    assertThat(seen.head()).startsWith("HTTP/1.1 101 Switching Protocols\r\n").endsWith("\r\n\r\n");
    assertThat(seen.pong()).isPresent();
    assertThat(seen.echo()).isPresent();
    assertThat(seen.violations()).isEmpty();
    assertThat(seen.remarks()).isEmpty();
    assertThat(seen.timings())
        .extracting(Timing::phase)
        .containsExactly("connect", "answer", "first frame");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          proxy_pass http://BACKEND;                                  | 400 | Failed to open a WebSocket
          proxy_pass http://BACKEND; proxy_http_version 1.1;          | 426 | Failed to open a WebSocket
          proxy_pass http://127.0.0.1:DEAD;                           | 502 | Bad Gateway
          return 404;                                                 | 404 | Not Found
          return 301 https://$host$request_uri;                       | 301 | Moved Permanently
          deny all;                                                   | 403 | Forbidden
          return 204;                                                 | 204 |
          """)
  void aBrokenProxyRefusesAndSaysWhy(String location, int status, @Nullable String body) {
    Observation seen = throughNginx("location / { " + location + " }");
    assertThat(seen.result()).as(seen.toString()).isEqualTo(new Result.Refused(status));
    assertThat(seen.violations().getFirst())
        .startsWith("expected status 101 but the server answered " + status)
        .endsWith("(RFC 6455, 4.1)");
    assertThat(seen.body()).contains(body == null ? "" : body);
  }

  @Test
  void theSlashRedirectKeepsItsLocation() {
    Observation seen = throughNginx("location /ws/ { proxy_pass http://BACKEND; }");
    assertThat(seen.result()).isEqualTo(new Result.Refused(301));
    assertThat(seen.response().flatMap(response -> response.fields().first("Location")))
        .hasValueSatisfying(location -> assertThat(location).endsWith("/ws/"));
  }

  @Test
  void aBackendThatNeverAnswersIsATimeoutThroughNginxToo() {
    try (BadPeer silent = BadPeer.start(_ -> {})) {
      Observation seen =
          throughNginx(
              "location / { proxy_pass http://127.0.0.1:" + silent.port() + "; }",
              Limits.DEFAULT.within(Duration.ofMillis(500)));
      assertFailed(seen, Failure.ANSWER_TIMEOUT, "answered nothing within 500 ms");
    }
  }

  @Test
  void aMissingEchoIsNoFault() {
    try (WebSocketBackend backend = WebSocketBackend.start("--silent")) {
      Observation seen = direct(backend, Limits.DEFAULT.within(Duration.ofMillis(800)));
      assertThat(seen.result()).isEqualTo(new Result.Opened());
      assertThat(seen.pong()).isPresent();
      assertThat(seen.echo()).isEmpty();
      assertThat(seen.remarks()).isEmpty();
    }
  }

  @Test
  void aCloseRightAfterTheOpeningIsRemarked() {
    try (WebSocketBackend backend = WebSocketBackend.start("--close-at-once", "1008")) {
      Observation seen = direct(backend, Limits.DEFAULT);
      assertThat(seen.result()).isEqualTo(new Result.Opened());
      assertThat(seen.remarks())
          .containsExactly(
              "the server closed right after the opening with 1008 (policy violation): not today; ask its log why");
    }
  }

  @Test
  void aBackendIsAskedWithTheHostThatNginxWouldSend() {
    try (WebSocketBackend backend = WebSocketBackend.start("--request-host", "app.example")) {
      Endpoint endpoint = Endpoint.of("127.0.0.1", backend.port());
      assertThat(ask(endpoint, "app.example").result()).isEqualTo(new Result.Opened());
      Observation wrong = ask(endpoint, "upstream_name");
      assertThat(wrong.result()).isEqualTo(new Result.Refused(403));
      assertThat(wrong.body()).isEqualTo("host not allowed\n");
    }
  }

  @Test
  void aBackendOnAUnixSocketIsAsked() {
    try (TemporaryFolder folder = TemporaryFolder.create("unix");
        WebSocketBackend _ =
            WebSocketBackend.start("--unix", folder.path().resolve("app.sock").toString())) {
      Observation seen = ask(Endpoint.of("unix:" + folder.path() + "/app.sock:", 0), "a");
      assertThat(seen.result()).as(seen.toString()).isEqualTo(new Result.Opened());
      assertThat(seen.address()).isEqualTo("unix:" + folder.path() + "/app.sock");
      assertThat(seen.echo()).isPresent();
      assertFailed(
          ask(Endpoint.of("unix:" + folder.path() + "/none.sock", 0), "a"),
          Failure.CONNECTION_REFUSED,
          "nothing accepts on unix:" + folder.path() + "/none.sock");
    }
  }

  @Test
  void compressionThatWasAskedForIsUnderstood() {
    try (WebSocketBackend backend = WebSocketBackend.start()) {
      Fields offer = Fields.of("Sec-WebSocket-Extensions", "permessage-deflate");
      Observation seen = HandshakeProbe.run(url(backend), offer, Limits.DEFAULT);
      assertThat(seen.head()).contains("permessage-deflate");
      assertThat(seen.echo()).isPresent();
      assertThat(seen.remarks()).isEmpty();
    }
  }

  @Test
  void hopsAreAskedTogetherAndComeBackInTheirOrder() {
    try (WebSocketBackend backend = WebSocketBackend.start();
        BadPeer silent = BadPeer.start(_ -> {})) {
      ProbeTarget good = ProbeTarget.backend(url(backend));
      ProbeTarget mute = good.dialling(Endpoint.of("127.0.0.1", silent.port()));
      List<Observation> seen =
          Probes.run(
              url(backend),
              Fields.of("Origin", "http://a.example"),
              List.of(mute, good, mute, good),
              Limits.DEFAULT.within(Duration.ofSeconds(1)));
      assertThat(seen)
          .extracting(Observation::opened)
          .containsExactly(true, false, true, false, true);
      assertThat(seen)
          .extracting(Observation::hop)
          .containsExactly("through nginx", "backend", "backend", "backend", "backend");
      assertThat(seen.getFirst().request().fields().first("Origin")).hasValue("http://a.example");
    }
  }

  private static Observation ask(Endpoint endpoint, String host) {
    Sent sent =
        new Sent(
            "GET",
            Value.of("/ws"),
            "HTTP/1.0",
            List.of(
                field("Host", Value.of(host)),
                field("Connection", Value.of("close")),
                field("X-Id", new Value.Unknown("$request_id", "depends on the request"))));
    ProbeTarget target = ProbeTarget.direct(endpoint, Optional.empty(), sent);
    return HandshakeProbe.run(target, Fields.NONE, Limits.DEFAULT);
  }

  private static Sent.Field field(String name, Value value) {
    return new Sent.Field(name, value, Sent.Origin.CONFIGURED, Optional.empty());
  }

  private static Observation direct(WebSocketBackend backend, Limits limits) {
    return HandshakeProbe.run(ProbeTarget.backend(url(backend)), Fields.NONE, limits);
  }

  private static Target url(WebSocketBackend backend) {
    return ProbeBadPeersTest.target("ws://" + backend.address() + "/ws");
  }

  private static Observation throughNginx(String location) {
    return throughNginx(location, Limits.DEFAULT);
  }

  private static Observation throughNginx(String location, Limits limits) {
    int port = Ports.free();
    int dead = Ports.free();
    try (WebSocketBackend backend = WebSocketBackend.start();
        RealNginx _ =
            RealNginx.start(
                """
                events {}
                http { server { listen 127.0.0.1:%d; %s } }
                """
                    .formatted(
                        port,
                        location
                            .replace("BACKEND", backend.address())
                            .replace("DEAD", Integer.toString(dead))),
                port)) {
      return HandshakeProbe.run(
          ProbeBadPeersTest.target("ws://127.0.0.1:" + port + "/ws"), Fields.NONE, limits);
    }
  }

  private static void assertFailed(Observation seen, Failure failure, String sentence) {
    assertThat(seen.result()).isInstanceOf(Result.Failed.class);
    Result.Failed failed = (Result.Failed) seen.result();
    assertThat(failed.failure()).as(failed.message()).isEqualTo(failure);
    assertThat(failed.message()).contains(sentence);
  }
}
