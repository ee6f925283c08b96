package dev.wsdoctor.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wsdoctor.conf.Configuration;
import dev.wsdoctor.conf.ConfigurationError;
import dev.wsdoctor.conf.MemoryFiles;
import dev.wsdoctor.conf.Patch;
import dev.wsdoctor.directive.NginxVersion;
import dev.wsdoctor.directive.check.ConfigurationCheck;
import dev.wsdoctor.finding.Finding;
import dev.wsdoctor.finding.Fix;
import dev.wsdoctor.finding.Severity;
import dev.wsdoctor.http.Fields;
import dev.wsdoctor.http.Target;
import dev.wsdoctor.nginx.FileView;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// A fix may bring to light what its cause has hidden; it is kept if that can be mended, too.
class MenderTest {
  private static final String FILE = "/etc/nginx/nginx.conf";
  private static final NginxVersion VERSION = new NginxVersion(1, 28, 3);
  private static final Target TARGET = new Target(true, false, "example.com", 80, "/ws");

  @Test
  void whatAFileThatDoesNotLoadHasHiddenIsMendedToo() {
    Mend mend =
        mend(
            """
            events {} http { server { listen 80; server_name example.com;
              location = /ws {
                proxy_pas http://127.0.0.1:9000;
                proxy_set_header Upgrade $http_connection;
                proxy_hide_header Sec-WebSocket-Accept;
              }
            } }
            """);
    assertThat(mend.left()).isEmpty();
    assertThat(mend.applied())
        .extracting(Finding::id)
        .startsWith("config-not-loaded")
        .contains("upgrade-header-wrong", "upgrade-response-hidden");
  }

  @Test
  void whatIsBroughtToLightAndStaysIsNoReasonToChangeTheFile() {
    String text =
        """
        events {} http { server { listen 80; server_name example.com;
          location = /ws { return 301 /elsewhere; proxy_pass http://127.0.0.1:9000; }
        } }
        """;
    List<Finding> stubborn = List.of(byHand("one"), byHand("two"));
    Mend mend =
        Mend.of(predict(text), texts -> predict(texts.getOrDefault(FILE, text)).knowing(stubborn));
    assertThat(mend.applied()).isEmpty();
    assertThat(mend.patches()).isEmpty();
    assertThat(mend.left()).extracting(Finding::id).containsExactly("redirect-instead-of-upgrade");
  }

  private static Finding byHand(String id) {
    return Finding.of(id, Severity.ERROR, 0.9, "it fails", "it does")
        .mendedBy(Fix.manual("do something"));
  }

  @Test
  void refusalsAreMendedOneAfterAnotherInOneChange() {
    Mend mend =
        mend(
            """
            events {} http { server { listen 80
              server_name example.com;
              location /ws {
                proxy_pass http://127.0.0.1:9000;
                proxy_http_version 1.1;
                proxy_set_header Upgrade $http_upgrade;
                proxy_set_header Connection "upgrade;
                proxy_read_timeout 1 h;
              }
            } }
            """);
    assertThat(mend.applied()).extracting(Finding::id).containsExactly("config-not-loaded");
    assertThat(mend.patches())
        .singleElement()
        .extracting(Patch::after)
        .asString()
        .contains("listen 80;\n", "Connection \"upgrade\";\n", "proxy_read_timeout 1h;\n");
  }

  @Test
  void aSecondOneOfTheSameKindFurtherOnIsMendedToo() {
    Mend mend =
        mend(
            """
            events {} http { server { listen 80; server_name example.com;
              return 301 https://$host$request_uri;
              location / {
                return 301 https://$host$request_uri;
                proxy_pass http://127.0.0.1:9000;
                proxy_http_version 1.1;
                proxy_set_header Upgrade $http_upgrade;
                proxy_set_header Connection upgrade;
              }
            } }
            """);
    assertThat(mend.left()).isEmpty();
    assertThat(mend.applied())
        .extracting(Finding::id)
        .containsExactly("redirect-instead-of-upgrade", "redirect-instead-of-upgrade");
  }

  @Test
  void whatIsMendedIsOfferedToo() {
    String hiding =
        """
        events {} http { server { listen 80; server_name example.com;
          location = /ws {
            return 301 /elsewhere;
            proxy_pass http://127.0.0.1:9000;
            proxy_http_version 1.1;
            proxy_set_header Upgrade $http_connection;
            proxy_set_header Connection upgrade;
            proxy_hide_header Sec-WebSocket-Accept;
          }
        } }
        """;
    assertThat(mend(hiding).applied()).hasSize(3);
    assertThat(offered(hiding, texts -> predict(texts.getOrDefault(FILE, hiding))))
        .singleElement()
        .satisfies(cause -> assertThat(cause.fix().orElseThrow().edits()).isNotEmpty());
  }

  @Test
  void whatUncoversSomethingThatStaysIsNotOffered() {
    String text =
        """
        events {} http { server { listen 80; server_name example.com;
          location = /ws { return 301 /elsewhere; proxy_pass http://127.0.0.1:9000; }
        } }
        """;
    List<Finding> stubborn = List.of(byHand("one"), byHand("two"));
    assertThat(offered(text, texts -> predict(texts.getOrDefault(FILE, text)).knowing(stubborn)))
        .singleElement()
        .satisfies(cause -> assertThat(cause.fix().orElseThrow().edits()).isEmpty());
  }

  private static List<Finding> offered(String text, Mend.Retrial retrial) {
    return new Offers(predict(text), retrial, Optional.empty(), Offers.Care.FOR_ONE)
        .proved()
        .causes();
  }

  private static Mend mend(String text) {
    return Mend.of(predict(text), texts -> predict(texts.getOrDefault(FILE, text)));
  }

  private static Prediction predict(String text) {
    MemoryFiles files = MemoryFiles.of(Map.of(FILE, text));
    Configuration configuration = Configuration.load(files, FILE);
    List<ConfigurationError> errors = ConfigurationCheck.check(configuration, VERSION, files);
    return Prediction.of(configuration, VERSION, errors, TARGET, Fields.NONE, FileView.EMPTY);
  }
}
