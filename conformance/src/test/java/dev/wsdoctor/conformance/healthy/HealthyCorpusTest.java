package dev.wsdoctor.conformance.healthy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.wsdoctor.conformance.Certificates;
import dev.wsdoctor.conformance.RealNginx;
import dev.wsdoctor.conformance.RealParts;
import dev.wsdoctor.conformance.TemporaryFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The sockets of every healthy configuration open through a real nginx.
class HealthyCorpusTest {
  private static final Certificates CERTIFICATES = new Certificates();

  @BeforeAll
  static void needsTheRealParts() {
    RealParts.needNginx();
    RealParts.needOpenssl();
  }

  @AfterAll
  static void deleteTheCertificates() {
    CERTIFICATES.close();
  }

  static List<Healthy> all() {
    return HealthyCorpus.all();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("all")
  void theSocketOpens(Healthy healthy) throws IOException {
    needModulesOf(healthy);
    replay(
        healthy,
        (answer, backend, seen) -> {
          assertOpen(answer, seen);
          healthy
              .backend()
              .ifPresent(expected -> assertOpenedOnly(backend, expected.toString(), seen));
        });
  }

  @Test
  void theBackendsRefuseWhatALocationWithoutTheHeadersSends() throws IOException {
    try (TemporaryFolder folder = TemporaryFolder.create("broken")) {
      folder.write("nginx.conf", BROKEN);
      replay(
          HealthyCorpus.read(folder.path()),
          (answer, backend, seen) -> {
            assertThat(answer.head().getFirst()).as(seen).startsWith("HTTP/1.1 400 ");
            assertThat(backend.opened()).as(seen).isEmpty();
            assertThat(backend.refused().toString())
                .contains("expected Upgrade: websocket", "expected Connection: upgrade");
          });
    }
  }

  private static final String BROKEN =
      """
      # url: ws://broken.example/ws
      # backend: 3000
      events {}
      http { server { listen 80; location / { proxy_pass http://127.0.0.1:3000; } } }
      """;

  private interface Judgement {
    void judge(Handshake.Answer answer, StrictBackend backend, String seen);
  }

  private static void replay(Healthy healthy, Judgement judgement) throws IOException {
    Certificates.Pair pair = CERTIFICATES.selfSigned("DNS:" + healthy.url().getHost());
    SSLContext tls = Tls.of(pair);
    LoopbackCopy copy = LoopbackCopy.of(healthy, pair);
    int port = copy.listening(healthy.port());
    try (StrictBackend backend = new StrictBackend(tls)) {
      copy.startBackends(backend, healthy);
      try (RealNginx nginx = RealNginx.startIn(copy.folder(), port)) {
        Handshake.Answer answer = Handshake.open(healthy, port, tls);
        String seen =
            "%s got %s, the backends refused %s, nginx said %s"
                .formatted(healthy.url(), answer.head(), backend.refused(), nginx.errorLog());
        judgement.judge(answer, backend, seen);
      }
    }
  }

  private static void assertOpen(Handshake.Answer answer, String seen) {
    Head head = new Head(answer.head());
    assertThat(head.first()).as(seen).startsWith("HTTP/1.1 101 ");
    assertThat(head.values("Upgrade")).as(seen).containsExactly("websocket");
    assertThat(head.hasOption("Connection", "upgrade")).as(seen).isTrue();
    assertThat(head.values("Sec-WebSocket-Accept")).as(seen).containsExactly(Handshake.ACCEPT);
    assertThat(answer.echoed()).as(seen).isTrue();
  }

  private static void assertOpenedOnly(StrictBackend backend, String expected, String seen) {
    assertThat(backend.opened()).as(seen).containsExactly(expected);
    assertThat(backend.refused()).as(seen).isEmpty();
  }

  /// Debian keeps the stream module in a package of its own.
  private static void needModulesOf(Healthy healthy) throws IOException {
    String text = Files.readString(healthy.configuration(), StandardCharsets.ISO_8859_1);
    boolean there = !text.contains("ngx_stream_module") || Files.exists(RealParts.STREAM_MODULE);
    assumeTrue(there || "true".equals(System.getenv("CI")), "needs libnginx-mod-stream");
  }

  @Test
  void theCorpusIsAsVariedAsTheWorld() {
    List<Healthy> all = HealthyCorpus.all();
    assertThat(all).hasSizeGreaterThanOrEqualTo(60);
    assertThat(all.stream().filter(Healthy::isTls)).hasSizeBetween(20, all.size() - 20);
    for (String trait : TRAITS) {
      assertThat(all).as(trait).anyMatch(healthy -> shows(healthy, trait));
    }
  }

  private static final List<String> TRAITS =
      List.of(
          "include .*\\*",
          "upstream \\w+ \\{[^}]*keepalive",
          "ip_hash;",
          "location ~",
          "location \\^~",
          "location =",
          "location @",
          "rewrite .* break;",
          "unix:/",
          "proxy_pass \\S*\\$",
          "try_files \\S+ .*/index.html;",
          "auth_basic ",
          "auth_request ",
          "stream \\{",
          "listen \\[::]",
          "default_server",
          "return 418",
          "gzip on;",
          "proxy_buffering off;",
          "proxy_pass https://",
          "return 301 https",
          "Connection '?\"?[uU]pgrade",
          "Connection \\$http_connection",
          "\r\n",
          "\t\t");

  private static boolean shows(Healthy healthy, String trait) {
    try (Stream<Path> files = Files.walk(healthy.folder())) {
      Pattern pattern = Pattern.compile(trait);
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        if (pattern.matcher(Files.readString(file, StandardCharsets.ISO_8859_1)).find()) {
          return true;
        }
      }
      return false;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
