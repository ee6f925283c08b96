package dev.wsdoctor.conformance.healthy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wsdoctor.application.ApplicationProfile;
import dev.wsdoctor.application.Applications;
import dev.wsdoctor.conformance.Certificates;
import dev.wsdoctor.conformance.Ports;
import dev.wsdoctor.conformance.RealNginx;
import dev.wsdoctor.conformance.RealParts;
import dev.wsdoctor.conformance.TemporaryFolder;
import dev.wsdoctor.conformance.Verdicts;
import dev.wsdoctor.diagnosis.Report;
import dev.wsdoctor.diagnosis.Verdict;
import dev.wsdoctor.finding.Severity;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Every configuration that `wsdoctor init` prints works: all of them run in one real nginx, their
/// sockets open and their pages pass, and the product finds nothing to complain of.
class PrintedSitesTest {
  private static final int PORT = Ports.free();
  private static final int TLS_PORT = Ports.free();
  private static final int BACKEND = Ports.free();
  private static final Path NO_FOLDER = Path.of(".");
  private static final List<AutoCloseable> OPEN = new ArrayList<>();

  private static Certificates.Pair certificate;
  private static SSLContext tls;
  private static StrictBackend backend;

  @BeforeAll
  static void startOneNginxForAll() throws IOException {
    RealParts.needNginx();
    RealParts.needOpenssl();
    Certificates certificates = new Certificates();
    OPEN.add(certificates);
    certificate = certificates.selfSigned("DNS:*.example.com");
    tls = Tls.of(certificate);
    backend = new StrictBackend(tls);
    OPEN.add(backend);
    backend.listen("backend", "127.0.0.1", BACKEND, StrictBackend.Manner.SOCKETS_AND_PAGES);
    TemporaryFolder folder = TemporaryFolder.create("printed");
    for (PrintedSite site : all()) {
      folder.write("conf.d/" + site.site().domain() + ".conf", onFreePorts(site.text()));
    }
    folder.write("nginx.conf", "events {}\nhttp {\n    include conf.d/*.conf;\n}\n");
    OPEN.add(RealNginx.startIn(folder, PORT, TLS_PORT));
  }

  private static String onFreePorts(String text) {
    return text.replace("listen 443", "listen " + TLS_PORT)
        .replace("listen [::]:443", "listen [::]:" + TLS_PORT);
  }

  @AfterAll
  static void stop() throws Exception {
    for (AutoCloseable part : OPEN.reversed()) {
      part.close();
    }
  }

  static List<PrintedSite> all() {
    List<PrintedSite> all = new ArrayList<>();
    for (ApplicationProfile application : Applications.all()) {
      all.add(PrintedSite.of(application, Optional.empty(), PORT, BACKEND));
      all.add(PrintedSite.of(application, Optional.of(certificate), PORT, BACKEND));
    }
    return all;
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("all")
  void everySocketOpens(PrintedSite site) throws IOException {
    for (String path : site.application().samplePaths()) {
      backend.forget();
      Healthy socket = site.socket(path, NO_FOLDER);
      Handshake.Answer answer = Handshake.open(socket, site.tls() ? TLS_PORT : PORT, tls);
      String seen = site + " " + path + ": " + answer + ", refused " + backend.refused();
      assertThat(answer.head().getFirst()).as(seen).contains(" 101 ");
      assertThat(answer.echoed()).as(seen).isTrue();
      Head got = backend.handshakes().getFirst();
      assertThat(got.first()).as(seen).contains(" " + site.arriving(path) + " ");
      assertThat(got.values("Host")).as(seen).containsExactly(socket.url().getRawAuthority());
      assertThat(got.values("Origin")).as(seen).containsExactly(site.site().origin());
      assertThat(got.values(site.application().needs().schemeField()))
          .containsExactly(site.tls() ? "https" : "http");
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("all")
  void everyPagePasses(PrintedSite site) throws IOException {
    for (String page : site.application().samplePages()) {
      List<String> answer =
          Page.get(site.socket(page, NO_FOLDER), site.tls() ? TLS_PORT : PORT, tls);
      assertThat(answer.getFirst()).as(site + " " + page).startsWith("HTTP/1.1 200 ");
      assertThat(answer).as(page).contains("GET " + site.arriving(page) + " HTTP/1.1");
      assertThat(answer)
          .as(page)
          .noneMatch(line -> line.matches("(?i)(upgrade:|connection: upgr).*"));
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("all")
  void theProductFindsItHealthy(PrintedSite site) {
    try (TemporaryFolder folder = TemporaryFolder.create("printed")) {
      String text = "events {}\nhttp {\n" + site.text() + "}\n";
      Path file = folder.write("nginx.conf", text);
      for (String path : site.application().samplePaths()) {
        Healthy socket = site.socket(path, folder.path());
        Report report = Verdicts.check(socket.url(), socket.headers(), file);
        assertThat(report.causes().stream().filter(c -> c.severity() != Severity.NOTE))
            .as(socket.url() + "\n" + text)
            .isEmpty();
        assertThat(report.verdict()).isEqualTo(Verdict.HEALTHY);
      }
    }
  }

  @Test
  void nginxIsAskedForAll() {
    assertThat(all()).hasSizeGreaterThan(100);
  }
}
