package dev.wsdoctor.gateway.tls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wsdoctor.conf.Configuration;
import dev.wsdoctor.conf.ConfigurationError;
import dev.wsdoctor.conf.Prefixes;
import dev.wsdoctor.directive.NginxVersion;
import dev.wsdoctor.disk.DiskFiles;
import dev.wsdoctor.nginx.Nginx;
import dev.wsdoctor.nginx.Scope;
import dev.wsdoctor.nginx.UpstreamTls;
import dev.wsdoctor.nginx.Value;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The peer is the front of these tests, which is itself tested against `openssl s_client`.
abstract class UpstreamContextsCases {
  private static final NginxVersion VERSION = NginxVersion.find("1.22.1").orElseThrow();
  private static final String SERVER =
      "server { listen 443 ssl; ssl_protocols TLSv1.2 TLSv1.3; ssl_certificate chain.pem;"
          + " ssl_certificate_key api.key; ssl_client_certificate root.crt;"
          + " ssl_verify_client optional; %s }";

  private final Library library;

  @TempDir static Path folder;
  @TempDir static Path conf;

  UpstreamContextsCases(Library library) {
    this.library = library;
  }

  @BeforeAll
  static void makeCertificates() throws IOException {
    OpensslTool openssl = new OpensslTool(folder);
    Authority authority = new Authority(openssl);
    authority.root("root");
    authority.root("foreign");
    authority.intermediate("middle", "root");
    authority.client("api.example.com", "middle");
    authority.client("me", "root");
    openssl.run("ec", "-in", "me.key", "-aes128", "-passout", "pass:secret", "-out", "locked.key");
    Files.writeString(folder.resolve("pass"), "secret\n");
    Files.copy(folder.resolve("api.example.com.key"), folder.resolve("api.key"));
    Files.writeString(
        folder.resolve("chain.pem"),
        openssl.text("api.example.com.crt") + openssl.text("middle.crt"));
  }

  @ParameterizedTest
  @CsvSource({
    "true, api.example.com, api.example.com",
    "true, backend, backend",
    "false, api.example.com, ''"
  })
  void theNameIsSentWhenAskedFor(boolean sends, String name, String expected) {
    try (TestFront front = TestFront.start(library, folder, SERVER.formatted(""));
        Loaded contexts = load("")) {
      assertThat(call(contexts, front.port(), named(name, sends), "ssl_server_name"))
          .isEqualTo(("answer: " + expected).strip());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "proxy_ssl_verify on; proxy_ssl_trusted_certificate root.crt;, api.example.com, answer: TLSv1.2",
    "proxy_ssl_verify on; proxy_ssl_trusted_certificate root.crt;, backend,"
        + " upstream SSL certificate does not match \"backend\"",
    "proxy_ssl_verify on; proxy_ssl_trusted_certificate foreign.crt;, api.example.com,"
        + " upstream SSL certificate verify error: (20:unable to get local issuer certificate)",
    "proxy_ssl_verify on; proxy_ssl_verify_depth 0; proxy_ssl_trusted_certificate root.crt;,"
        + " api.example.com, upstream SSL certificate verify error: (20:unable to get local issuer certificate)",
    "proxy_ssl_trusted_certificate foreign.crt;, backend, answer: TLSv1.2"
  })
  void theCertificateIsJudgedWhenAskedFor(String settings, String name, String expected) {
    try (TestFront front = TestFront.start(library, folder, SERVER.formatted(""));
        Loaded contexts = load(settings)) {
      assertThat(call(contexts, front.port(), named(name, true), "ssl_protocol"))
          .isEqualTo(expected);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "'', NONE",
    "proxy_ssl_certificate me.crt; proxy_ssl_certificate_key me.key;, SUCCESS",
    "proxy_ssl_certificate me.crt; proxy_ssl_certificate_key locked.key;"
        + " proxy_ssl_password_file pass;, SUCCESS",
    "proxy_ssl_certificate '''';, NONE"
  })
  void theOwnCertificateIsShown(String settings, String expected) {
    try (TestFront front = TestFront.start(library, folder, SERVER.formatted(""));
        Loaded contexts = load(settings)) {
      assertThat(call(contexts, front.port(), named("x", false), "ssl_client_verify"))
          .isEqualTo("answer: " + expected);
    }
  }

  @Test
  void ciphersAreThoseOfTheFile() {
    try (TestFront front = TestFront.start(library, folder, SERVER.formatted(""));
        Loaded contexts = load("proxy_ssl_ciphers ECDHE-ECDSA-AES128-GCM-SHA256;")) {
      assertThat(call(contexts, front.port(), named("x", true), "ssl_cipher"))
          .isEqualTo("answer: ECDHE-ECDSA-AES128-GCM-SHA256");
    }
  }

  @Test
  void withoutCommonGroundThereIsNginxsSentence() throws IOException {
    String only13 = SERVER.replace("TLSv1.2 TLSv1.3", "TLSv1.3");
    try (TestFront front = TestFront.start(library, folder, only13.formatted(""));
        Loaded contexts = load("proxy_ssl_protocols TLSv1.2;")) {
      assertThat(call(contexts, front.port(), named("x", true), "ssl_protocol"))
          .isEqualTo(
              "SSL_do_handshake() failed (SSL: error:0A00042E:SSL routines"
                  + "::tlsv1 alert protocol version:SSL alert number 70)");
    }
    try (ServerSocket plain = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        Loaded contexts = load("")) {
      Thread.ofPlatform().start(() -> answerPlain(plain));
      assertThat(call(contexts, plain.getLocalPort(), named("x", true), "ssl_protocol"))
          .isEqualTo(
              "SSL_do_handshake() failed (SSL: error:0A00010B:SSL routines::wrong version number)");
    }
  }

  private static void answerPlain(ServerSocket plain) {
    try (Socket peer = plain.accept()) {
      peer.getOutputStream()
          .write("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      peer.getInputStream().readAllBytes();
    } catch (IOException _) {
      // the client has gone
      return;
    }
  }

  @ParameterizedTest
  @CsvSource({
    "proxy_ssl_verify on;, no proxy_ssl_trusted_certificate for proxy_ssl_verify",
    "proxy_ssl_certificate me.crt;, no \"proxy_ssl_certificate_key\" is defined for certificate \"me.crt\"",
    "proxy_ssl_ciphers NON;, SSL_CTX_set_cipher_list(\"NON\") failed"
        + " (SSL: error:0A0000B9:SSL routines::no cipher match)"
  })
  void whatIsWrongIsSaidAtTheStart(String settings, String expected) {
    try (Loaded contexts = load(settings)) {
      assertThat(contexts.contexts().errors().stream().map(ConfigurationError::toString))
          .containsExactly(expected);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "a.example.com, a.example.com, true",
    "A.Example.com, a.EXAMPLE.com, true",
    "*.example.com, a.example.com, true",
    "*.example.com, a.b.example.com, false",
    "*.example.com, example.com, false",
    "*.com, example.com, false",
    "f*.example.com, foo.example.com, true",
    "*o.example.com, foo.example.com, true",
    "f*o.example.com, foo.example.com, false",
    "127.0.0.1, 127.0.0.1, true"
  })
  void namesMatchAsInOpenssl(String pattern, String host, boolean expected) {
    OpensslTool openssl = new OpensslTool(folder);
    openssl.certificateFor(
        pattern, "trial", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1");
    String said = openssl.run("x509", "-in", "trial.crt", "-noout", "-checkhost", host);
    assertThat(said).contains(expected ? "does match" : "does NOT match");
    assertThat(
            HostMatch.matches(
                CertificateReader.read(openssl.text("trial.crt")).certificates().getFirst(), host))
        .isEqualTo(expected);
  }

  /// The JDK does not send what it takes for no name.
  @Test
  void anyNameIsSentByOpenssl() {
    try (TestFront front = TestFront.start(Library.OPENSSL, folder, SERVER.formatted(""));
        Loaded contexts = load(Library.OPENSSL, "")) {
      assertThat(
              call(
                  Library.OPENSSL,
                  contexts,
                  front.port(),
                  named("my_backend", true),
                  "ssl_server_name"))
          .isEqualTo("answer: my_backend");
    }
  }

  /// The JDK does not tell whether a session was resumed.
  @ParameterizedTest
  @CsvSource({
    "'', TLSv1.2, r",
    "proxy_ssl_protocols TLSv1.3;, TLSv1.3, r",
    "proxy_ssl_session_reuse off;, TLSv1.2, .",
    "proxy_ssl_protocols TLSv1.3; proxy_ssl_session_reuse off;, TLSv1.3, ."
  })
  void sessionsAreReused(String settings, String protocol, String reused) {
    try (TestFront front = TestFront.start(Library.OPENSSL, folder, SERVER.formatted(""));
        Loaded contexts = load(Library.OPENSSL, settings)) {
      assertThat(call(Library.OPENSSL, contexts, front.port(), named("x", true), "ssl_protocol"))
          .isEqualTo("answer: " + protocol);
      assertThat(
              call(Library.OPENSSL, contexts, front.port(), named("x", true), "ssl_session_reused"))
          .isEqualTo("answer: " + reused);
    }
  }

  private static UpstreamTls named(String name, boolean sends) {
    return new UpstreamTls(
        Value.of(name), sends, false, Optional.empty(), Optional.empty(), Optional.empty());
  }

  /// The contexts of a file, and the scope of its only location.
  private record Loaded(UpstreamContexts contexts, Scope scope) implements AutoCloseable {
    @Override
    public void close() {
      contexts.close();
    }
  }

  private Loaded load(String settings) {
    return load(library, settings);
  }

  private static Loaded load(Library library, String settings) {
    Nginx nginx = nginx(settings);
    UpstreamContexts contexts =
        UpstreamContexts.of(
            nginx,
            new DiskFiles(),
            Prefixes.of(folder + "/nginx.conf"),
            InstantSource.system(),
            () -> library);
    return new Loaded(contexts, nginx.servers().getFirst().locations().getFirst().scope());
  }

  private static Nginx nginx(String settings) {
    Path file = conf.resolve("nginx.conf");
    try {
      Files.writeString(
          file,
          "events {}\nhttp { server { location / { proxy_pass https://backend; "
              + settings
              + " } } }\n");
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return Nginx.of(Configuration.load(new DiskFiles(), file.toString()), VERSION);
  }

  /// The line that the peer answers, or what nginx would log.
  private String call(Loaded loaded, int port, UpstreamTls tls, String line) {
    return call(library, loaded, port, tls, line);
  }

  private static String call(
      Library library, Loaded loaded, int port, UpstreamTls tls, String line) {
    UpstreamContext context =
        loaded
            .contexts()
            .of(loaded.scope())
            .orElseThrow(() -> new AssertionError(loaded.contexts().errors()));
    return TestCaller.call(library, context, port, tls, line);
  }
}
