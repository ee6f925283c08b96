package dev.wsdoctor.nginx;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DecisionTest {
  @Test
  void smoke() {
    Scene scene =
        Scene.server(
            """
            location / { root /srv; }
            location /ws/ { proxy_pass http://app:8080/x/; }
            location ~ ^/re/(.*)$ { proxy_pass http://re:1; proxy_set_header Host $host; proxy_set_header A $1; }
            location = /old { return 301 /new; }
            location /418 { return 418; error_page 418 = @ws; }
            location @ws { proxy_pass http://named:5; }
            location /rw { rewrite ^/rw/(.*)$ /ws/$1?a=b last; }
            """);
    assertThat(scene.outcome("GET /ws/a%20b?q")).isEqualTo("app:8080 GET /x/a%20b?q HTTP/1.0");
    assertThat(scene.outcome("GET /ws")).isEqualTo("301 http://example.com/ws/");
    assertThat(scene.outcome("GET /re/abc")).isEqualTo("re:1 GET /re/abc HTTP/1.0");
    assertThat(scene.fields("GET /re/abc\nUpgrade: websocket\nX: y"))
        .isEqualTo("Host: example.com\nA: abc\nConnection: close\nX: y");
    assertThat(scene.outcome("GET /old")).isEqualTo("301 http://example.com/new");
    assertThat(scene.outcome("GET /418")).isEqualTo("named:5 GET /418 HTTP/1.0");
    assertThat(scene.outcome("GET /rw/z?q=1")).isEqualTo("app:8080 GET /x/z?a=b&q=1 HTTP/1.0");
    assertThat(scene.outcome("GET /foo")).isEqualTo("file /srv/foo 404");
    scene.decide("GET /rw/z?q=1").steps().forEach(System.out::println);
  }
}
