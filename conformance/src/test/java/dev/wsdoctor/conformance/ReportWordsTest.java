package dev.wsdoctor.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wsdoctor.conformance.Product.Run;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.io.TempDir;

/// Sentences that were once misread, or untrue of what the nginx beside them does.
@Timeout(value = 60, threadMode = ThreadMode.SEPARATE_THREAD)
class ReportWordsTest {
  private final int port = Ports.free();
  private WebSocketBackend backend;
  private RealNginx nginx;
  @TempDir Path folder;

  @BeforeEach
  void start() {
    RealParts.needNginx();
    RealParts.needWebSocketBackend();
    backend = WebSocketBackend.start();
    nginx =
        RealNginx.start(
            """
            events {}
            http {
                server {
                    listen 127.0.0.1:%d;
                    location /ws {
                        proxy_pass http://%s;
                        proxy_http_version 1.1;
                        proxy_set_header Host $http_host;
                        proxy_set_header Upgrade $http_upgrade;
                        proxy_set_header Connection "upgrade";
                    }
                }
            }
            """
                .formatted(port, backend.address()),
            port);
  }

  @AfterEach
  void stop() {
    if (nginx != null) {
      nginx.close();
    }
    if (backend != null) {
      backend.close();
    }
  }

  @Test
  void theChecklistSaysWhoseHandshakeItWas() {
    Run run = run("check", url(), "-c", file());

    assertThat(run.out())
        .contains("Handshake     through nginx: 101 Switching Protocols")
        .contains("Handshake     backend: 101 Switching Protocols");
  }

  @Test
  void nginxSendsNothingOnThatTheProbeHasNotSent() {
    Run run = run("probe", url(), "-c", file());

    assertThat(run.out()).contains("What nginx sends on").doesNotContainIgnoringCase("user-agent");
  }

  @Test
  void anAnswerInHttp1IsNoFrameOfAnImpossibleLength() {
    Run run = run("probe", url(), "--http2");

    assertThat(run.out()).contains("no HTTP/2 here: the server answers in HTTP/1");
  }

  /// Where this file listens only in plain, a refused port of wss says nothing of what runs.
  @Test
  void aPortThatTheFileDoesNotListenOnIsNotSaidToBeInIt() {
    Run run = run("check", "wss://127.0.0.1:" + Ports.free() + "/ws", "-c", file());

    assertThat(run.out())
        .startsWith("BROKEN")
        .contains("start the server there or correct the port")
        .doesNotContain("this file has a listener there")
        .doesNotContain("config-not-loaded");
  }

  /// What a location that sends the handshake on is answered with is not for want of Upgrade.
  @Test
  void aRefusalAtALocationOfSocketsIsNotPutDownToItsHeaders() throws IOException {
    String line =
        "127.0.0.1 - - [29/Nov/2026:12:00:00 +0000] \"GET /ws HTTP/1.1\" 400 77 \"-\" \"curl/8\"\n";
    Path log = Files.writeString(folder.resolve("access.log"), line.repeat(5));

    Run run = run("logs", log.toString(), "-c", file());
    assertThat(run.out())
        .contains("5  400, location /ws")
        .contains("although this file sends the\nhandshake on")
        .contains("what decides: wsdoctor check URL --backend URL asks the backend")
        .doesNotContain("give nginx's configuration with -c");
    assertThat(run("logs", log.toString()).out()).doesNotContain("although this file");
  }

  @Test
  void aFolderIsNoCapture() {
    Run run = run("read", folder.toString());

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains(folder + " is a folder; give a capture in it");
  }

  @Test
  void aFolderWithoutLogsIsNamed() {
    assertThat(run("logs", folder.toString()).err())
        .contains("no log that this user may read is in " + folder);
  }

  @Test
  void anNginxThatIsNotThereIsNotReplacedByAnAssumedOne() {
    Run run = run("check", url(), "-c", file(), "--offline", "--nginx", "/no/nginx");

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("there is no nginx program at /no/nginx");
  }

  private String url() {
    return "ws://127.0.0.1:%d/ws".formatted(port);
  }

  private String file() {
    return nginx.folder().resolve("nginx.conf").toString();
  }

  private static Run run(String... words) {
    return Product.run(new ArrayList<>(List.of(words)));
  }
}
