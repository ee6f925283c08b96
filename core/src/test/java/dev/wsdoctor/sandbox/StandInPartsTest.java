package dev.wsdoctor.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wsdoctor.http.Fields;
import dev.wsdoctor.http.Request;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/// The parts that stand in for the outside world.
class StandInPartsTest {
  private static final Fields HANDSHAKE =
      Fields.of(
          "Host", "a",
          "Upgrade", "WebSocket",
          "Connection", "keep-alive, Upgrade",
          "Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ==",
          "Sec-WebSocket-Version", "13");

  private static int status(String method, String version, Fields fields) {
    return StandIn.status(new Request(method, "/", version, fields));
  }

  @Test
  void onlyAHandshakeIsSwitched() {
    assertThat(status("GET", "HTTP/1.1", HANDSHAKE)).isEqualTo(101);
    assertThat(status("GET", "HTTP/1.0", HANDSHAKE)).isEqualTo(400);
    assertThat(status("POST", "HTTP/1.1", HANDSHAKE)).isEqualTo(400);
    assertThat(status("GET", "HTTP/1.1", HANDSHAKE.and("Host", "b"))).isEqualTo(400);
    assertThat(status("GET", "HTTP/1.1", HANDSHAKE.without("Connection"))).isEqualTo(400);
    assertThat(status("GET", "HTTP/1.1", HANDSHAKE.with("Upgrade", "h2c"))).isEqualTo(400);
    assertThat(status("GET", "HTTP/1.1", HANDSHAKE.with("Sec-WebSocket-Version", "8")))
        .isEqualTo(400);
    assertThat(status("GET", "HTTP/1.1", Fields.of("Host", "a"))).isEqualTo(200);
  }

  @Test
  void whatWasMovedReadsAsBefore() {
    Originals originals = new Originals();
    originals.path("/tmp/x/f1.conf", "/etc/nginx/a.conf");
    originals.port(40001, "app", "app", 80);
    originals.port(40002, "10.0.0.1:8080", "10.0.0.1", 8080);
    assertThat(originals.restore("bad in /tmp/x/f1.conf:3"))
        .isEqualTo("bad in /etc/nginx/a.conf:3");
    assertThat(originals.restore("127.0.0.1:40001")).isEqualTo("app");
    assertThat(originals.restore("app:40001")).isEqualTo("app");
    assertThat(originals.restore("other:40001")).isEqualTo("other:80");
    assertThat(originals.restore("40002")).isEqualTo("8080");
    assertThat(originals.restore("http://127.0.0.1:40002/x")).isEqualTo("http://10.0.0.1:8080/x");
    assertThat(originals.restore("140002 400020 40003")).isEqualTo("140002 400020 40003");
  }

  @Test
  void everyNameIsLoopback() throws IOException {
    byte[] query = {
      7, 7, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 3, 'a', 'p', 'p', 2, 'd', 'e', 0, 0, 1, 0, 1
    };
    try (NameServer server = new NameServer(Duration.ofSeconds(1));
        DatagramSocket client = new DatagramSocket()) {
      client.setSoTimeout(2_000);
      client.send(
          new DatagramPacket(
              query,
              query.length,
              new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port())));
      DatagramPacket answer = new DatagramPacket(new byte[512], 512);
      client.receive(answer);
      byte[] bytes = Arrays.copyOf(answer.getData(), answer.getLength());
      assertThat(bytes).startsWith(7, 7, 0x84, 0x80, 0, 1, 0, 1).endsWith(0, 4, 127, 0, 0, 1);
    }
  }

  @Test
  void aNameHasNoOtherAddressAndGarbageIsNoQuestion() {
    byte[] query = {7, 7, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 1, 'a', 0, 0, 28, 0, 1};
    assertThat(NameServer.answer(query)).hasSize(query.length).contains(0x84);
    for (int length = 0; length < query.length; length++) {
      byte[] cut = Arrays.copyOf(query, length);
      assertThat(NameServer.answer(cut)).as("%d bytes", length).isEqualTo(cut);
    }
  }

  @Test
  void theThrowAwayCertificateIsOneThatVerifiesItself() throws GeneralSecurityException {
    String pem = ThrowAwayCertificate.get().certificatePem();
    X509Certificate certificate =
        (X509Certificate)
            CertificateFactory.getInstance("X.509")
                .generateCertificate(
                    new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII)));
    certificate.verify(certificate.getPublicKey());
    assertThat(certificate.getSubjectX500Principal().getName()).isEqualTo("CN=wsdoctor sandbox");
  }

  @Test
  void peersAreNamedWithTheirPort() {
    assertThat(peer("app", 80)).isEqualTo("app:80 as app");
    assertThat(peer("app:80", 80)).isEqualTo("app:80 as app");
    assertThat(peer("app:80", 443)).isEqualTo("app:80 as app:80");
    assertThat(peer("[::1]:3000", 80)).isEqualTo("[::1]:3000 as [::1]:3000");
    assertThat(peer("[::1]", 80)).isEqualTo("[::1]:80 as [::1]");
    assertThat(peer("unix:/run/a.sock:", 80)).isEqualTo("unix:/run/a.sock as localhost");
  }

  private static String peer(String authority, int defaultPort) {
    Peer peer = Peer.of(authority, defaultPort, Peer.Role.BACKEND);
    return peer.name() + " as " + peer.authority();
  }
}
