package dev.wsdoctor.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wsdoctor.app.cli.Engine;
import dev.wsdoctor.app.cli.Environment;
import dev.wsdoctor.app.cli.Main;
import dev.wsdoctor.conformance.Product.Run;
import dev.wsdoctor.conformance.gateway.GatewayProgram;
import dev.wsdoctor.sandbox.ProgramSearch;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// `check` and `fix` on a machine that has no nginx program: wsdoctor's gateway confirms, and every
/// sentence says so.
class WithoutNginxTest {
  private static final String STAND_IN = "wsdoctor's gateway in the place of nginx 1.28.0";
  private static GatewayProgram gateway;

  @BeforeAll
  static void begin() {
    gateway = new GatewayProgram();
  }

  @AfterAll
  static void end() {
    gateway.close();
  }

  private static String site(String location, String more) {
    return """
        events {}
        http {
            server {
                listen 80;
                server_name app.example;
                location /ws {
                    proxy_pass http://app.internal:3000;
                    proxy_http_version 1.1;
                    proxy_read_timeout 3600s;
                    proxy_set_header Host $host;
                    %s
                }
                %s
            }
        }
        """
        .formatted(location, more);
  }

  private static final String UPGRADE =
      "proxy_set_header Upgrade $http_upgrade; proxy_set_header Connection upgrade;";

  @Test
  void whatWorksIsConfirmedByTheGateway() {
    Run run = check("text", site(UPGRADE, ""));
    assertThat(words(run)).contains("* confirmed in a sandbox by " + STAND_IN);
    assertThat(run.exitCode()).as(run.out()).isZero();
  }

  @Test
  void aCauseHasTheGatewaysWordAsEvidence() {
    Run run = check("json", site("", ""));
    assertThat(run.json().get("causes").get(0).get("id").asString())
        .isEqualTo("upgrade-headers-missing");
    assertThat(run.json().get("causes").get(0).get("evidence").toString())
        .contains("a private copy under " + STAND_IN + " answers 400, having sent GET /ws");
  }

  @Test
  void aFixIsProvedByTheGateway() {
    try (TemporaryFolder folder = TemporaryFolder.create("bare")) {
      Path file = folder.write("nginx.conf", site("", ""));
      Run run = run("fix", "ws://app.example/ws", "-c", file.toString(), "--offline");
      assertThat(run.out()).contains("+            proxy_set_header Upgrade $http_upgrade;");
      assertThat(run.err())
          .contains("a private copy of " + STAND_IN + " answers 101 to the handshake");
    }
  }

  @Test
  void whatTheRequestDoesNotMeetIsLeftOut() {
    String php =
        """
        include mime.types;
        location / { try_files $uri /index.php; }
        location ~ [.]php$ {
            include fastcgi_params;
            fastcgi_pass unix:/run/php.sock;
        }
        location /old { ssi on; location /old/deep { root /srv; } }
        """;
    Run healthy = check("text", site(UPGRADE, php));
    assertThat(words(healthy)).contains("* confirmed in a sandbox by " + STAND_IN);
    assertThat(healthy.exitCode()).as(healthy.out()).isZero();

    Run broken = check("json", site("", php));
    assertThat(broken.causes()).startsWith("upgrade-headers-missing");
    assertThat(broken.out())
        .contains("a private copy under " + STAND_IN + " answers 400, having sent GET /ws");
  }

  @Test
  void whatOnlyNginxExecutesIsNotConfirmableAndNoCause() {
    Run healthy = check("text", site(UPGRADE + " ssi on;", ""));
    assertThat(words(healthy))
        .contains("* not confirmed in a sandbox: there is no nginx program here, and \"ssi\"")
        .contains("is not supported by this gateway in ")
        .contains("nginx.conf:11")
        .doesNotContain("config-not-loaded");
    assertThat(healthy.exitCode()).as(healthy.out()).isZero();

    Run broken = check("json", site("ssi on;", ""));
    assertThat(broken.causes()).startsWith("upgrade-headers-missing");
    assertThat(broken.out()).doesNotContain("private copy under");

    Run asked =
        check(
            "text",
            site(
                UPGRADE + " auth_request /auth;",
                "location = /auth { internal; fastcgi_pass 127.0.0.1:9000; }"));
    assertThat(words(asked))
        .contains("there is no nginx program here, and \"fastcgi_pass\" is not supported");
  }

  @Test
  void whatNginxWouldRefuseIsRefused() {
    Run run = check("json", site(UPGRADE, "location / { proxy_passs http://a; }"));
    assertThat(run.causes()).startsWith("config-not-loaded");
    assertThat(run.exitCode()).isEqualTo(1);
  }

  /// As they stand in a paragraph.
  private static String words(Run run) {
    return run.out().replaceAll("\\s+", " ");
  }

  private static Run check(String format, String configuration) {
    try (TemporaryFolder folder = TemporaryFolder.create("bare")) {
      Path file = folder.write("nginx.conf", configuration);
      return run(
          "check",
          "ws://app.example/ws",
          "-c",
          file.toString(),
          "--offline",
          "--sandbox",
          "--format",
          format);
    }
  }

  private static Run run(String... words) {
    List<String> arguments = new ArrayList<>(List.of(words));
    arguments.addAll(List.of("--nginx-version", "1.28.0"));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    ProgramSearch noNginx = new ProgramSearch(false, List.of(), Optional.of(gateway.wrapped()));
    int exitCode =
        new Main(Engine.with(noNginx))
            .run(
                arguments,
                new Environment(new ByteArrayInputStream(new byte[0]), out, err, Map.of()));
    return new Run(
        exitCode, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }
}
