package dev.wsdoctor.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wsdoctor.conf.MemoryFiles;
import dev.wsdoctor.http.Fields;
import dev.wsdoctor.http.Target;
import dev.wsdoctor.nginx.FileView;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What projects document works: it is worth a note at most, and an error only where the
/// application is known to suffer.
class QuietOnDocumentedSitesTest {
  private static final String UPGRADE =
      "proxy_http_version 1.1; proxy_set_header Upgrade $http_upgrade;"
          + " proxy_set_header Connection upgrade; ";
  private static final String HOST = "proxy_set_header Host $http_host; ";
  private static final String FROM = "proxy_set_header X-Forwarded-For $remote_addr; ";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          http://a.example/login | location / { UPGRADE HOST proxy_pass http://127.0.0.1:3000; } | connection-upgrade-on-plain-requests | warning
          http://a.example/api/hassio_ingress/x/y | location / { UPGRADE HOST proxy_pass http://127.0.0.1:8123; } | connection-upgrade-on-plain-requests | error
          wss://a.example/signaling/spreed | location /signaling/spreed { UPGRADE HOST FROM proxy_pass http://127.0.0.1:8082/spreed; } | forwarded-proto-missing | warning
          wss://a.example/signaling/spreed | location /signaling/ { FROM proxy_pass http://127.0.0.1:8082/; } location /signaling/spreed { UPGRADE HOST FROM proxy_pass http://127.0.0.1:8082/spreed; } | forwarded-proto-missing | note
          wss://a.example/signaling/spreed | location /signaling/ { FROM proxy_pass http://127.0.0.1:8083/; } location /signaling/spreed { UPGRADE HOST FROM proxy_pass http://127.0.0.1:8082/spreed; } | forwarded-proto-missing | warning
          wss://a.example/live | location = /live { UPGRADE proxy_pass http://127.0.0.1:5280; proxy_set_header Host meet.jitsi; } | host-header-rewritten | warning
          wss://a.example/xmpp-websocket | location = /xmpp-websocket { UPGRADE proxy_pass http://127.0.0.1:5280; proxy_set_header Host meet.jitsi; } | host-header-rewritten | note
          wss://a.example/user/ann/api/kernels/7/channels | location / { UPGRADE HOST proxy_pass http://127.0.0.1:8000; } | read-timeout-too-short | none
          wss://a.example/push/ws | location /push/ { UPGRADE HOST proxy_pass http://127.0.0.1:7867/; } | read-timeout-too-short | none
          wss://a.example/live | location / { UPGRADE HOST proxy_pass http://127.0.0.1:8000; } | read-timeout-too-short | warning
          ws://a.example/notifications/hub | location /notifications/hub { UPGRADE HOST proxy_pass http://127.0.0.1:5004/hub; } | proxy-pass-rewrites-path | error
          ws://a.example/notifications/hub | location / { proxy_pass http://127.0.0.1:5004/; } location /notifications/hub { UPGRADE HOST proxy_pass http://127.0.0.1:5004/hub; } | proxy-pass-rewrites-path | error
          """)
  void itIsWorth(String url, String locations, String cause, String severity) {
    String found =
        check(url, locations).causes().stream()
            .filter(finding -> finding.id().equals(cause))
            .map(finding -> finding.severity().toString().toLowerCase(Locale.ROOT))
            .findFirst()
            .orElse("none");

    assertThat(found).isEqualTo(severity);
  }

  private static Report check(String url, String locations) {
    String text =
        "events {}\nhttp {\nserver {\nlisten 80;\nlisten 443 ssl;\nssl_certificate c;\nssl_certificate_key k;\nserver_name a.example;\n%s\n}\n}\n"
            .formatted(
                locations.replace("UPGRADE", UPGRADE).replace("HOST", HOST).replace("FROM", FROM));
    Doctor doctor = new Doctor(MemoryFiles.of(Map.of("/nginx.conf", text)), FileView.UNKNOWN);
    boolean tls = url.startsWith("wss");
    Target target =
        new Target(
            url.startsWith("ws"),
            tls,
            "a.example",
            tls ? 443 : 80,
            url.substring(url.indexOf('/', 8)));
    CheckRequest request =
        CheckRequest.offline(target, Path.of("/nginx.conf"))
            .sending(Fields.of("Origin", tls ? "https://a.example" : "http://a.example"));
    return switch (doctor.check(request)) {
      case Answer.Given<Report>(Report report) -> report;
      case Answer.Unusable<Report>(String message) -> throw new AssertionError(message);
    };
  }
}
