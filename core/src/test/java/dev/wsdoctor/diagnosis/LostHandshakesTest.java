package dev.wsdoctor.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wsdoctor.finding.Finding;
import dev.wsdoctor.log.Refusal;
import dev.wsdoctor.symptom.LogReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What logs say of handshakes that were answered with 400: what they and the configuration show
/// ranks the causes.
class LostHandshakesTest {
  private static final String COMBINED =
      "127.0.0.1 - - [29/Nov/2026:12:00:00 +0000] \"GET /ws HTTP/1.1\" %d 77 \"-\" \"curl/8\"\n";
  private static final String OWN =
      "{\"status\":\"%d\",\"request_uri\":\"/ws\",\"http_upgrade\":\"%s\",\"upstream_status\":\"%s\"}\n";
  private static final String UPGRADE =
      " proxy_http_version 1.1; proxy_set_header Upgrade $http_upgrade; proxy_set_header Connection upgrade;";

  @TempDir Path folder;

  @Test
  void whatTheLogDoesNotShowIsAskedFor() throws IOException {
    LogReport report = read(COMBINED.formatted(400).repeat(5), UPGRADE);
    assertThat(ids(report))
        .containsExactly("upstream-wrong-port", "intermediary-strips-upgrade", "config-not-loaded");
    assertThat(report.remarks())
        .filteredOn(remark -> remark.startsWith("what decides: "))
        .singleElement()
        .asString()
        .contains("nginx -T", "$http_upgrade in the access log", "--backend URL");
  }

  @Test
  void whereOthersOpenTheBackendIsTheLikeliest() throws IOException {
    String log = COMBINED.formatted(400).repeat(5) + COMBINED.formatted(101);
    assertThat(ids(read(log, UPGRADE)))
        .containsExactly("upstream-wrong-port", "intermediary-strips-upgrade", "config-not-loaded");
  }

  @Test
  void whatCameWithUpgradeWasNotStripped() throws IOException {
    LogReport report = read(OWN.formatted(400, "websocket", "400").repeat(5), UPGRADE);
    assertThat(ids(report)).containsExactly("upstream-wrong-port", "config-not-loaded");
    assertThat(report.causes().getFirst().evidence().getFirst().text())
        .endsWith("5 refused handshakes with 400, which came with Upgrade");
  }

  @Test
  void whatNginxAnswersItselfNoBackendHasSeen() throws IOException {
    LogReport report = read(OWN.formatted(400, "websocket", "").repeat(5), UPGRADE);
    assertThat(ids(report)).containsExactly("client-url-mismatch");
    assertThat(report.remarks()).noneMatch(remark -> remark.startsWith("what decides"));
  }

  @Test
  void aLocationThatLosesTheHandshakeIsNamed() throws IOException {
    LogReport report = read(COMBINED.formatted(400).repeat(5), "");
    assertThat(ids(report)).containsExactly("upgrade-headers-missing");
    assertThat(report.causes().getFirst().summary())
        .contains("location /ws (" + folder.resolve("nginx.conf") + ":3) does not send one on");
  }

  @Test
  void withoutAConfigurationThePathTells() throws IOException {
    LogReport report = read(COMBINED.formatted(400).repeat(5), new ConfigurationSource.Elsewhere());
    assertThat(report.refusals()).extracting(Refusal::path).containsExactly("/ws");
    assertThat(ids(report)).containsExactly("upgrade-headers-missing");
  }

  private LogReport read(String log, String settings) throws IOException {
    Path file = folder.resolve("nginx.conf");
    Files.writeString(
        file,
        """
        events {}
        http { server { listen 127.0.0.1:8080;
        location /ws { proxy_pass http://127.0.0.1:9000;%s }
        } }
        """
            .formatted(settings));
    return read(log, new ConfigurationSource.File(file));
  }

  private LogReport read(String log, ConfigurationSource configuration) throws IOException {
    Path access = Files.writeString(folder.resolve("access.log"), log);
    Setting setting = new Setting(configuration, Optional.empty(), Optional.empty());
    return switch (new Doctor().logs(setting)) {
      case Answer.Given<LogReader>(LogReader reader) -> reader.read(List.of(access));
      case Answer.Unusable<LogReader>(String message) -> throw new AssertionError(message);
    };
  }

  private static List<String> ids(LogReport report) {
    return report.causes().stream().map(Finding::id).toList();
  }
}
