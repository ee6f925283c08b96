package dev.wsdoctor.nginx;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ErrorPageTest {
  @Test
  void namedLocationsKeepTheUriAndTheTarget() {
    Scene scene =
        Scene.server(
            """
            location /ws { error_page 418 = @ws; return 418; }
            location /kept { error_page 418 @ws; return 418; }
            location /gone { error_page 418 = @absent; return 418; }
            location /url { error_page 403 https://login/?u=$uri; return 403; }
            location /url301 { error_page 403 =301 /x; deny all; }
            location /x { return 302 http://x/$uri; }
            location @ws { proxy_pass http://ws:1; proxy_set_header Upgrade $http_upgrade; }
            """);
    scene.check(
        """
        GET /ws/a%2Fb?c => ws:1 GET /ws/a%2Fb?c HTTP/1.0
        GET /gone => 500
        GET /url => 302 https://login/?u=/url
        GET /url301 => 302 http://x//x""");
    String upgrade = "\nUpgrade: websocket";
    assertThat(scene.decide("GET /ws" + upgrade).proxied().orElseThrow().upgradable()).isTrue();
    // the status 418 is sent in place of the 101
    assertThat(scene.decide("GET /kept" + upgrade).proxied().orElseThrow().upgradable()).isFalse();
  }

  @Test
  void accessIsCheckedInNginxsOrder() {
    Scene.server(
            """
            location /deny { deny all; proxy_pass http://a:1; }
            location /allow { allow 127.0.0.0/8; deny all; proxy_pass http://a:1; }
            location /net { deny 10.0.0.0/8; proxy_pass http://a:1; }
            location /basic { auth_basic x; auth_basic_user_file f; proxy_pass http://a:1; }
            location /any { satisfy any; allow 127.0.0.1; deny all;
              auth_basic x; auth_basic_user_file f; proxy_pass http://a:1; }
            location /none { satisfy any; deny all;
              auth_basic x; auth_basic_user_file f; proxy_pass http://a:1; }
            location /before { deny all; return 204; }
            location /off { auth_basic off; auth_basic_user_file f; proxy_pass http://a:1; }
            location /except { limit_except GET { deny all; } proxy_pass http://a:1; }
            """)
        .check(
            """
            GET /deny => 403
            GET /allow => a:1 GET /allow HTTP/1.0
            GET /net => a:1 GET /net HTTP/1.0
            GET /basic => 401
            GET /basic | Authorization: Basic dXNlcjpzZWNyZXQ= => a:1 GET /basic HTTP/1.0
            GET /any => a:1 GET /any HTTP/1.0
            GET /none => 401
            GET /before => 204
            GET /off => a:1 GET /off HTTP/1.0
            HEAD /except => a:1 HEAD /except HTTP/1.0
            POST /except => 403""");
  }

  @Test
  void whatCannotBeKnownBranches() {
    Scene scene =
        Scene.server(
            """
            location /auth { auth_request /check; proxy_pass http://a:1; }
            location /limited { limit_req zone=z; limit_conn c 1; proxy_pass http://a:1; }
            location /time { if ($msec ~ 7$) { return 403; } proxy_pass http://a:1; }
            location /files { try_files $uri @app; }
            location @app { proxy_pass http://app:1; }
            """);
    assertThat(ways(scene, "/auth")).containsExactly("a:1", "401", "403");
    assertThat(ways(scene, "/limited")).containsExactly("a:1", "503", "503");
    assertThat(ways(scene, "/time")).containsExactly("a:1", "403");
    assertThat(ways(scene, "/files")).containsExactly("app:1", "file");
    assertThat(scene.decide("GET /auth").assumptions())
        .containsExactly(
            "auth_request /check (/etc/nginx/nginx.conf:5) is taken to allow the request");
  }

  private static List<String> ways(Scene scene, String target) {
    Decision decision = scene.decide("GET " + target);
    return java.util.stream.Stream.concat(
            java.util.stream.Stream.of(decision), decision.alternatives().stream())
        .map(d -> Scene.describe(d.outcome()).split(" ", 2)[0])
        .toList();
  }

  @Test
  void filesAreLookedAtThroughTheView() {
    Scene.server(
            """
            root /srv;
            location /a/ { alias /data/; }
            location /spa/ { try_files $uri $uri/ /index.html; }
            location /code/ { try_files $uri =503; }
            """)
        .with(
            path ->
                switch (path) {
                  case "/srv/index.html", "/data/f", "/srv/code/f", "/srv/i/index.html" ->
                      FileView.Kind.FILE;
                  case "/srv", "/srv/i", "/data" -> FileView.Kind.DIRECTORY;
                  default -> FileView.Kind.ABSENT;
                })
        .check(
            """
            GET / => file /srv/index.html 200
            GET /a/f => file /data/f 200
            GET /a/g => file /data/g 404
            GET /a/ => file /data/ 403
            GET /i => 301 http://example.com/i/
            GET /spa/ws => file /srv/index.html 200
            POST /index.html => file /srv/index.html 405
            GET /code/f => file /srv/code/f 200
            GET /code/g => 503
            GET /no/ => file /srv/no/ 404""");
  }
}
