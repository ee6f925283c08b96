package dev.wsdoctor.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wsdoctor.conf.Configuration;
import dev.wsdoctor.directive.NginxVersion;
import dev.wsdoctor.finding.Finding;
import dev.wsdoctor.http.Fields;
import dev.wsdoctor.http.Target;
import dev.wsdoctor.nginx.FileView;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/// A file may answer the request of `auth_request`: a 200 that lets everybody in.
class AuthRequestTest {
  private static final String TEXT =
      """
      events {}
      http {
        server {
          listen 80;
          location /ws {
            auth_request /auth;
            proxy_pass http://127.0.0.1:3000;
            proxy_http_version 1.1;
            proxy_set_header Upgrade $http_upgrade;
            proxy_set_header Connection upgrade;
          }
          location = /auth { root /srv; }
        }
      }
      """;

  @Test
  void aFileThatIsThereLetsIn() {
    assertThat(errors(_ -> FileView.Kind.FILE)).doesNotContain("access-refused");
  }

  @Test
  void aFileThatIsMissingLetsNobodyIn() {
    assertThat(errors(FileView.EMPTY)).contains("access-refused");
  }

  @Test
  void nothingIsSaidOfFilesThatAreNotKnown() {
    assertThat(errors(FileView.UNKNOWN)).doesNotContain("access-refused");
  }

  private static List<String> errors(FileView files) {
    Configuration configuration =
        Configuration.ofDump("nginx.conf", TEXT.getBytes(StandardCharsets.ISO_8859_1));
    Target.Parsed target = Target.parse("ws://example.com/ws");
    assertThat(target).isInstanceOf(Target.Parsed.Valid.class);
    return Prediction.of(
            configuration,
            new NginxVersion(1, 28, 3),
            List.of(),
            ((Target.Parsed.Valid) target).target(),
            Fields.NONE,
            files)
        .causes()
        .stream()
        .filter(Finding::isError)
        .map(Finding::id)
        .toList();
  }
}
