package dev.wsdoctor.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wsdoctor.conf.Configuration;
import dev.wsdoctor.directive.NginxVersion;
import dev.wsdoctor.finding.Finding;
import dev.wsdoctor.finding.Fix;
import dev.wsdoctor.http.Fields;
import dev.wsdoctor.http.Target;
import dev.wsdoctor.nginx.FileView;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What a prediction says beside its causes: which hop, who else is affected, and what a newer
/// nginx would do.
class PredictionWordsTest {
  private static final NginxVersion OLD = new NginxVersion(1, 22, 1);

  private static final String HANDSHAKE =
      """
      proxy_http_version 1.1;
      proxy_set_header Upgrade $http_upgrade;
      proxy_set_header Connection upgrade;
      proxy_set_header Host $http_host;
      """;

  @Test
  void aFixInAFileThatOthersIncludeIsForReviewAndNamesThem() {
    Fix fix = first(twoLocationsWith("proxy.inc", "proxy.inc")).fix().orElseThrow();
    assertThat(fix.safety()).isEqualTo(Fix.Safety.REVIEW);
    assertThat(fix.advice()).contains("included for others too (/etc/nginx/nginx.conf:12)");
  }

  @Test
  void aFixInAFileOfItsOwnNamesNobody() {
    Fix fix = first(twoLocationsWith("proxy.inc", "other.inc")).fix().orElseThrow();
    assertThat(fix.advice()).doesNotContain("others");
  }

  private static String twoLocationsWith(String one, String other) {
    String spoilt = HANDSHAKE.replace("Connection upgrade", "Connection keep-alive");
    return """
        # configuration file /etc/nginx/nginx.conf:
        events {}
        http {
            server {
                listen 80;
                server_name example.com;
                location /ws {
                    proxy_pass http://127.0.0.1:3000;
                    include %s;
                }
                location /chat {
                    proxy_pass http://127.0.0.1:3000;
                    include %s;
                }
            }
        }
        # configuration file /etc/nginx/proxy.inc:
        %s
        # configuration file /etc/nginx/other.inc:
        %s
        """
        .formatted(one, other, spoilt, HANDSHAKE);
  }

  @Test
  void aCauseAtOneOfSeveralHopsNamesItsHop() {
    assertThat(first(twoHops("", HANDSHAKE)).summary())
        .startsWith("at hop 1 of 2, server example.com (/etc/nginx/nginx.conf:3): location /");
    assertThat(first(twoHops(HANDSHAKE, "")).summary())
        .startsWith("at hop 2 of 2, server inner (/etc/nginx/nginx.conf:");
  }

  @Test
  void aCauseOfTheOnlyHopNamesNone() {
    assertThat(first(twoHops("", "").replace("8081", "3000")).summary()).doesNotContain("hop ");
  }

  private static String twoHops(String outer, String inner) {
    return """
        # configuration file /etc/nginx/nginx.conf:
        events {}
        http {
        server { listen 80; server_name example.com;
        location / { proxy_pass http://127.0.0.1:8081; %s }
        }
        server { listen 127.0.0.1:8081; server_name inner;
        location / { proxy_pass http://127.0.0.1:9000; %s }
        }
        }
        """
        .formatted(outer, inner)
        .replace("listen 127.0.0.1:3000", "listen 127.0.0.1:8082");
  }

  @Test
  void anUpgradeThatMakesTheSocketOpenIsSaid() {
    assertThat(outlook(oneLocation(HANDSHAKE.replace("proxy_http_version 1.1;", "")), OLD))
        .containsExactly(
            "nginx 1.29.7 and newer: the proxy_pass at /etc/nginx/nginx.conf:4 sends HTTP/1.1 instead"
                + " of HTTP/1.0, and the socket opens");
  }

  @Test
  void anUpgradeThatDropsOneOfTwoHostLinesIsSaid() {
    String twice = HANDSHAKE + "proxy_set_header Host example.com;";
    assertThat(outlook(oneLocation(twice), OLD))
        .containsExactly(
            "nginx 1.31.4 and newer: the proxy_pass at /etc/nginx/nginx.conf:4 sends Host: example.com"
                + " instead of example.com and example.com, and the socket opens");
  }

  @Test
  void anUpgradeThatRefusesTheHandshakeIsSaid() {
    String plainHttp2 = oneLocation(HANDSHAKE).replace("listen 80", "listen 80 http2");
    assertThat(outlook(plainHttp2, OLD)).singleElement().asString().startsWith("nginx 1.25.1");
  }

  @Test
  void aHandshakeThatAllVersionsTreatAlikeHasNoOutlook() {
    assertThat(outlook(oneLocation(HANDSHAKE), OLD)).isEmpty();
  }

  @Test
  void whatThisVersionDoesAlreadyIsNoOutlook() {
    String relying = oneLocation(HANDSHAKE.replace("proxy_http_version 1.1;", ""));
    assertThat(outlook(relying, new NginxVersion(1, 29, 7))).isEmpty();
  }

  private static String oneLocation(String settings) {
    return """
        # configuration file /etc/nginx/nginx.conf:
        events {}
        http {
        server { listen 80; server_name example.com;
        location / { proxy_pass http://127.0.0.1:3000; %s }
        }
        }
        """
        .formatted(settings);
  }

  private static Finding first(String dump) {
    return prediction(dump, OLD).causes().getFirst();
  }

  private static List<String> outlook(String dump, NginxVersion version) {
    return VersionOutlook.of(prediction(dump, version).subject(), FileView.EMPTY);
  }

  private static Prediction prediction(String dump, NginxVersion version) {
    return Prediction.of(
        Configuration.ofDump("nginx -T", dump.getBytes(StandardCharsets.ISO_8859_1)),
        version,
        List.of(),
        new Target(true, false, "example.com", 80, "/ws"),
        Fields.NONE,
        FileView.EMPTY);
  }
}
