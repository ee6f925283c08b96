package dev.wsdoctor.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wsdoctor.conformance.Certificates.Pair;
import dev.wsdoctor.http.Fields;
import dev.wsdoctor.probe.HandshakeProbe;
import dev.wsdoctor.probe.Limits;
import dev.wsdoctor.probe.Observation;
import dev.wsdoctor.probe.Observation.Failure;
import dev.wsdoctor.probe.Observation.Result;
import dev.wsdoctor.probe.Observation.Timing;
import dev.wsdoctor.probe.Observation.TlsSession;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The probe on wss URLs: what is wrong with the certificate is said, and the probe goes on.
@Timeout(value = 60, threadMode = ThreadMode.SEPARATE_THREAD)
class ProbeTlsTest {
  private static final String HERE = "DNS:localhost,IP:127.0.0.1";
  private static Certificates certificates;
  private static WebSocketBackend backend;

  @BeforeAll
  static void start() {
    RealParts.needNginx();
    RealParts.needWebSocketBackend();
    RealParts.needOpenssl();
    certificates = new Certificates();
    backend = WebSocketBackend.start();
  }

  @AfterAll
  static void stop() {
    if (backend != null) {
      backend.close();
      certificates.close();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void aSelfSignedCertificateIsReportedAndTheSocketOpens(String protocol) {
    Observation seen =
        wss(certificates.selfSigned(HERE), "localhost", "ssl_protocols " + protocol + ";");
    assertOpened(seen);
    assertThat(seen.tlsTroubles()).hasSize(1);
    assertThat(seen.tlsTroubles().getFirst()).contains("is self-signed");
    assertThat(seen.session().map(TlsSession::protocol)).hasValue(protocol);
    assertThat(seen.session().map(TlsSession::alpn)).hasValue("http/1.1");
    assertThat(seen.timings())
        .extracting(Timing::phase)
        .containsSubsequence("dns", "connect", "tls", "answer");
  }

  @Test
  void theHostIsSentAsSniUnlessItIsAnAddress() {
    Pair pair = certificates.selfSigned(HERE);
    String echoesSni = "location = /ws { return 418 'SNI is $ssl_server_name'; }";
    assertThat(wss(pair, "localhost", echoesSni).body()).isEqualTo("SNI is localhost");
    assertThat(wss(pair, "127.0.0.1", echoesSni).body()).isEqualTo("SNI is ");
  }

  @Test
  void anExpiredCertificateIsReportedWithItsDate() {
    Observation seen = wss(certificates.expired(HERE), "127.0.0.1");
    assertOpened(seen);
    assertThat(seen.tlsTroubles().getFirst()).contains("expired on 2021-01-01T00:00:00Z");
  }

  @Test
  void aCertificateForAnotherNameIsReportedWithBothNames() {
    Observation seen =
        wss(certificates.selfSigned("DNS:*.example.com,DNS:other.example"), "localhost");
    assertOpened(seen);
    assertThat(seen.tlsTroubles().getFirst())
        .startsWith(
            "expected a certificate for localhost but it is for *.example.com, other.example");
  }

  @Test
  void anUnknownAuthorityIsNamed() {
    Observation seen = wss(certificates.fromUnknownAuthority(HERE), "localhost");
    assertOpened(seen);
    assertThat(seen.tlsTroubles()).hasSize(1);
    assertThat(seen.tlsTroubles().getFirst())
        .startsWith("no known authority vouches for the certificate: its issuer 'CN=test");
  }

  @Test
  void oldTlsIsAFailureThatNamesProtocols() {
    Observation seen =
        wss(
            certificates.selfSigned(HERE),
            "localhost",
            "ssl_protocols TLSv1.1; ssl_ciphers ALL:@SECLEVEL=0;");
    assertFailed(seen, "the TLS handshake failed: ");
  }

  @Test
  void plainHttpOnATlsPortIsNamed() {
    int port = Ports.free();
    try (RealNginx _ = nginx(port, certificates.selfSigned(HERE), "")) {
      Observation seen = probe("ws://localhost:" + port + "/ws");
      assertThat(seen.result()).isEqualTo(new Result.Refused(400));
      assertThat(seen.violations())
          .anySatisfy(
              violation ->
                  assertThat(violation)
                      .startsWith(
                          "expected plain HTTP on this port but the server speaks TLS on it"));
    }
  }

  @Test
  void tlsOnAPlainPortIsNamed() {
    Observation seen = probe("wss://" + backend.address() + "/ws");
    assertFailed(seen, "");
    assertThat(seen.result().toString())
        .containsAnyOf("speaks plain text", "closed the connection");
    int port = Ports.free();
    String plain = "events {} http { server { listen 127.0.0.1:%d; } }".formatted(port);
    try (RealNginx _ = RealNginx.start(plain, port)) {
      assertFailed(probe("wss://127.0.0.1:" + port + "/"), "speaks plain text on this port");
    }
  }

  @Test
  void aTlsBackendIsAskedDirectly() {
    Pair pair = certificates.selfSigned(HERE);
    try (WebSocketBackend secure =
        WebSocketBackend.start(
            "--certificate", pair.certificate().toString(), "--key", pair.key().toString())) {
      assertOpened(probe("wss://" + secure.address() + "/"));
      Observation plain = probe("ws://" + secure.address() + "/");
      assertThat(plain.result()).isInstanceOf(Result.Failed.class);
      assertThat(((Result.Failed) plain.result()).failure())
          .isIn(Failure.NOT_HTTP, Failure.CLOSED_WITHOUT_ANSWER, Failure.CONNECTION_RESET);
    }
  }

  private static void assertOpened(Observation seen) {
    assertThat(seen.result()).as(seen.toString()).isEqualTo(new Result.Opened());
    assertThat(seen.pong()).isPresent();
    assertThat(seen.echo()).isPresent();
    assertThat(seen.remarks()).isEmpty();
  }

  private static void assertFailed(Observation seen, String sentence) {
    assertThat(seen.result()).isInstanceOf(Result.Failed.class);
    Result.Failed failed = (Result.Failed) seen.result();
    assertThat(failed.failure()).as(failed.message()).isEqualTo(Failure.TLS_FAILED);
    assertThat(failed.message()).contains(sentence);
  }

  private static Observation wss(Pair pair, String host, String... more) {
    int port = Ports.free();
    try (RealNginx _ = nginx(port, pair, String.join(" ", List.of(more)))) {
      return probe("wss://" + host + ":" + port + "/ws");
    }
  }

  private static RealNginx nginx(int port, Pair pair, String more) {
    return RealNginx.start(
        """
        events {}
        http {
          server {
            listen 127.0.0.1:%d ssl;
            ssl_certificate %s;
            ssl_certificate_key %s;
            %s
            location / {
              proxy_pass http://%s;
              proxy_http_version 1.1;
              proxy_set_header Upgrade $http_upgrade;
              proxy_set_header Connection upgrade;
            }
          }
        }
        """
            .formatted(port, pair.certificate(), pair.key(), more, backend.address()),
        port);
  }

  private static Observation probe(String url) {
    return HandshakeProbe.run(ProbeBadPeersTest.target(url), Fields.NONE, Limits.DEFAULT);
  }
}
