package dev.wsdoctor.conformance.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wsdoctor.conf.Configuration;
import dev.wsdoctor.conformance.RealParts;
import dev.wsdoctor.conformance.TemporaryFolder;
import dev.wsdoctor.disk.DiskFiles;
import dev.wsdoctor.http.Fields;
import dev.wsdoctor.http.Target;
import dev.wsdoctor.sandbox.Agreement;
import dev.wsdoctor.sandbox.Confirmation;
import dev.wsdoctor.sandbox.Limits;
import dev.wsdoctor.sandbox.NginxBinary;
import dev.wsdoctor.sandbox.RecordedRequest;
import dev.wsdoctor.sandbox.Sandbox;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Configurations that could not run here as they are: privileged ports, root-only paths, foreign
/// hosts, missing certificates.
class SandboxTest {
  private static final String UPGRADE =
      """
      proxy_http_version 1.1;
      proxy_set_header Upgrade $http_upgrade;
      proxy_set_header Connection "upgrade";
      """;

  @BeforeEach
  void nginxIsThere() {
    RealParts.needNginx();
  }

  /// What nginx does in the sandbox, and whether the evaluator knew it before.
  private record Outcome(Confirmation confirmation, Agreement prediction) {}

  private static Outcome run(Map<String, String> files, String url) {
    try (TemporaryFolder folder = TemporaryFolder.create("sandbox-test")) {
      files.forEach(
          (name, text) -> folder.write(name, text.replace("@FOLDER@", folder.path().toString())));
      Configuration configuration =
          Configuration.load(new DiskFiles(), folder.path() + "/nginx.conf");
      Target target =
          switch (Target.parse(url)) {
            case Target.Parsed.Valid(Target valid) -> valid;
            case Target.Parsed.Invalid(String message) -> throw new AssertionError(message);
          };
      Set<Path> before = everything(folder.path());
      Confirmation confirmation =
          Sandbox.confirm(
              configuration,
              target,
              Fields.NONE,
              NginxBinary.at("/usr/sbin/nginx").orElseThrow(),
              Limits.DEFAULT);
      assertThat(everything(folder.path())).as("the user's folder").isEqualTo(before);
      return new Outcome(
          confirmation, Prediction.compare(configuration, target, Fields.NONE, confirmation));
    }
  }

  private static Set<Path> everything(Path folder) {
    try (Stream<Path> paths = Files.walk(folder)) {
      return paths.collect(Collectors.toSet());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Confirmation confirm(Map<String, String> files, String url) {
    return run(files, url).confirmation();
  }

  /// `status -> peer request-line [field: value ...]`, one line per request; fields are those named
  /// in `fields`.
  static String shown(Confirmation confirmation, List<String> fields) {
    return switch (confirmation) {
      case Confirmation.Ran ran ->
          ran.status()
              + ran.answer()
                  .flatMap(a -> a.fields().first("Location"))
                  .map(l -> " to " + l)
                  .orElse("")
              + ran.received().stream()
                  .map(request -> " -> " + shown(request, fields))
                  .collect(Collectors.joining())
              + ran.otherPeers().stream().map(p -> " -> other " + p).collect(Collectors.joining())
              + (ran.answer().isPresent() ? "" : " " + ran.trouble());
      case Confirmation.NotConfirmable(String why) -> "not confirmable: " + why;
      case Confirmation.DoesNotLoad(var error) -> "does not load: " + error;
    };
  }

  private static String shown(RecordedRequest recorded, List<String> fields) {
    return (recorded.tls() ? "tls " : "")
        + recorded.peer()
        + " "
        + recorded.request().line()
        + fields.stream()
            .flatMap(
                name ->
                    recorded.request().fields().all(name).stream().map(v -> " " + name + "=" + v))
            .collect(Collectors.joining());
  }

  private static void check(String http, String url, String expected, String... fields) {
    String conf = "events {}\nhttp {\n" + http.replace("@UPGRADE@", UPGRADE) + "\n}\n";
    Outcome outcome = run(Map.of("nginx.conf", conf), url);
    assertThat(
            shown(outcome.confirmation(), List.of(fields))
                .replaceAll("/tmp/sandbox-test[0-9]+/nginx.conf", "@CONF@"))
        .as(conf)
        .isEqualTo(expected);
    if (outcome.confirmation() instanceof Confirmation.Ran) {
      assertThat(outcome.prediction().differences()).as("prediction for " + conf).isEmpty();
    }
  }

  @Test
  void aHandshakeReachesALiteralBackendOnAPrivilegedPort() {
    check(
        "server { listen 80; location / { proxy_pass http://127.0.0.1:3000; @UPGRADE@ } }",
        "ws://example.com/ws?x=1",
        "101 -> 127.0.0.1:3000 GET /ws?x=1 HTTP/1.1 Host=127.0.0.1:3000 Connection=upgrade",
        "Host",
        "Connection");
  }

  @Test
  void aMissingUpgradeIsRefusedByTheStandIn() {
    check(
        "server { listen 80; location / { proxy_pass http://app:8080/base/; } }",
        "ws://example.com/ws",
        "400 -> app:8080 GET /base/ws HTTP/1.0 Host=app:8080 Connection=close",
        "Host",
        "Connection");
  }

  @Test
  void aHostWithoutAPortKeepsItsName() {
    check(
        "server { listen 80; location / { proxy_pass http://app; @UPGRADE@ proxy_set_header X-To $proxy_host:$proxy_port; } }",
        "ws://example.com/",
        "101 -> app:80 GET / HTTP/1.1 Host=app X-To=app:80",
        "Host",
        "X-To");
  }

  @Test
  void aHostWithTheDefaultPortLosesIt() {
    check(
        "server { listen 80; location / { proxy_pass http://app:80; @UPGRADE@ } }",
        "ws://example.com/",
        "101 -> app:80 GET / HTTP/1.1 Host=app",
        "Host");
  }

  @Test
  void upstreamGroupsKeepTheirName() {
    check(
        """
        upstream back { server 10.0.0.9:8080 weight=2; server unix:/run/app.sock backup; }
        server { listen 80; location / { proxy_pass http://back; @UPGRADE@ } }
        """,
        "ws://example.com/",
        "101 -> 10.0.0.9:8080 GET / HTTP/1.1 Host=back",
        "Host");
  }

  @Test
  void unixSocketsAreReplaced() {
    check(
        "server { listen 80; location /a/ { proxy_pass http://unix:/run/app.sock:/b/; @UPGRADE@ } }",
        "ws://example.com/a/x",
        "101 -> unix:/run/app.sock GET /b/x HTTP/1.1 Host=localhost",
        "Host");
  }

  @Test
  void aTlsUpstreamIsSpokenToWithTls() {
    check(
        "server { listen 80; location / { proxy_pass https://api.example.com; @UPGRADE@ proxy_ssl_verify on; proxy_ssl_trusted_certificate /nowhere/ca.pem; } }",
        "ws://example.com/",
        "101 -> tls api.example.com:443 GET / HTTP/1.1 Host=api.example.com",
        "Host");
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
  void theServerIsChosenByNameAndAddressAsBefore() {
    String http =
        """
        server { listen 80 default_server; return 403; }
        server { listen 80; server_name a.example.com; return 402; }
        server { listen 192.0.2.7:80; server_name a.example.com; return 406; }
        server { listen [::]:80; server_name a.example.com; return 407; }
        server { listen 8080; server_name a.example.com; return 409; }
        """;
    check(http, "ws://a.example.com/", "402");
    check(http, "ws://b.example.com/", "403");
    check(http, "ws://192.0.2.7/", "406");
    check(http, "ws://[::1]/", "407");
    check(http, "ws://a.example.com:8080/", "409");
    check(
        http,
        "ws://a.example.com:81/",
        "not confirmable: no server of http listens on port 81; they listen on *:80, 192.0.2.7:80, [::]:80, *:8080");
  }

  @Test
  void theServerIsChosenBySniAndHost() {
    check(
        """
        ssl_certificate /nowhere/c.pem; ssl_certificate_key /nowhere/k.pem;
        server { listen 443 ssl; server_name a.example.com; return 402; }
        server { listen 443 ssl default_server; return 403 $ssl_server_name; }
        """,
        "wss://a.example.com/",
        "402");
  }

  @Test
  void aServerWithoutListenIsOnPort80() {
    check("server { return 403; }", "ws://example.com/", "403");
  }

  @Test
  void theSlashRedirectNamesTheOriginalPort() {
    String http = "server { listen %d; location /ws/ { proxy_pass http://127.0.0.1:3000; } }";
    check(http.formatted(80), "ws://example.com/ws", "301 to http://example.com/ws/");
    check(http.formatted(8081), "ws://example.com:8081/ws", "301 to http://example.com:8081/ws/");
  }

  @Test
  void serverPortAndAddressAreThoseOfTheOriginal() {
    check(
        """
        server {
          listen 80;
          if ($server_port !~ 443) { set $plain yes; }
          location / { proxy_pass http://127.0.0.1:3000; @UPGRADE@ proxy_set_header Host $host:$server_port; proxy_set_header X-Plain $plain; proxy_set_header X-Address "${server_addr}"; }
        }
        """,
        "ws://example.com/",
        "101 -> 127.0.0.1:3000 GET / HTTP/1.1 Host=example.com:80 X-Plain=yes X-Address=127.0.0.1",
        "Host",
        "X-Plain",
        "X-Address");
  }

  @Test
  void aProxyPassWithVariablesGoesWhereItsValueSays() {
    String http =
        """
        resolver 127.0.0.11 valid=30s;
        map $host $backend { default http://10.1.2.3:9000; b.example.com "http://app:8096"; c.example.com http://grp; d.example.com ws://x; }
        upstream grp { server 10.9.9.9:1; }
        server { listen 80; location / { proxy_pass $backend; @UPGRADE@ } location /up/ { set $app jellyfin; proxy_pass http://$app:8096$request_uri; } }
        """;
    check(
        http,
        "ws://a.example.com/x",
        "101 -> 10.1.2.3:9000 GET /x HTTP/1.1 Host=10.1.2.3:9000",
        "Host");
    check(http, "ws://b.example.com/x", "101 -> app:8096 GET /x HTTP/1.1 Host=app:8096", "Host");
    check(http, "ws://c.example.com/x", "101 -> 10.9.9.9:1 GET /x HTTP/1.1 Host=grp", "Host");
    check(http, "ws://d.example.com/x", "500");
    check(
        http,
        "ws://b.example.com/up/%7e",
        "400 -> jellyfin:8096 GET /up/%7e HTTP/1.0 Host=jellyfin:8096",
        "Host");
  }

  @Test
  void aVariableHostWithoutAResolverFailsAsBefore() {
    String http =
        "server { listen 80; location / { set $app app; proxy_pass http://$app:3000; } location /l/ { proxy_pass http://app:3001; } }";
    check(http, "ws://example.com/", "502");
    assertThat(confirm(Map.of("nginx.conf", "events {}\nhttp {" + http + "}"), "ws://example.com/"))
        .isInstanceOfSatisfying(
            Confirmation.Ran.class,
            ran ->
                assertThat(String.join("\n", ran.errorLog()))
                    .contains("no resolver defined to resolve app"));
    check(
        http.replace("3001", "3000"),
        "ws://example.com/",
        "400 -> app:3000 GET / HTTP/1.0 Host=app:3000",
        "Host");
  }

  @Test
  void capturesInAVariableProxyPassStayAsTheyAre() {
    check(
        "server { listen 80; location ~ ^/p/([0-9]+)/(.*)$ { proxy_pass http://127.0.0.1:$1/$2$is_args$args; @UPGRADE@ proxy_set_header X-One $1; } }",
        "ws://example.com/p/9001/a%20b?c=$d",
        "400 -> 127.0.0.1:9001 GET /a b?c=$d HTTP/1.1 X-One=9001",
        "X-One");
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
        server { listen 80; access_log syslog:server=192.0.2.1:514; location / { proxy_cache one; proxy_store /root-only/store; proxy_bind 192.0.2.9; proxy_pass http://127.0.0.1:3000; @UPGRADE@ } }
        """,
        "ws://example.com/",
        "101 -> 127.0.0.1:3000 GET / HTTP/1.1");
  }

  @Test
  void permissionOfAnAuthRequestIsGranted() {
    check(
        """
        server {
          listen 80;
          location / { auth_request /auth; proxy_pass http://127.0.0.1:3000; @UPGRADE@ }
          location = /auth { internal; proxy_pass http://auth:9091/api/verify; proxy_pass_request_body off; }
        }
        """,
        "ws://example.com/ws",
        "101 -> auth:9091 GET /api/verify HTTP/1.0 -> 127.0.0.1:3000 GET /ws HTTP/1.1");
  }

  @Test
  void basicAuthenticationRefuses() {
    check(
        "server { listen 80; auth_basic x; auth_basic_user_file htpasswd; location / { proxy_pass http://127.0.0.1:3000; } }",
        "ws://example.com/",
        "401");
  }

  @Test
  void rewritesAndNamedLocationsWork() {
    check(
        """
        server {
          listen 80;
          rewrite ^/old/(.*)$ /new/$1 last;
          location /new/ { try_files $uri @app; }
          location @app { proxy_pass http://app:3000; @UPGRADE@ }
        }
        """,
        "ws://example.com/old/x?y",
        "101 -> app:3000 GET /new/x?y HTTP/1.1");
  }

  @Test
  void anotherProtocolIsNamedAndNotSpoken() {
    check(
        "server { listen 80; location / { fastcgi_pass unix:/run/php.sock; fastcgi_param A b; } }",
        "ws://example.com/",
        "502 -> other unix:/run/php.sock");
  }

  @Test
  void anOrdinaryRequestIsAnOrdinaryRequest() {
    check(
        "server { listen 80; location / { proxy_pass http://app:3000; } }",
        "http://example.com/x",
        "200 -> app:3000 GET /x HTTP/1.0");
  }

  @Test
  void proxyProtocolIsSpokenWhereItIsExpected() {
    check(
        "server { listen 80 proxy_protocol; location / { proxy_pass http://app:3000; proxy_set_header X-Client $proxy_protocol_addr; } }",
        "http://example.com/x",
        "200 -> app:3000 GET /x HTTP/1.0 X-Client=127.0.0.1",
        "X-Client");
  }

  @Test
  void closingWithoutAnAnswerIsSeen() {
    check(
        "server { listen 80; return 444; }",
        "ws://example.com/",
        "0 nginx closed the connection without an answer");
  }

  @Test
  void listenersKeepTheirFlags() {
    check(
        """
        server { listen 80 default_server reuseport backlog=64 so_keepalive=on fastopen=3; listen [::]:80 ipv6only=on; listen unix:/run/x.sock; return 403; }
        server { listen localhost:80; listen 8443 ssl http2; ssl_certificate c.pem; ssl_certificate_key k.pem; return 402; }
        """,
        "wss://example.com:8443/",
        "402");
  }

  @Test
  void aLocalListenerIsTheOneOfLocalhost() {
    String http = "server { listen 80; return 403; } server { listen localhost:80; return 402; }";
    check(http, "ws://localhost/", "402");
    check(http, "ws://127.0.0.1/", "402");
    check(http, "ws://example.com/", "403");
  }

  @Test
  void tooManyPeersAreRefusedBeforeAnySocketIsOpened() {
    StringBuilder http = new StringBuilder("upstream many {");
    for (int i = 1; i <= 600; i++) {
      http.append(" server 10.0.0.1:").append(i).append(";");
    }
    check(
        http.append("} server { listen 80; return 403; }").toString(),
        "ws://example.com/",
        "not confirmable: it has 600 upstream peers, more than the 500 that are replaced at a time");
  }

  @Test
  void aConfirmationTakesLessThanAThirdOfASecond() {
    String http = "server { listen 80; location / { proxy_pass http://a; } }";
    long best = Long.MAX_VALUE;
    for (int i = 0; i < 5; i++) {
      long start = System.nanoTime();
      check(http, "http://example.com/", "200 -> a:80 GET / HTTP/1.0");
      best = Math.min(best, System.nanoTime() - start);
    }
    assertThat(Duration.ofNanos(best)).isLessThan(Duration.ofMillis(333));
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

  private static Set<Path> sandboxFolders() {
    try (Stream<Path> paths = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
      return paths
          .filter(p -> p.getFileName().toString().startsWith("wsdoctor-"))
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
      NginxBinary nginx = NginxBinary.at("/usr/sbin/nginx").orElseThrow();
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
