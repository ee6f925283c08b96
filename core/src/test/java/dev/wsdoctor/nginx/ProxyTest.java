package dev.wsdoctor.nginx;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wsdoctor.directive.NginxVersion;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ProxyTest {
  private static final String UPGRADE =
      "GET /\nUpgrade: websocket\nConnection: Upgrade\nTE: x\nX: 1\nX: 2";

  @Test
  void theTargetFollowsTheFormOfProxyPass() {
    Scene.server(
            """
            location /raw/ { proxy_pass http://u:1; }
            location /b/ { proxy_pass http://u:1/; }
            location /c/ { proxy_pass http://u:1/x; }
            location /d { proxy_pass http://u:1/x/; }
            location ~ ^/i/(.*)$ { proxy_pass http://127.0.0.1:1/p/$1; }
            location /v/ { set $up 127.0.0.1:2; proxy_pass http://$up; }
            location /vu/ { set $up 127.0.0.1:2; proxy_pass http://$up$request_uri; }
            location /q/ { proxy_pass http://u:1?x=1; }
            location /ws/ { proxy_pass $http_to; }
            location /unix/ { proxy_pass http://unix:/run/s.sock:/x/; }
            location /tls/ { proxy_pass https://u; }
            """)
        .check(
            """
            GET /raw//a%20b/%2Fc?d => u:1 GET /raw//a%20b/%2Fc?d HTTP/1.0
            GET /b/%2Fx => u:1 GET /x HTTP/1.0
            GET /b/a%20b?c=d => u:1 GET /a%20b?c=d HTTP/1.0
            GET /c/y => u:1 GET /xy HTTP/1.0
            GET /d/y => u:1 GET /x//y HTTP/1.0
            GET /i/x%20y?lost => 127.0.0.1:1 GET /p/x y HTTP/1.0
            GET /v/a?b => 127.0.0.1:2 GET /v/a?b HTTP/1.0
            GET /vu/a%2F?b => 127.0.0.1:2 GET /vu/a%2F?b HTTP/1.0
            GET /q/a => u:1 GET ?x=1a HTTP/1.0
            GET /ws/ | To: ws://x => 500
            GET /ws/ | To: http://nowhere.test => 502
            GET /ws/ | To: http://u:1 => u:1 GET /ws/ HTTP/1.0
            GET /unix/a => unix:/run/s.sock GET /x/a HTTP/1.0
            GET /tls/a => https://u:443 GET /tls/a HTTP/1.0""");
  }

  @Test
  void namesInVariablesNeedAResolverOrAnUpstream() {
    Scene.http(
            """
            upstream app { server 10.0.0.1:80; server 10.0.0.2 down; }
            upstream dead { server 10.0.0.1 down; }
            server {
              location /app { set $n APP; proxy_pass http://$n; }
              location /dead { proxy_pass http://dead; }
              location /name { set $n host.test; proxy_pass http://$n:3000; }
              location /resolved { resolver 127.0.0.1; set $n host.test; proxy_pass http://$n:3000; }
            }
            """)
        .check(
            """
            GET /app => APP:80 GET /app HTTP/1.0
            GET /dead => 502
            GET /name => 502
            GET /resolved => host.test:3000 GET /resolved HTTP/1.0""");
  }

  @Test
  void theDefaultsOfOldVersionsEndTheUpgrade() {
    Scene scene = Scene.server("location / { proxy_pass http://app:80; }");
    assertThat(scene.fields(UPGRADE)).isEqualTo("Host: app\nConnection: close\nX: 1\nX: 2");
  }

  @Test
  void newVersionsSendNoConnectionAndSpeakHttp11() {
    String text = "server { location / { proxy_pass http://app:8080; } }";
    Scene scene = Scene.http(text, new NginxVersion(1, 29, 7));
    scene.check("GET / => app:8080 GET / HTTP/1.1");
    assertThat(scene.fields(UPGRADE)).isEqualTo("Host: app:8080\nX: 1\nX: 2");
    scene.check("GET /\t| A: b => app:8080 GET / HTTP/1.1".replace("\t", " "));
  }

  @Test
  void configuredFieldsReplaceAllInheritedOnes() {
    Scene scene =
        Scene.http(
            """
            map $http_upgrade $connection_upgrade { default upgrade; '' close; }
            proxy_set_header Host $host;
            server {
              proxy_set_header Upgrade $http_upgrade;
              proxy_set_header Connection $connection_upgrade;
              location / { proxy_pass http://app; }
              location /own { proxy_pass http://app; proxy_set_header X-Real-IP $remote_addr;
                proxy_set_header Accept ""; }
            }
            """);
    assertThat(scene.fields(UPGRADE))
        .isEqualTo("Upgrade: websocket\nConnection: upgrade\nHost: app\nX: 1\nX: 2");
    assertThat(scene.fields("GET /")).isEqualTo("Connection: close\nHost: app");
    assertThat(scene.fields("GET /own\nAccept: a\nB: c"))
        .isEqualTo("X-Real-IP: 127.0.0.1\nHost: app\nConnection: close\nB: c");
    assertThat(scene.decide("GET /own").steps().stream().map(Step::what))
        .contains("not set here: upgrade, connection");
  }

  @Test
  void hostComesFirstAndAloneSince1314() {
    String text =
        """
        server { location / { proxy_pass http://app; proxy_http_version 1.1;
          proxy_set_header A b; proxy_set_header Host one; proxy_set_header Host two; }
          location /empty { proxy_pass http://app; proxy_set_header Host ""; } }
        """;
    Scene old = Scene.http(text, new NginxVersion(1, 31, 3));
    assertThat(old.fields("GET /")).isEqualTo("A: b\nHost: one\nHost: two");
    assertThat(old.fields("GET /empty")).isEmpty();
    Scene current = Scene.http(text, new NginxVersion(1, 31, 4));
    assertThat(current.fields("GET /")).isEqualTo("Host: two\nA: b");
    assertThat(current.fields("GET /empty")).isEqualTo("Host: app");
  }

  @Test
  void bodiesAreAnnounced() {
    Scene scene =
        Scene.server(
            """
            location / { proxy_pass http://a; }
            location /set { proxy_pass http://a; proxy_method PUT; proxy_set_body "$uri"; }
            location /bare { proxy_pass http://a; proxy_pass_request_headers off; }
            client_max_body_size 10;
            """);
    String post = "POST %s\nContent-Length: 5\nA: b";
    assertThat(scene.fields(post.formatted("/")))
        .isEqualTo("Host: a\nConnection: close\nContent-Length: 5\nA: b");
    assertThat(scene.fields(post.formatted("/set"))).contains("Content-Length: 4");
    assertThat(scene.fields(post.formatted("/bare")))
        .isEqualTo("Host: a\nConnection: close\nContent-Length: 5");
    scene.check(
        """
        POST /set => a:80 PUT /set HTTP/1.0
        POST / | Content-Length: 11 => 413""");
  }

  @Test
  void theTunnelTakesItsLimitsFromTheScope() {
    Scene scene =
        Scene.http(
            """
            proxy_read_timeout 1h30m;
            server { location / { proxy_pass http://a; proxy_buffer_size 16k; send_timeout 500ms; } }
            """);
    Outcome.Proxied proxied = scene.decide(UPGRADE).proxied().orElseThrow();
    Tunnel tunnel = proxied.tunnel();
    assertThat(tunnel.readTimeout().value()).isEqualTo(Duration.ofMinutes(90));
    assertThat(tunnel.readTimeout().directive().orElseThrow().where())
        .isEqualTo("/etc/nginx/nginx.conf:3");
    assertThat(tunnel.sendTimeout().value()).isEqualTo(Duration.ofSeconds(60));
    assertThat(tunnel.sendTimeout().directive()).isEmpty();
    assertThat(tunnel.clientSendTimeout().value()).isEqualTo(Duration.ofMillis(500));
    assertThat(tunnel.bufferSize().value()).isEqualTo(16_384);
    assertThat(proxied.upgradable()).isTrue();
    assertThat(scene.decide("GET /").proxied().orElseThrow().upgradable()).isFalse();
  }

  @Test
  void otherHandlersTakeTheRequest() {
    Scene.server(
            """
            location /f { fastcgi_pass 127.0.0.1:9000; }
            location /g { grpc_pass grpc://a; }
            location /s { stub_status; }
            location /l { content_by_lua_block { ngx.say("x") } }
            """)
        .check(
            """
            GET /f => handled by fastcgi
            GET /g => handled by grpc
            GET /s => handled by stub_status
            GET /l => handled by content_by_lua_block""");
  }
}
