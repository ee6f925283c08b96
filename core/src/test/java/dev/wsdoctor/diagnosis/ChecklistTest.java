package dev.wsdoctor.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wsdoctor.conf.Configuration;
import dev.wsdoctor.directive.NginxVersion;
import dev.wsdoctor.http.Fields;
import dev.wsdoctor.http.Target;
import dev.wsdoctor.nginx.FileView;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What the checklist says of a request that no location proxies.
class ChecklistTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ws  | stream { server { listen 80; proxy_pass 127.0.0.1:9; } }          | GOOD Location: none: stream passes the bytes on as they are
          ws  | http { server { listen 80; return 444; } }                        | BAD Answer: none, nginx closes the connection
          ws  | http { server { listen 80; return 403; } }                        | BAD Answer: 403 of nginx itself
          ws  | http { server { listen 80; root /srv; } }                         | BAD Location: serves files, nothing is proxied from here
          ws  | http { server { listen 81; } }                                    | BAD Listener: none on port 80
          wss | http { server { listen 443; } }                                   | BAD TLS: the URL wants it, the listener has none
          wss | http { server { listen 80; return 403; } }                        | BAD TLS: nothing here listens for it on port 443
          ws  | http { upstream a { server b:80 down; } server { listen 80; location / { proxy_pass http://a; } } } | BAD Backend: cannot be asked, nginx answers 502
          ws  | http { server { listen 80; location / { fastcgi_pass 127.0.0.1:9; } } } | BAD Location: handed to fastcgi, not proxied
          """)
  void theFirstLineSaysWhereTheRequestEnds(String scheme, String text, String expected) {
    Check first = checklist(scheme, text).getFirst();
    assertThat("%s %s: %s".formatted(first.result(), first.name(), first.found()))
        .isEqualTo(expected);
  }

  private static List<Check> checklist(String scheme, String text) {
    String dump = "# configuration file /nginx.conf:\nevents {}\n" + text;
    boolean tls = scheme.equals("wss");
    Prediction prediction =
        Prediction.of(
            Configuration.ofDump("nginx -T", dump.getBytes(StandardCharsets.ISO_8859_1)),
            new NginxVersion(1, 28, 3),
            List.of(),
            new Target(true, tls, "127.0.0.1", tls ? 443 : 80, "/ws"),
            Fields.NONE,
            FileView.EMPTY);
    return Checklist.of(Optional.of(prediction), List.of());
  }
}
