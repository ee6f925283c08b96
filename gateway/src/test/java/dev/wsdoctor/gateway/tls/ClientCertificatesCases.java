package dev.wsdoctor.gateway.tls;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// `ssl_verify_client` against chains of a small authority: root, two intermediates one below the
/// other, and clients of each. The expected sentences are those of nginx 1.22.1 with OpenSSL 3.0.
abstract class ClientCertificatesCases {
  private final Library library;

  @TempDir static Path folder;

  private static OpensslTool openssl;

  ClientCertificatesCases(Library library) {
    this.library = library;
  }

  @BeforeAll
  static void makeAuthority() throws IOException {
    openssl = new OpensslTool(folder);
    openssl.rsa("server");
    openssl.ec("stranger");
    Authority authority = new Authority(openssl);
    authority.root("root");
    authority.intermediate("middle", "root");
    authority.intermediate("low", "middle");
    authority.client("near", "root");
    authority.client("far", "middle");
    authority.client("farther", "low");
    authority.client("late", "root", "-days", "-1");
    authority.serverOnly("wrong", "root");
    authority.revoke("root", "near");
    Files.writeString(
        folder.resolve("chain.pem"), openssl.text("middle.crt") + openssl.text("root.crt"));
    Files.writeString(
        folder.resolve("both.pem"), openssl.text("low.crt") + openssl.text("middle.crt"));
  }

  @ParameterizedTest
  @CsvSource({
    "on, near, SUCCESS",
    "on, stranger, 495 client SSL certificate verify error: (18:self-signed certificate)",
    "on, far, 495 client SSL certificate verify error: (21:unable to verify the first certificate)",
    "on, far +middle, SUCCESS",
    "on, farther +both, 495 client SSL certificate verify error: (20:unable to get local issuer certificate)",
    "on; ssl_verify_depth 2, farther +both, SUCCESS",
    "on, farther +low, 495 client SSL certificate verify error: (20:unable to get local issuer certificate)",
    "on, late, 495 client SSL certificate verify error: (10:certificate has expired)",
    "on, wrong, 495 client SSL certificate verify error: (26:unsuitable certificate purpose)",
    "on, '', 496 client sent no required SSL certificate",
    "optional, '', NONE",
    "optional, near, SUCCESS",
    "optional, stranger, 495 client SSL certificate verify error: (18:self-signed certificate)",
    "optional_no_ca, stranger, FAILED:self-signed certificate",
    "optional_no_ca, late, 495 client SSL certificate verify error: (10:certificate has expired)",
    "off, near, NONE",
    "on; ssl_crl root.crl, near, 495 client SSL certificate verify error: (23:certificate revoked)",
    "on; ssl_crl root.crl, far +middle, 495 client SSL certificate verify error: (3:unable to get certificate CRL)"
  })
  void theChainIsJudgedAsNginxDoes(String mode, String client, String expected) {
    for (String version : List.of("-tls1_2", "-tls1_3")) {
      try (TestFront front =
          TestFront.start(library, folder, server("ssl_verify_client " + mode + ";"))) {
        assertThat(talk(front, "ssl_client_verify", client, version))
            .as(mode + " " + client + " " + version)
            .contains("answer: " + expected + "\n");
      }
    }
  }

  @Test
  void namesOfTheAuthorityAreSent() {
    try (TestFront front = TestFront.start(library, folder, server("ssl_verify_client on;"))) {
      assertThat(talk(front, "ssl_client_verify", "near", "-tls1_2"))
          .contains("Acceptable client certificate CA names\nCN = root\n");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "ssl_client_s_dn, 'emailAddress=a@b.c,CN=near,O=K\\C3\\B6ln\\, GmbH,C=DE'",
    "ssl_client_i_dn, CN=root",
    "ssl_client_serial, 0A1B"
  })
  void variablesTellTheClient(String variable, String expected) throws IOException {
    new Authority(openssl).named("named", "root", "/C=DE/O=Köln, GmbH/CN=near/emailAddress=a@b.c");
    try (TestFront front = TestFront.start(library, folder, server("ssl_verify_client on;"))) {
      assertThat(talk(front, variable, "named", "-tls1_2")).contains("answer: " + expected + "\n");
    }
  }

  @Test
  void aResumedSessionKeepsTheCertificate() {
    try (TestFront front = TestFront.start(library, folder, server("ssl_verify_client on;"))) {
      String session = folder.resolve("session.pem").toString();
      for (String version : List.of("-tls1_2", "-tls1_3")) {
        talk(front, "ssl_client_verify", "near", version, "-sess_out", session);
        assertThat(talk(front, "ssl_client_verify", "", version, "-sess_in", session))
            .contains("Reused, ")
            .contains("answer: SUCCESS\n");
      }
    }
  }

  private static String server(String verification) {
    return "server { listen 443 ssl; ssl_protocols TLSv1.2 TLSv1.3; ssl_certificate server.crt;"
        + " ssl_certificate_key server.key; ssl_client_certificate root.crt; "
        + verification
        + " }";
  }

  /// @param client `NAME`, and `+CHAIN` for certificates to send along
  private static String talk(TestFront front, String line, String client, String... options) {
    List<String> words =
        new ArrayList<>(List.of("s_client", "-connect", "127.0.0.1:" + front.port(), "-ign_eof"));
    words.addAll(List.of(options));
    String[] parts = client.split(" \\+", -1);
    if (!parts[0].isEmpty()) {
      words.addAll(List.of("-cert", parts[0] + ".crt", "-key", parts[0] + ".key"));
    }
    if (parts.length > 1) {
      String file = parts[1] + (parts[1].equals("both") ? ".pem" : ".crt");
      words.addAll(List.of("-cert_chain", file));
    }
    return openssl.attempt(line + "\n", words.toArray(String[]::new)).printed();
  }
}
