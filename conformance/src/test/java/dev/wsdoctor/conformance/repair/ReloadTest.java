package dev.wsdoctor.conformance.repair;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wsdoctor.conformance.Ports;
import dev.wsdoctor.conformance.Product;
import dev.wsdoctor.conformance.RealNginx;
import dev.wsdoctor.conformance.RealParts;
import dev.wsdoctor.conformance.TemporaryFolder;
import dev.wsdoctor.conformance.WebSocketBackend;
import dev.wsdoctor.repair.Repair;
import dev.wsdoctor.repair.Repairs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// `fix --write --reload` with a running nginx and real backends.
class ReloadTest {
  private final TemporaryFolder backups = TemporaryFolder.create("backups");
  private final int port = Ports.free();
  private TemporaryFolder folder = backups;

  @BeforeAll
  static void needsTheRealParts() {
    RealParts.needNginx();
    RealParts.needWebSocketBackend();
  }

  @AfterEach
  void removeBackups() {
    backups.close();
  }

  @Test
  void theSocketOpensOtherSocketsLiveOnAndUndoGoesBack() throws IOException {
    try (WebSocketBackend backend = WebSocketBackend.start();
        RealNginx nginx = nginx(backend.port());
        OpenSocket other = OpenSocket.at(port, "/live")) {
      byte[] before = bytes(nginx);
      Set<Long> workers = nginx.workers();

      Product.Run fix = fix();

      assertThat(fix.exitCode()).as(fix.err()).isZero();
      assertThat(fix.err())
          .contains("live before: ws://127.0.0.1:" + port + "/ws 400")
          .contains("/page 200")
          .contains("opens and stayed open for 2 s")
          .contains("ordinary pages answer as before");
      assertThat(nginx.workers()).isNotEqualTo(workers);
      assertThat(other.answersPing()).isTrue();
      assertThat(run("undo", "--list").out()).contains("verified with the live nginx");

      Product.Run undo = run("undo", "--reload");

      assertThat(undo.exitCode()).as(undo.err()).isZero();
      assertThat(undo.err()).contains("live again: ws://127.0.0.1:" + port + "/ws 400");
      assertThat(bytes(nginx)).isEqualTo(before);
    }
  }

  /// The process has ended between its last rename and the reload.
  @Test
  void aRepairThatWasCutShortIsFinishedInTheRunningNginx() throws IOException {
    try (WebSocketBackend backend = WebSocketBackend.start();
        RealNginx nginx = nginx(backend.port())) {
      Product.Run write =
          run("fix", url(), "-c", nginx.folder().resolve("nginx.conf").toString(), "--write");
      assertThat(write.exitCode()).as(write.err()).isZero();
      Path repairs = backups.path().resolve("repairs");
      Files.delete(Repairs.in(repairs).getFirst().folder().resolve("ending"));

      Product.Run finish = run("finish", "--reload");

      assertThat(finish.exitCode()).as(finish.err()).isZero();
      assertThat(finish.err())
          .contains("all files are new, but it ended before they were verified")
          .contains("opens and stayed open for 2 s");
      assertThat(Repairs.in(repairs).getFirst().ending()).contains(Repair.Ending.VERIFIED);
    }
  }

  @Test
  void aReloadThatFailsIsTakenBack() throws IOException {
    try (WebSocketBackend backend = WebSocketBackend.start();
        RealNginx nginx = nginx(backend.port())) {
      Set<Long> workers = nginx.workers();

      expectTakenBack(nginx, "'sh -c false' failed: exit code 1", "--reload-command", "false");

      assertThat(nginx.workers()).isEqualTo(workers);
    }
  }

  /// The log's folder is gone since nginx has started: the sandbox has one of its own, so only
  /// nginx's test of the real files can tell.
  @Test
  void filesThatNginxRefusesAreTakenBack() throws IOException {
    try (WebSocketBackend backend = WebSocketBackend.start();
        RealNginx nginx = nginx(backend.port())) {
      try (Stream<Path> all = Files.walk(nginx.folder().resolve("logs"))) {
        for (Path file : all.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }

      expectTakenBack(nginx, "nginx -t refuses the files: ");
    }
  }

  @Test
  void aBackendThatRefusesTheHandshakeHasTheChangeTakenBack() throws IOException {
    try (WebSocketBackend backend = WebSocketBackend.start("--origin", "http://a.example");
        RealNginx nginx = nginx(backend.port())) {
      expectTakenBack(nginx, "/ws does not open: 403");
    }
  }

  @Test
  void aSocketThatIsClosedAgainHasTheChangeTakenBack() throws IOException {
    try (WebSocketBackend backend = WebSocketBackend.start("--close-at-once", "1008");
        RealNginx nginx = nginx(backend.port())) {
      expectTakenBack(nginx, "/ws opened and was closed again: ");
    }
  }

  @Test
  void aPageThatBreaksHasTheChangeTakenBack() throws IOException {
    try (FussyBackend backend = FussyBackend.start();
        RealNginx nginx = nginx(backend.port())) {
      expectTakenBack(nginx, "/ws/help answered 200 before and answers 404 now");
    }
  }

  @Test
  void withoutARunningNginxNothingIsWritten() throws IOException {
    try (TemporaryFolder stopped = TemporaryFolder.create("stopped")) {
      Path file = stopped.write("nginx.conf", configuration(Ports.free()));
      String before = Files.readString(file);

      Product.Run fix = run("fix", url(), "-c", file.toString(), "--write", "--reload");

      assertThat(fix.exitCode()).isEqualTo(2);
      assertThat(fix.err())
          .contains("no running nginx reads " + file)
          .contains("nothing was changed");
      assertThat(file).hasContent(before);
      assertThat(run("undo", "--list").out()).isEmpty();
    }
  }

  private void expectTakenBack(RealNginx nginx, String reason, String... options)
      throws IOException {
    byte[] before = bytes(nginx);

    Product.Run fix = fix(options);

    assertThat(fix.exitCode()).as(fix.err()).isEqualTo(1);
    assertThat(fix.err()).contains("FAILED: ").contains(reason).contains("TAKEN BACK: ");
    assertThat(bytes(nginx)).isEqualTo(before);
    assertThat(run("undo", "--list").out()).contains("undone");
  }

  private Product.Run fix(String... options) {
    List<String> arguments =
        new ArrayList<>(
            List.of("fix", url(), "-c", folder.path().resolve("nginx.conf").toString(), "--write"));
    arguments.add("--reload");
    arguments.addAll(List.of(options));
    return run(arguments.toArray(String[]::new));
  }

  private Product.Run run(String... words) {
    List<String> arguments = new ArrayList<>(List.of(words));
    arguments.addAll(List.of("--backup-dir", backups.path().resolve("repairs").toString()));
    return Product.run(arguments);
  }

  private String url() {
    return "ws://127.0.0.1:" + port + "/ws";
  }

  private RealNginx nginx(int backend) {
    folder = TemporaryFolder.create("real-nginx");
    folder.write("nginx.conf", configuration(backend));
    folder.write("logs/access.log", "");
    return RealNginx.startIn(folder, port);
  }

  private static byte[] bytes(RealNginx nginx) throws IOException {
    return Files.readAllBytes(nginx.folder().resolve("nginx.conf"));
  }

  private String configuration(int backend) {
    return """
        error_log error.log;
        events { }
        http {
            access_log logs/access.log;
            server {
                listen 127.0.0.1:%1$d;
                location /page { return 200; }
                location /live {
                    proxy_pass http://127.0.0.1:%2$d;
                    proxy_http_version 1.1;
                    proxy_set_header Upgrade $http_upgrade;
                    proxy_set_header Connection "upgrade";
                }
                location /ws {
                    proxy_pass http://127.0.0.1:%2$d;
                    location /ws/help {
                        proxy_pass http://127.0.0.1:%2$d;
                    }
                }
            }
        }
        """
        .formatted(port, backend);
  }
}
