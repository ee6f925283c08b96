package dev.wsdoctor.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wsdoctor.conf.Edit;
import dev.wsdoctor.finding.Finding;
import dev.wsdoctor.finding.Fix;
import dev.wsdoctor.http.Target;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A file with the server of the host that no include reads is named, whoever answers instead.
class UnreadSiteTest {
  private static final String SITE =
      """
      server {
        listen 80;
        server_name example.com;
        location / {
          proxy_pass http://127.0.0.1:3000;
          proxy_http_version 1.1;
          proxy_set_header Upgrade $http_upgrade;
          proxy_set_header Connection "upgrade";
          proxy_set_header Host $http_host;
        }
      }
      """;

  @TempDir Path folder;

  @BeforeEach
  void aDefaultServerAnswers() throws IOException {
    write("sites-enabled/default", "server { listen 80 default_server; root html; }\n");
    write("conf.d/empty.conf", "");
    write(
        "nginx.conf",
        "events {} http {\n  include conf.d/*.conf;\n  include sites-enabled/*;\n}\n");
  }

  @Test
  void aSiteThatIsAvailableAndNotLinked() throws IOException {
    write("sites-available/app", SITE);
    Finding first = causes().getFirst();
    assertThat(first.id()).isEqualTo("config-not-loaded");
    assertThat(first.summary()).contains("sites-available/app");
    assertThat(first.fix().orElseThrow())
        .satisfies(fix -> assertThat(fix.advice()).contains("ln -s ../sites-available/app"))
        .extracting(fix -> fix.edits().getFirst())
        .extracting(Edit::replacement)
        .asString()
        .contains("include sites-available/app;");
  }

  @Test
  void aSiteThatIsLinkedIsNotNamed() throws IOException {
    write("sites-available/app", SITE);
    Files.createSymbolicLink(
        folder.resolve("sites-enabled/app"), folder.resolve("sites-available/app"));
    assertThat(causes()).extracting(Finding::id).doesNotContain("config-not-loaded");
  }

  @Test
  void aSiteThatIsAvailableWhereNoServerIs() throws IOException {
    write("sites-enabled/default", "");
    write("sites-available/app", SITE);
    assertThat(causes().getFirst().summary()).contains("sites-available/app");
  }

  @Test
  void aFileWithoutTheEndingThatIsAskedFor() throws IOException {
    write("conf.d/app", SITE);
    Finding first = causes().getFirst();
    assertThat(first.id()).isEqualTo("config-not-loaded");
    assertThat(first.fix().orElseThrow().advice()).contains("conf.d/*.conf");
  }

  @Test
  void aFileThatWasSetAsideIsNamedAndNotBroughtBack() throws IOException {
    write("conf.d/app.conf.disabled", SITE);
    Finding first = causes().getFirst();
    assertThat(first.id()).isEqualTo("config-not-loaded");
    assertThat(first.fix().map(Fix::safety)).contains(Fix.Safety.MANUAL);
  }

  @Test
  void aFileOfAnotherHostSaysNothing() throws IOException {
    write("sites-available/app", SITE.replace("example.com", "other.example.org"));
    assertThat(causes()).extracting(Finding::id).doesNotContain("config-not-loaded");
  }

  private List<Finding> causes() {
    Target target = new Target(true, false, "example.com", 80, "/ws");
    Answer<Report> answer =
        new Doctor().check(CheckRequest.offline(target, folder.resolve("nginx.conf")));
    assertThat(answer).isInstanceOf(Answer.Given.class);
    return ((Answer.Given<Report>) answer).value().causes();
  }

  private void write(String name, String text) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text, StandardCharsets.ISO_8859_1);
  }
}
