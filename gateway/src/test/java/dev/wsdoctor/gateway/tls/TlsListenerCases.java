package dev.wsdoctor.gateway.tls;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// `openssl s_client` is the client of every test.
abstract class TlsListenerCases {
  private static final String ONE = "ssl_certificate one.crt; ssl_certificate_key one.key;";
  private static final String THREE_NAMES =
      """
      server { listen 443 ssl; server_name one; %s }
      server { listen 443 ssl; server_name *.two; ssl_certificate two.crt; ssl_certificate_key two.key; }
      server { listen 443 ssl; server_name ~^three\\d$; ssl_certificate ec.crt; ssl_certificate_key ec.key; }
      """
          .formatted(ONE);

  private final Library library;

  @TempDir static Path folder;

  private static OpensslTool openssl;

  TlsListenerCases(Library library) {
    this.library = library;
  }

  @BeforeAll
  static void makeCertificates() {
    openssl = new OpensslTool(folder);
    openssl.rsa("one");
    openssl.rsa("two");
    openssl.ec("ec");
    openssl.certificate("ed", "-newkey", "ed25519");
  }

  @ParameterizedTest
  @CsvSource({"one,one", "other,one", "a.two,two", "A.Two,two", "three3,ec", "three,one"})
  void theNameChoosesTheCertificate(String name, String certificate) {
    try (TestFront front = TestFront.start(library, folder, THREE_NAMES)) {
      assertThat(talk(front, "ssl_server_name", "-servername", name))
          .contains("subject=CN = " + certificate)
          .contains("answer: " + name);
    }
  }

  @Test
  void withoutANameTheDefaultServerAnswers() {
    try (TestFront front = TestFront.start(library, folder, THREE_NAMES)) {
      assertThat(talk(front, "ssl_server_name", "-noservername"))
          .contains("subject=CN = one")
          .contains("answer: \n");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "-tls1_3, TLSv1.3, ec",
    "-tls1_2, TLSv1.2, ec",
    "-tls1_3 -sigalgs rsa_pss_rsae_sha256, TLSv1.3, one",
    "-tls1_2 -cipher ECDHE-RSA-AES128-GCM-SHA256, TLSv1.2, one",
    "-tls1_2 -cipher ECDHE-RSA-AES128-GCM-SHA256:ECDHE-ECDSA-AES128-GCM-SHA256, TLSv1.2, one"
  })
  void theClientChoosesBetweenRsaAndEc(String options, String protocol, String certificate) {
    String both =
        "server { listen 443 ssl; ssl_protocols TLSv1.2 TLSv1.3; "
            + ONE
            + "ssl_certificate ec.crt; ssl_certificate_key ec.key; }";
    try (TestFront front = TestFront.start(library, folder, both)) {
      assertThat(talk(front, "ssl_protocol", options.split(" ")))
          .contains("subject=CN = " + certificate)
          .contains("answer: " + protocol);
    }
  }

  @Test
  void ed25519IsServed() {
    String server =
        "server { listen 443 ssl; ssl_protocols TLSv1.3; ssl_certificate ed.crt;"
            + " ssl_certificate_key ed.key; }";
    try (TestFront front = TestFront.start(library, folder, server)) {
      assertThat(talk(front, "ssl_protocol"))
          .contains("subject=CN = ed")
          .contains("answer: TLSv1.3");
    }
  }

  @Test
  void plainHttpIsToldApart() throws IOException {
    try (TestFront front = TestFront.start(library, folder, THREE_NAMES);
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), front.port())) {
      socket.getOutputStream().write("GET / HTTP/1.1\r\n".getBytes(StandardCharsets.US_ASCII));
      assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII))
          .isEqualTo("plain: GET / HTTP/1.1\n");
    }
  }

  @Test
  void aHelloMayComeByteByByte() throws IOException {
    byte[] hello = capturedHello();
    try (TestFront front = TestFront.start(library, folder, THREE_NAMES);
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), front.port())) {
      socket.setTcpNoDelay(true);
      for (byte b : hello) {
        socket.getOutputStream().write(b);
      }
      assertThat(socket.getInputStream().read()).as("a handshake record").isEqualTo(22);
    }
  }

  /// The first record that `openssl s_client` sends.
  private static byte[] capturedHello() throws IOException {
    try (ServerSocket listener = new ServerSocket(0)) {
      String address = "127.0.0.1:" + listener.getLocalPort();
      Thread.ofPlatform()
          .start(
              () -> openssl.attempt("", "s_client", "-servername", "a.two", "-connect", address));
      try (Socket client = listener.accept()) {
        byte[] head = client.getInputStream().readNBytes(5);
        int length = ((head[3] & 0xff) << 8) | (head[4] & 0xff);
        var record = new ByteArrayOutputStream();
        record.writeBytes(head);
        record.writeBytes(client.getInputStream().readNBytes(length));
        return record.toByteArray();
      }
    }
  }

  @Test
  void aRejectedNameGetsItsAlert() throws Exception {
    String servers =
        "server { listen 443 ssl default_server; ssl_reject_handshake on; }"
            + "server { listen 443 ssl; server_name one; "
            + ONE
            + "}";
    try (TestFront front = TestFront.start(library, folder, servers)) {
      assertThat(talk(front, "ssl_server_name", "-servername", "x")).contains("unrecognized name");
      assertThat(front.nextFailure()).contains("handshake rejected");
      assertThat(talk(front, "ssl_server_name", "-servername", "one")).contains("answer: one");
    }
  }

  @Test
  void applicationProtocolsAreThoseOfHttp1() throws Exception {
    try (TestFront front = TestFront.start(library, folder, THREE_NAMES)) {
      assertThat(talk(front, "ssl_alpn_protocol", "-alpn", "h2,http/1.1"))
          .contains("answer: http/1.1");
      assertThat(talk(front, "ssl_alpn_protocol", "-alpn", "h2"))
          .contains("alert no application protocol");
      assertThat(talk(front, "ssl_alpn_protocol")).contains("answer: \n");
    }
  }

  @Test
  void aSilentClientIsClosed() throws Exception {
    try (TestFront front = TestFront.start(library, folder, THREE_NAMES, Duration.ofMillis(50));
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), front.port())) {
      assertThat(socket.getInputStream().read()).isEqualTo(-1);
      assertThat(front.nextFailure()).isEqualTo("client timed out (110: Connection timed out)");
    }
  }

  @Test
  void aClientThatFallsSilentAfterItsHelloIsClosed() throws Exception {
    SSLEngine client = SSLContext.getDefault().createSSLEngine("one", 443);
    client.setUseClientMode(true);
    ByteBuffer hello = ByteBuffer.allocate(client.getSession().getPacketBufferSize());
    client.wrap(ByteBuffer.allocate(0), hello);
    try (TestFront front = TestFront.start(library, folder, THREE_NAMES, Duration.ofMillis(500));
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), front.port())) {
      socket.getOutputStream().write(hello.array(), 0, hello.position());
      assertThat(socket.getInputStream().readAllBytes()).isNotEmpty();
      assertThat(front.nextFailure()).isEqualTo("client timed out (110: Connection timed out)");
    }
  }

  private static String talk(TestFront front, String line, String... options) {
    List<String> words =
        new ArrayList<>(List.of("s_client", "-connect", "127.0.0.1:" + front.port(), "-ign_eof"));
    words.addAll(List.of(options));
    return openssl.attempt(line + "\n", words.toArray(String[]::new)).printed();
  }
}
