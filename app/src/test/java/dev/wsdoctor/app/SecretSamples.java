package dev.wsdoctor.app;

import dev.wsdoctor.conf.Edit;
import dev.wsdoctor.conf.SourceFile;
import dev.wsdoctor.diagnosis.Answer;
import dev.wsdoctor.diagnosis.CheckRequest;
import dev.wsdoctor.diagnosis.ConfigurationSource;
import dev.wsdoctor.diagnosis.Doctor;
import dev.wsdoctor.diagnosis.Explanation;
import dev.wsdoctor.diagnosis.Report;
import dev.wsdoctor.diagnosis.Survey;
import dev.wsdoctor.directive.NginxVersion;
import dev.wsdoctor.finding.Evidence;
import dev.wsdoctor.finding.Fix;
import dev.wsdoctor.http.Fields;
import dev.wsdoctor.http.Request;
import dev.wsdoctor.http.Response;
import dev.wsdoctor.http.Target;
import dev.wsdoctor.probe.Observation;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Real answers about a configuration, a URL and hops that are full of secrets.
public final class SecretSamples {
  private static final String JWT = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJlLW9mLW1pbmU";

  /// `user:s3cr3t` as Basic wants it.
  private static final String BASIC = "dXNlcjpzM2NyM3Q=";

  /// What no format may print.
  public static final List<String> SECRETS = List.of("s3cr3t", "c2lnbmF0dXJl", BASIC);

  private static final String CONFIGURATION =
      """
      # configuration file /etc/nginx/nginx.conf:
      events {}
      http {
        server {
          listen 8080;
          set $api_token s3cr3t-set;
          secure_link_secret s3cr3t-link;
          location /ws {
            proxy_set_header Authorization "Basic %s";
            proxy_set_header X-Api-Key 's3cr3t-config';
            proxy_set_header X-Other "$http_x s3cr3t-config";
            proxy_pass http://127.0.0.1:9000/?key=s3cr3t-pass;
          }
        }
      }
      """
          .formatted(BASIC);

  private SecretSamples() {}

  public static Report report() {
    Report bare = given(new Doctor().check(question()));
    return new Report(
        bare.target(),
        bare.configFile(),
        bare.nginxVersion(),
        bare.nginxVersionSource(),
        bare.verdict(),
        bare.headline() + ": Cookie: session=s3cr3t-cookie",
        bare.causes().stream()
            .map(cause -> cause.seen(Evidence.probe("it says s3cr3t-cookie, " + JWT)))
            .toList(),
        bare.decision(),
        List.of(hop()),
        bare.checklist(),
        List.of("dialled with Proxy-Authorization: Bearer s3cr3t-proxy"));
  }

  /// Its fix brings along a header with a secret.
  public static Report copied() {
    SourceFile file =
        SourceFile.ofText(
            "/etc/nginx/nginx.conf",
            """
            proxy_set_header X-Api-Key s3cr3t-config;
            location /ws {
                proxy_pass http://127.0.0.1:9000;
            }
            """);
    int at = file.text().indexOf("    proxy_pass");
    Edit edit = Edit.insert(file, at, "    proxy_set_header X-Api-Key s3cr3t-config;\n");
    Report bare = report();
    return new Report(
        bare.target(),
        bare.configFile(),
        bare.nginxVersion(),
        bare.nginxVersionSource(),
        bare.verdict(),
        bare.headline(),
        List.of(bare.causes().getFirst().mendedBy(Fix.safe("bring it along", List.of(edit)))),
        bare.decision(),
        List.of(),
        List.of(),
        List.of());
  }

  public static Explanation explanation() {
    return given(new Doctor().explain(question()));
  }

  public static Survey survey() {
    return given(new Doctor().survey(question().setting()));
  }

  private static CheckRequest question() {
    return new CheckRequest(
        new Target(true, false, "127.0.0.1", 8080, "/ws?room=1&token=s3cr3t-query"),
        new ConfigurationSource.Dump(CONFIGURATION),
        Optional.empty(),
        fields(),
        Optional.empty(),
        Optional.of(new NginxVersion(1, 22, 1)),
        true,
        false);
  }

  private static Fields fields() {
    return Fields.of(
        "Cookie", "session=s3cr3t-cookie; theme=s3cr3t-theme",
        "X-Auth-Token", "s3cr3t-field",
        "Sec-WebSocket-Protocol", "chat, bearer, " + JWT);
  }

  private static Observation hop() {
    Fields answered =
        Fields.of("Set-Cookie", "id=s3cr3t-set-cookie; Path=/", "Location", "/?sid=s3cr3t-sid");
    return new Observation(
        "through nginx",
        "127.0.0.1:8080",
        false,
        new Request("GET", "/ws?room=1&token=s3cr3t-query", "HTTP/1.1", fields()),
        new Observation.Result.Refused(302),
        List.of(new Observation.Timing("answer", Duration.ofMillis(3))),
        """
        HTTP/1.1 302 Found\r
        Set-Cookie: id=s3cr3t-set-cookie; Path=/\r
        Location: /?sid=s3cr3t-sid\r
        \r
        """,
        Optional.of(new Response("HTTP/1.1", 302, "Found", answered)),
        List.of("Set-Cookie is s3cr3t-set-cookie"),
        List.of(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        "{\"password\": \"s3cr3t-json\", \"echo\": \"s3cr3t-field\"}",
        List.of("Authorization: Basic " + BASIC),
        List.of(),
        Optional.empty());
  }

  private static <T> T given(Answer<T> answer) {
    return switch (answer) {
      case Answer.Given<T>(T value) -> value;
      case Answer.Unusable<T>(String message) -> throw new AssertionError(message);
    };
  }
}
