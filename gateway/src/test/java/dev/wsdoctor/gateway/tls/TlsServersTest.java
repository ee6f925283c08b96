package dev.wsdoctor.gateway.tls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wsdoctor.conf.ConfigurationError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What speaks against TLS settings is said at the start, with the words of nginx 1.22.1 (OpenSSL
/// 3.0); `DIR` stands for the folder.
class TlsServersTest {
  private static final String GOOD = "ssl_certificate rsa.crt; ssl_certificate_key rsa.key; ";

  @TempDir static Path folder;

  @BeforeAll
  static void makeFiles() throws IOException {
    OpensslTool openssl = new OpensslTool(folder);
    openssl.rsa("rsa");
    openssl.rsa("other");
    openssl.ec("ec");
    openssl.run(
        "pkcs8", "-topk8", "-in", "rsa.key", "-passout", "pass:secret", "-out", "locked.key");
    write("empty.pem", "");
    write("half.pem", "-----BEGIN CERTIFICATE-----\nMIIB\n");
    write("bad.pem", "-----BEGIN CERTIFICATE-----\n!!\n-----END CERTIFICATE-----\n");
    write("right", "wrong\nsecret\n");
    write("wrong", "wrong\n");
  }

  private static void write(String name, String text) throws IOException {
    Files.writeString(folder.resolve(name), text);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ssl_certificate none.crt; ssl_certificate_key rsa.key; | cannot load certificate "DIR/none.crt": BIO_new_file() failed (SSL: error:80000002:system library::No such file or directory:calling fopen(DIR/none.crt, r) error:10000080:BIO routines::no such file)
          ssl_certificate empty.pem; ssl_certificate_key rsa.key; | cannot load certificate "DIR/empty.pem": PEM_read_bio_X509_AUX() failed (SSL: error:0480006C:PEM routines::no start line:Expecting: TRUSTED CERTIFICATE)
          ssl_certificate rsa.key; ssl_certificate_key rsa.key; | cannot load certificate "DIR/rsa.key": PEM_read_bio_X509_AUX() failed (SSL: error:0480006C:PEM routines::no start line:Expecting: TRUSTED CERTIFICATE)
          ssl_certificate half.pem; ssl_certificate_key rsa.key; | cannot load certificate "DIR/half.pem": PEM_read_bio_X509_AUX() failed (SSL: error:04800066:PEM routines::bad end line)
          ssl_certificate bad.pem; ssl_certificate_key rsa.key; | cannot load certificate "DIR/bad.pem": PEM_read_bio_X509_AUX() failed (SSL: error:04800064:PEM routines::bad base64 decode)
          ssl_certificate rsa.crt; ssl_certificate_key none.key; | cannot load certificate key "DIR/none.key": BIO_new_file() failed (SSL: error:80000002:system library::No such file or directory:calling fopen(DIR/none.key, r) error:10000080:BIO routines::no such file)
          ssl_certificate rsa.crt; ssl_certificate_key rsa.crt; | cannot load certificate key "DIR/rsa.crt": PEM_read_bio_PrivateKey() failed (SSL: error:1E08010C:DECODER routines::unsupported:No supported data to decode. Input type: PEM)
          ssl_certificate rsa.crt; ssl_certificate_key other.key; | SSL_CTX_use_PrivateKey("DIR/other.key") failed (SSL: error:05800074:x509 certificate routines::key values mismatch)
          ssl_certificate rsa.crt; ssl_certificate_key ec.key; | SSL_CTX_use_PrivateKey("DIR/ec.key") failed (SSL: error:05800073:x509 certificate routines::key type mismatch)
          ssl_certificate rsa.crt; ssl_certificate_key locked.key; ssl_password_file right; | nothing
          ssl_certificate rsa.crt; ssl_certificate_key locked.key; ssl_password_file wrong; | cannot load certificate key "DIR/locked.key": PEM_read_bio_PrivateKey() failed (SSL: error:1C800064:Provider routines::bad decrypt error:11800074:PKCS12 routines::pkcs12 cipherfinal error:maybe wrong password)
          ssl_certificate rsa.crt; ssl_certificate_key locked.key; ssl_password_file none; | open() "DIR/none" failed (2: No such file or directory) in DIR/nginx.conf:3
          ssl_certificate rsa.crt; | no "ssl_certificate_key" is defined for certificate "rsa.crt"
          GOOD ssl_ciphers NONSENSE; | SSL_CTX_set_cipher_list("NONSENSE") failed (SSL: error:0A0000B9:SSL routines::no cipher match)
          GOOD ssl_ecdh_curve nonsense; | SSL_CTX_set1_curves_list("nonsense") failed (SSL: error:0A080106:SSL routines::passed invalid argument:group 'nonsense' cannot be set)
          GOOD ssl_verify_client on; | no ssl_client_certificate for ssl_verify_client
          GOOD ssl_verify_client on; ssl_client_certificate none; | SSL_CTX_load_verify_locations("DIR/none") failed (SSL: error:80000002:system library::No such file or directory:calling fopen(DIR/none, r) error:10000080:BIO routines::no such file error:05880002:x509 certificate routines::system lib)
          GOOD ssl_verify_client on; ssl_client_certificate empty.pem; | SSL_CTX_load_verify_locations("DIR/empty.pem") failed (SSL: error:05800088:x509 certificate routines::no certificate or crl found)
          GOOD ssl_crl empty.pem; | X509_LOOKUP_load_file("DIR/empty.pem") failed (SSL: error:05800088:x509 certificate routines::no certificate or crl found)
          GOOD ssl_dhparam none; | BIO_new_file("DIR/none") failed (SSL: error:80000002:system library::No such file or directory:calling fopen(DIR/none, r) error:10000080:BIO routines::no such file)
          ssl_certificate $ssl_server_name.crt; ssl_certificate_key rsa.key; | "$ssl_server_name.crt" for "ssl_certificate" is not supported by this gateway in DIR/nginx.conf:3
          GOOD ssl_ocsp on; | "ssl_ocsp" is not supported by this gateway in DIR/nginx.conf:3
          GOOD ssl_protocols TLSv1; | "ssl_protocols" leaves no protocol that this gateway speaks; add TLSv1.2 or TLSv1.3 in DIR/nginx.conf:3
          GOOD | nothing
          """)
  void saysWhatNginxSays(String directives, String expected) {
    String body = "server { listen 443 ssl; " + directives.replace("GOOD", GOOD) + " }";
    try (TlsServers servers = TestFront.load(folder, body)) {
      assertThat(
              servers.errors().stream()
                  .map(ConfigurationError::toString)
                  .findFirst()
                  .orElse("nothing"))
          .isEqualTo(expected.replace("DIR", folder.toString()));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"ssl_session_ticket_key rsa.key;", "ssl_conf_command Options KTLS;"})
  void whatOnlyOpensslHasTheJdkRefuses(String setting) {
    String body = "server { listen 443 ssl; " + GOOD + setting + " }";
    try (TlsServers servers = TestFront.load(Library.JDK, folder, body)) {
      assertThat(servers.errors())
          .extracting(ConfigurationError::toString)
          .containsExactly(
              "without OpenSSL \"%s\" is not supported by this gateway in %s/nginx.conf:3"
                  .formatted(setting.substring(0, setting.indexOf(' ')), folder));
    }
  }

  @Test
  void saysWhatIsDoneOtherwise() {
    String body =
        "server { listen 443 ssl http2; ssl_stapling on; ssl_protocols TLSv1 TLSv1.2; "
            + GOOD
            + "}";
    try (TlsServers servers = TestFront.load(folder, body)) {
      String where = folder + "/nginx.conf:3: ";
      assertThat(servers.notes())
          .containsExactlyInAnyOrder(
              where + "HTTP/2 is not spoken; clients are offered HTTP/1.1 by ALPN",
              where + "no OCSP response is stapled, as by nginx until it has one",
              where
                  + "TLS 1.0 and 1.1 are not spoken, as by OpenSSL 3 unless ssl_ciphers has @SECLEVEL=0");
    }
  }

  @Test
  void dataIsTakenFromTheFileItself() {
    String certificate = new OpensslTool(folder).text("rsa.crt");
    String body =
        "server { listen 443 ssl; ssl_certificate \"data:"
            + certificate
            + "\"; ssl_certificate_key rsa.key; }";
    try (TlsServers servers = TestFront.load(folder, body)) {
      assertThat(servers.errors()).isEmpty();
      assertThat(servers.at("*", 443)).isPresent();
    }
  }

  @Test
  void aPlainListenerHasNoTls() {
    String body = "server { listen 443 ssl; listen 80; " + GOOD + "}";
    try (TlsServers servers = TestFront.load(folder, body)) {
      assertThat(servers.at("*", 80)).isEmpty();
    }
  }
}
