package dev.wsdoctor.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wsdoctor.conf.Edit;
import dev.wsdoctor.finding.Finding;
import dev.wsdoctor.finding.Fix;
import dev.wsdoctor.finding.Place;
import dev.wsdoctor.http.Target;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
                  location /ws { proxy_pass http://127.0.0.1:9000; made_up_auth on; }
                } }
                """))
        .contains("config-not-loaded", "upgrade-headers-missing");
  }

  @Test
  void whatAnIncludeHasBroughtInAlreadyIsTakenOut() throws IOException {
    Files.writeString(folder.resolve("proxy.conf"), "proxy_http_version 1.1;\n");
    String text =
        """
        events {} http { server { listen 80; server_name example.com;
          location /ws { include proxy.conf;
            proxy_http_version %s;
            proxy_pass http://127.0.0.1:9000; }
        } }
        """;
    assertThat(fixes(text.formatted("1.1")))
        .singleElement()
        .satisfies(fix -> assertThat(fix.edits()).hasSize(1))
        .extracting(Fix::advice)
        .asString()
        .contains("nginx.conf:3", "there twice");
    assertThat(fixes(text.formatted("1.0")))
        .as("which of two values is meant, a person has to say")
        .allSatisfy(fix -> assertThat(fix.edits()).isEmpty());
  }

  @Test
  void aWholeFileInConfDIsUnwrapped() throws IOException {
    other(
        "conf.d/app.conf",
        """
        user www-data;
        events { worker_connections 10; }
        http {
          sendfile on;
          server { listen 80; server_name example.com;
            location /ws { proxy_pass http://127.0.0.1:9000; }
          }
        }
        """);
    assertThat(fixes("events {} http { sendfile on; include conf.d/*.conf; }"))
        .singleElement()
        .satisfies(fix -> assertThat(fix.edits()).hasSize(5))
        .extracting(Fix::advice)
        .asString()
        .contains("the body of http alone");
  }

  @Test
  void theSecondUpstreamOfANameIsRenamedInItsFile() throws IOException {
    String site =
        """
        upstream app { server 127.0.0.1:%d; }
        server { listen 80; server_name %s;
          location /ws { proxy_pass http://app; } }
        """;
    other("sites/a", site.formatted(3000, "a.example.com"));
    other("sites/b.conf", site.formatted(4000, "example.com"));
    assertThat(fixes("events {} http { include sites/*; }"))
        .singleElement()
        .satisfies(
            fix ->
                assertThat(fix.edits())
                    .extracting(Edit::replacement)
                    .containsExactly("app_b", "http://app_b"))
        .satisfies(
            fix ->
                assertThat(fix.edits())
                    .allMatch(edit -> edit.range().file().name().endsWith("sites/b.conf")));
  }

  @Test
  void aLocationInAFileOfItsOwnMovesIntoTheServerOfTheHost() throws IOException {
    other("conf.d/a.conf", "server { listen 80; server_name a.example.com; }\n");
    other("conf.d/b.conf", "server { listen 80; server_name example.com; root html; }\n");
    other("conf.d/push.conf", "location /ws { proxy_pass http://127.0.0.1:9000; }\n");
    assertThat(fixes("events {} http { include conf.d/*.conf; }"))
        .singleElement()
        .satisfies(
            fix ->
                assertThat(fix.edits())
                    .extracting(edit -> edit.range().file().name().replaceFirst(".*/", ""))
                    .containsExactly("push.conf", "b.conf"));
  }

  @Test
  void aByteOrderMarkIsShownOnceAndTakenOut() throws IOException {
    String text =
        "\u00ef\u00bb\u00bfevents {}\nhttp { server { listen 80; location / { root /srv; } } }";
    Finding finding = findings(text).getFirst();
    assertThat(finding.places()).extracting(Place::line).containsExactly(1);
    assertThat(finding.fix().orElseThrow().advice())
        .isEqualTo("take out the byte order mark: save the file as UTF-8 without one");
    assertThat(finding.fix().orElseThrow().edits())
        .singleElement()
        .satisfies(edit -> assertThat(edit.range().text()).hasSize(3));
  }

  @ParameterizedTest
  @CsvSource({
    "UTF-16LE, '', UTF-16LE",
    "UTF-16BE, '', UTF-16BE",
    "UTF-16LE, \ufeff, UTF-16",
    "UTF-16BE, \ufeff, UTF-16"
  })
  void aFileOfTwoBytesPerCharacterIsToldHowToBeSaved(String charset, String mark, String from)
      throws IOException {
    String text = mark + "server { listen 80; server_name example.com; }\n";
    Path site = folder.resolve("site.conf");
    Files.write(site, text.getBytes(Charset.forName(charset)));
    String advice =
        "%s is UTF-16, but nginx reads bytes; save it as UTF-8: iconv -f %s -t UTF-8 '%s' > new.conf"
            .formatted(site, from, site);
    assertThat(check(site)).isEqualTo(new Answer.Unusable<>(advice));
    assertThat(fixes("events {} http { include site.conf; }"))
        .extracting(Fix::advice)
        .containsExactly(advice);
  }

  private void other(String name, String text) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text, StandardCharsets.ISO_8859_1);
  }

  private List<Fix> fixes(String text) throws IOException {
    return findings(text).stream()
        .filter(finding -> finding.id().equals("config-not-loaded"))
        .flatMap(finding -> finding.fix().stream())
        .toList();
  }

  private List<String> causes(String text) throws IOException {
    return findings(text).stream().map(Finding::id).toList();
  }

  private List<Finding> findings(String text) throws IOException {
    Path file = folder.resolve("nginx.conf");
    Files.writeString(file, text, StandardCharsets.ISO_8859_1);
    Answer<Report> answer = check(file);
    assertThat(answer).isInstanceOf(Answer.Given.class);
    return ((Answer.Given<Report>) answer).value().causes();
  }

  private static Answer<Report> check(Path file) {
    Target target = new Target(true, false, "example.com", 80, "/ws");
    return new Doctor().check(CheckRequest.offline(target, file));
  }
}
