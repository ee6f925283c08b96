package dev.wsdoctor.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wsdoctor.finding.Finding;
import dev.wsdoctor.finding.Severity;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What is a risk with one application is a remark with another that is known not to run it.
class KnownApplicationTest {
  private static final Path FOLDER = Path.of("src/test/resources/rules/upgrade-response-hidden");

  @ParameterizedTest
  @CsvSource({
    "/websocket, 8072, WARNING",
    "/xmpp-websocket, 5280, NOTE",
    "/whatever, 4711, WARNING",
  })
  void anSsiFilterMattersWhereThe101HasABodysType(String path, int port, Severity expected) {
    String text =
        """
        # url: ws://example.com%1$s
        events {}
        http {
            server {
                listen 80;
                ssi on;
                location %1$s {
                    proxy_pass http://127.0.0.1:%2$d;
                    proxy_http_version 1.1;
                    proxy_set_header Upgrade $http_upgrade;
                    proxy_set_header Connection "upgrade";
                }
            }
        }
        """
            .formatted(path, port);
    List<Finding> found =
        new RuleCase(FOLDER.resolve("written.conf").toAbsolutePath(), text).findings();
    assertThat(found).extracting(Finding::severity).containsExactly(expected);
  }
}
