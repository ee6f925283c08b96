package dev.wsdoctor.nginx;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wsdoctor.conf.Configuration;
import dev.wsdoctor.conf.Directive;
import dev.wsdoctor.directive.NginxVersion;
import dev.wsdoctor.http.Fields;
import dev.wsdoctor.http.Request;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// Decisions that go the one way that the truth shows.
class ExecutionTest {
  private final Map<String, String> variables = new HashMap<>();
  private final Map<String, Integer> verdicts = new HashMap<>();
  private List<UpstreamEnding> endings = List.of();
  private Optional<Truth.Refusal> refusal = Optional.empty();

  private final Truth truth =
      new Truth() {
        @Override
        public boolean isRunning() {
          return true;
        }

        @Override
        public Optional<String> variable(String name) {
          return Optional.ofNullable(variables.get(name));
        }

        @Override
        public Optional<Integer> verdict(Directive by) {
          return Optional.ofNullable(verdicts.get(by.name()));
        }

        @Override
        public List<UpstreamEnding> upstreamEndings() {
          return endings;
        }

        @Override
        public Optional<Truth.Refusal> refusal() {
          return refusal;
        }
      };

  private Execution execute(String server) {
    String text = "events {}\nhttp { server { listen 80; " + server + " } }\n";
    Configuration configuration =
        Configuration.ofDump("nginx.conf", text.getBytes(StandardCharsets.ISO_8859_1));
    Request request = new Request("GET", "/x", "HTTP/1.1", Fields.of("Host", "a"));
    return Nginx.of(configuration, NginxVersion.NEWEST_STABLE)
        .execute(Connection.plain("127.0.0.1", 80), request, FileView.EMPTY, truth);
  }

  private static int status(Execution execution) {
    return execution.decision().outcome() instanceof Outcome.Answered answered
        ? answered.status()
        : 0;
  }

  @Test
  void aVariableOfRunningHasItsValue() {
    variables.put("request_id", "abc");
    Execution execution = execute("location / { return 200 $request_id; }");
    assertThat(execution.text("<$request_id$msec>")).isEqualTo("<abc>");
  }

  @Test
  void aMissingVerdictStopsTheDecision() {
    assertThat(execute("auth_request /a; location / { return 204; } location /x { root /; }"))
        .extracting(e -> e.decision().outcome())
        .isInstanceOfSatisfying(
            Outcome.Handled.class, h -> assertThat(h.module()).isEqualTo("auth_request"));
  }

  @Test
  void aVerdictDecides() {
    verdicts.put("auth_basic", 401);
    Execution refused = execute("auth_basic r; auth_basic_user_file f; location /x { root /; }");
    assertThat(status(refused)).isEqualTo(401);
    assertThat(refused.challenge()).isPresent();
    verdicts.put("auth_basic", 0);
    Execution allowed =
        execute("auth_basic r; auth_basic_user_file f; location / { proxy_pass http://1.1.1.1; }");
    assertThat(allowed.decision().proxied()).isPresent();
  }

  @Test
  void anUpstreamThatFailedLeadsToItsErrorPage() {
    endings = List.of(new UpstreamEnding.Status(502));
    Execution execution =
        execute(
            "error_page 502 =503 @sorry; location / { proxy_pass http://1.1.1.1; }"
                + " location @sorry { return 200 sorry; }");
    assertThat(status(execution)).isEqualTo(503);
  }

  @Test
  void anUpstreamMayRedirectWithin() {
    endings = List.of(new UpstreamEnding.Redirect("/other?q"));
    Execution execution =
        execute(
            "location / { proxy_pass http://1.1.1.1; } location /other { internal; return 202; }");
    assertThat(status(execution)).isEqualTo(202);
    assertThat(execution.text("$args")).isEqualTo("q");
  }

  @Test
  void bytesThatCannotBeReadAreRefusedByTheServerTheyReached() {
    refusal = Optional.of(new Truth.Refusal(400, "client sent invalid method"));
    Execution execution = execute("error_page 400 =418 @bad; location @bad { return 200 bad; }");
    assertThat(status(execution)).isEqualTo(418);
  }

  @Test
  void aSubrequestIsAnInternalGet() {
    Execution execution =
        execute("location / { return 200; } location /in { internal; return 202; }");
    Execution sub = execution.subrequest("/in?a", FileView.EMPTY, truth);
    assertThat(status(sub)).isEqualTo(202);
    assertThat(sub.text("$args $request_uri")).isEqualTo("a /x");
  }
}
