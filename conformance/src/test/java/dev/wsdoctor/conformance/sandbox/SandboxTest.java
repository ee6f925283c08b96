package dev.wsdoctor.conformance.sandbox;

import static dev.wsdoctor.conformance.sandbox.SandboxRun.check;
import static dev.wsdoctor.conformance.sandbox.SandboxRun.confirm;
import static dev.wsdoctor.conformance.sandbox.SandboxRun.shown;
import static org.assertj.core.api.Assertions.assertThat;

import dev.wsdoctor.conf.Configuration;
import dev.wsdoctor.conformance.RealParts;
import dev.wsdoctor.conformance.TemporaryFolder;
import dev.wsdoctor.disk.DiskFiles;
import dev.wsdoctor.http.Fields;
import dev.wsdoctor.http.Target;
import dev.wsdoctor.sandbox.Confirmation;
import dev.wsdoctor.sandbox.Limits;
import dev.wsdoctor.sandbox.NginxBinary;
import dev.wsdoctor.sandbox.Sandbox;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What the private copy does with files: those that are missing, those that nginx would write, and
/// configurations that cannot be tried.
class SandboxTest {
  @BeforeEach
  void nginxIsThere() {
    RealParts.needNginx();
  }

  @Test
  void missingCertificatesAreReplacedAndSaid() {
    String http =
        """
        server {
          listen 443 ssl http2;
          server_name example.com;
          ssl_certificate /etc/letsencrypt/live/nowhere/fullchain.pem;
          ssl_certificate_key /etc/letsencrypt/live/nowhere/privkey.pem;
          ssl_dhparam /nowhere/dhparam.pem;
          ssl_ciphers ECDHE-RSA-AES128-GCM-SHA256;
          location / { proxy_pass http://127.0.0.1:3000; @UPGRADE@ proxy_set_header X-Forwarded-Proto $scheme; }
        }
        """;
    check(
        http,
        "wss://example.com/ws",
        "101 -> 127.0.0.1:3000 GET /ws HTTP/1.1 X-Forwarded-Proto=https",
        "X-Forwarded-Proto");
    Confirmation confirmation =
        confirm(
            Map.of("nginx.conf", "events {}\nhttp {" + http.replace("@UPGRADE@", "") + "}"),
            "wss://example.com/ws");
    assertThat(confirmation)
        .isInstanceOfSatisfying(
            Confirmation.Ran.class,
            ran ->
                assertThat(ran.substitutions())
                    .anyMatch(s -> s.contains("privkey.pem\" cannot be read here")));
  }

  @Test
  void includesOfEveryKindAreCopied() {
    Confirmation confirmation =
        confirm(
            Map.of(
                "nginx.conf",
                "user nobody;\nworker_processes auto;\npid /run/real.pid;\nevents { worker_connections 100000; }\n"
                    + "http {\n include maps.conf;\n include sites/*.conf; include none/*.conf;\n include @FOLDER@/last.conf; }",
                "maps.conf",
                "map $http_upgrade $connection_upgrade {\n include entries.conf;\n}",
                "entries.conf",
                "default upgrade;\n'' close;\n",
                "sites/b.conf",
                "server { listen 80; server_name b; return 403; }",
                "sites/a.conf",
                "server { listen 80; server_name a; include snippets/proxy.conf; }",
                "snippets/proxy.conf",
                "location / { proxy_pass http://127.0.0.1:1; proxy_set_header Connection $connection_upgrade; }",
                "last.conf",
                "server { listen 80; server_name c; include snippets/proxy.conf; }"),
            "ws://c/");
    assertThat(shown(confirmation, List.of("Connection")))
        .isEqualTo("400 -> 127.0.0.1:1 GET / HTTP/1.0 Connection=upgrade");
  }

  @Test
  void whatNginxWouldWriteIsMovedAway() {
    check(
        """
        access_log logs/access.log; error_log /root-only/error.log crit;
        client_body_temp_path /root-only/body; proxy_temp_path /root-only/proxy 1 2;
        proxy_cache_path /root-only/cache levels=1:2 keys_zone=one:1m;
        server { listen 80; access_log syslog:server=192.0.2.1:514; location /kept { proxy_store /root-only/store; proxy_pass http://127.0.0.1:3000; } location / { proxy_cache one; proxy_bind 192.0.2.9; proxy_pass http://127.0.0.1:3000; @UPGRADE@ } }
        """,
        "ws://example.com/",
        "101 -> 127.0.0.1:3000 GET / HTTP/1.1");
  }

  @Test
  void nothingIsLeftBehind() {
    Set<Path> before = sandboxFolders();
    String http =
        "access_log @FOLDER@/a.log; server { listen 80; error_log @FOLDER@/e.log debug; return 200; }";
    String conf = "pid @FOLDER@/pid; error_log @FOLDER@/error.log; events {} http {" + http + "}";
    assertThat(shown(confirm(Map.of("nginx.conf", conf), "ws://example.com/"), List.of()))
        .isEqualTo("200");
    assertThat(sandboxFolders()).isEqualTo(before);
    assertThat(ProcessHandle.current().children().filter(ProcessHandle::isAlive)).isEmpty();
  }

  /// Those of this process; others may run beside it.
  private static Set<Path> sandboxFolders() {
    String own = "wsdoctor-%d-".formatted(ProcessHandle.current().pid());
    try (Stream<Path> paths = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
      return paths
          .filter(p -> p.getFileName().toString().startsWith(own))
          .collect(Collectors.toSet());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void aRefusedConfigurationIsReportedAtTheUsersOwnLine() {
    try (TemporaryFolder folder = TemporaryFolder.create("sandbox-test")) {
      folder.write("nginx.conf", "events {}\nhttp {\n  include a.conf;\n}\n");
      String file = folder.write("a.conf", "server {\n  listen 80;\n  bogus on;\n}\n").toString();
      NginxBinary nginx = NginxBinary.at(RealParts.NGINX.toString()).orElseThrow();
      Confirmation confirmation =
          Sandbox.confirm(
              Configuration.load(new DiskFiles(), folder.path() + "/nginx.conf"),
              new Target(true, false, "example.com", 80, "/"),
              Fields.NONE,
              nginx,
              Limits.DEFAULT);
      assertThat(shown(confirmation, List.of()))
          .isEqualTo("does not load: unknown directive \"bogus\" in " + file + ":3");
    }
    check(
        "server { listen 80; location / { proxy_pass http://u; proxy_set_header A $nope; } }",
        "ws://example.com/",
        "does not load: unknown \"nope\" variable");
  }

  @Test
  void whatCannotBeTriedHereIsSaid() {
    check(
        "server { listen 80; location / { redis_pass 10.0.0.1:6379; } }",
        "ws://example.com/",
        "not confirmable: @CONF@:3: what redis_pass would call is not known");
    check(
        "server { listen 80; location / { content_by_lua_block { ngx.say('x') } } }",
        "ws://example.com/",
        "not confirmable: @CONF@:3: content_by_lua_block runs a program that could act on live systems");
    check(
        "server { listen 80; more_set_headers 'A: b'; return 200; }",
        "ws://example.com/",
        "not confirmable: this nginx lacks a third-party module: unknown directive \"more_set_headers\" in @CONF@:3");
    assertThat(
            shown(
                confirm(
                    Map.of("nginx.conf", "load_module modules/absent.so;\nevents {}\nhttp {}"),
                    "ws://example.com/"),
                List.of()))
        .endsWith(
            "the module modules/absent.so is not installed here (/usr/share/nginx/modules/absent.so)");
  }
}
