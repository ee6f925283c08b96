package dev.wsdoctor.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wsdoctor.finding.Finding;
import dev.wsdoctor.http.Target;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Of a file that nginx refuses, only what keeps it from loading is told, if that can be mended.
class NotLoadedTest {
  @TempDir Path folder;

  @Test
  void whatAFaultOfSyntaxBendsIsNoCauseBesideIt() throws IOException {
    assertThat(
            causes(
                """
                events {} http { server { listen 80; server_name example.com; root /srv;
                  location ~* \\.[a-f0-9]{8,}\\.js$ { expires 1y; }
                  location /ws { proxy_pass http://127.0.0.1:9000; }
                } }
                """))
        .containsExactly("config-not-loaded");
  }

  @Test
  void whatNoEditMendsHidesNothing() throws IOException {
    assertThat(
            causes(
                """
                events {} http { server { listen 80; server_name example.com;
                  location /ws { proxy_pass http://127.0.0.1:9000; made_up_directive on; }
                } }
                """))
        .contains("config-not-loaded", "upgrade-headers-missing");
  }

  private List<String> causes(String text) throws IOException {
    Path file = folder.resolve("nginx.conf");
    Files.writeString(file, text, StandardCharsets.ISO_8859_1);
    Target target = new Target(true, false, "example.com", 80, "/ws");
    Answer<Report> answer = new Doctor().check(CheckRequest.offline(target, file));
    assertThat(answer).isInstanceOf(Answer.Given.class);
    return ((Answer.Given<Report>) answer).value().causes().stream().map(Finding::id).toList();
  }
}
