package dev.wsdoctor.conformance.sandbox;

import static dev.wsdoctor.conformance.sandbox.SandboxRun.check;
import static dev.wsdoctor.conformance.sandbox.SandboxRun.confirm;
import static org.assertj.core.api.Assertions.assertThat;

import dev.wsdoctor.conformance.RealParts;
import dev.wsdoctor.sandbox.Confirmation;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Foreign hosts and variables in the private copy: who gets what.
class SandboxUpstreamsTest {
  @BeforeEach
  void nginxIsThere() {
    RealParts.needNginx();
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
}
