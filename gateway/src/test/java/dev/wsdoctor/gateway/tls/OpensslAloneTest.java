package dev.wsdoctor.gateway.tls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wsdoctor.conf.ConfigurationError;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What only OpenSSL does as nginx does: the JDK knows fewer suites and groups, has words of its
/// own for what it refuses, and does not tell whether a session was resumed.
class OpensslAloneTest {
  private static final String ONE = "ssl_certificate one.crt; ssl_certificate_key one.key;";

  @TempDir static Path folder;

  private static OpensslTool openssl;

  @BeforeAll
  static void makeCertificates() {
    openssl = new OpensslTool(folder);
    openssl.rsa("one");
    openssl.run("dhparam", "-dsaparam", "-out", "dh.pem", "2048");
  }

  @Test
  void suitesWithDiffieHellmanNeedParameters() {
    String server =
        "server { listen 443 ssl; ssl_protocols TLSv1.2; ssl_ciphers DHE-RSA-AES128-GCM-SHA256; "
            + ONE;
    try (TestFront front = TestFront.start(Library.OPENSSL, folder, server + "}")) {
      assertThat(talk(front, "ssl_cipher")).contains("alert handshake failure");
    }
    try (TestFront front =
        TestFront.start(Library.OPENSSL, folder, server + "ssl_dhparam dh.pem; }")) {
      assertThat(talk(front, "ssl_cipher")).contains("answer: DHE-RSA-AES128-GCM-SHA256");
    }
  }

  @Test
  void ciphersAreThoseOfTheFile() {
    String server =
        "server { listen 443 ssl; ssl_ciphers ECDHE-RSA-AES256-GCM-SHA384:AES128-SHA; " + ONE + "}";
    try (TestFront front = TestFront.start(Library.OPENSSL, folder, server)) {
      assertThat(talk(front, "ssl_cipher", "-cipher", "AES128-SHA:ECDHE-RSA-AES256-GCM-SHA384"))
          .contains("answer: AES128-SHA");
      assertThat(talk(front, "ssl_cipher", "-cipher", "ECDHE-RSA-AES128-GCM-SHA256"))
          .contains("alert handshake failure");
    }
    String own = server.replace("ssl_ciphers", "ssl_prefer_server_ciphers on; ssl_ciphers");
    try (TestFront front = TestFront.start(Library.OPENSSL, folder, own)) {
      assertThat(talk(front, "ssl_cipher", "-cipher", "AES128-SHA:ECDHE-RSA-AES256-GCM-SHA384"))
          .contains("answer: ECDHE-RSA-AES256-GCM-SHA384");
    }
  }

  @Test
  void protocolsAndGroupsAreThoseOfTheFile() throws Exception {
    String server =
        "server { listen 443 ssl; ssl_protocols TLSv1.2; ssl_ecdh_curve secp384r1; " + ONE + "}";
    try (TestFront front = TestFront.start(Library.OPENSSL, folder, server)) {
      assertThat(talk(front, "ssl_protocol", "-tls1_3")).contains("alert protocol version");
      assertThat(front.nextFailure())
          .isEqualTo(
              "SSL_do_handshake() failed (SSL: error:0A000102:SSL routines::unsupported protocol)");
      assertThat(talk(front, "ssl_curve")).contains("Server Temp Key: ECDH, secp384r1");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "ssl_session_tickets on;, -tls1_2, r",
    "ssl_session_tickets off;, -tls1_2, .",
    "ssl_session_tickets off; ssl_session_cache shared:S:1m;, -tls1_2, r",
    "ssl_session_tickets on;, -tls1_3, r",
    "ssl_session_tickets on;, -tls1_2 -no_ticket, .",
    "ssl_session_cache builtin;, -tls1_2 -no_ticket, r"
  })
  void sessionsAreResumedAsTheFileSays(String settings, String version, String reused) {
    String server =
        "server { listen 443 ssl; ssl_protocols TLSv1.2 TLSv1.3; " + settings + ONE + "}";
    try (TestFront front = TestFront.start(Library.OPENSSL, folder, server)) {
      String session = folder.resolve("session.pem").toString();
      assertThat(talk(front, "ssl_session_reused", (version + " -sess_out " + session).split(" ")))
          .contains("answer: .");
      assertThat(talk(front, "ssl_session_reused", (version + " -sess_in " + session).split(" ")))
          .contains("answer: " + reused);
    }
  }

  /// The first key of the second server is not the first one's, but it knows that one, too.
  @Test
  void ticketsAreKnownWhereTheirKeyIs() throws Exception {
    Files.writeString(folder.resolve("long"), "k".repeat(80));
    Files.writeString(folder.resolve("short"), "m".repeat(48));
    String server = "server { listen 443 ssl; ssl_protocols TLSv1.2 TLSv1.3; " + ONE;
    String own = server + "ssl_session_ticket_key long; }";
    String both = server + "ssl_session_ticket_key short; ssl_session_ticket_key long; }";
    String session = folder.resolve("ticket.pem").toString();
    for (String version : List.of("-tls1_2", "-tls1_3")) {
      try (TestFront front = TestFront.start(Library.OPENSSL, folder, own)) {
        assertThat(talk(front, "ssl_session_reused", version, "-sess_out", session))
            .contains("answer: .");
      }
      try (TestFront front = TestFront.start(Library.OPENSSL, folder, both)) {
        assertThat(talk(front, "ssl_session_reused", version, "-sess_in", session))
            .contains("answer: r");
      }
      try (TestFront front = TestFront.start(Library.OPENSSL, folder, server + "}")) {
        assertThat(talk(front, "ssl_session_reused", version, "-sess_in", session))
            .contains("answer: .");
      }
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ssl_session_ticket_key one.key; | "DIR/one.key" must be 48 or 80 bytes in DIR/nginx.conf:3
          ssl_session_ticket_key none; | open() "DIR/none" failed (2: No such file or directory) in DIR/nginx.conf:3
          ssl_conf_command Nope x; | SSL_CONF_cmd("Nope", "x") failed (SSL: error:0A000182:SSL routines::unknown cmd name:cmd=Nope)
          ssl_conf_command Options Nope; | SSL_CONF_cmd("Options", "Nope") failed (SSL: error:0A000180:SSL routines::bad value:cmd=Options, value=Nope)
          """)
  void whatOpensslRefusesIsSaidInNginxsWords(String setting, String expected) {
    String server = "server { listen 443 ssl; " + setting + ONE + "}";
    try (TlsServers servers = TestFront.load(Library.OPENSSL, folder, server)) {
      assertThat(servers.errors())
          .extracting(ConfigurationError::toString)
          .containsExactly(expected.replace("DIR", folder.toString()));
    }
  }

  private static String talk(TestFront front, String line, String... options) {
    List<String> words =
        new ArrayList<>(List.of("s_client", "-connect", "127.0.0.1:" + front.port(), "-ign_eof"));
    words.addAll(List.of(options));
    return openssl.attempt(line + "\n", words.toArray(String[]::new)).printed();
  }
}
