package dev.wsdoctor.nginx;

import org.junit.jupiter.api.Test;

class RewriteTest {
  @Test
  void flagsEndThePhaseEachInItsWay() {
    Scene.server(
            """
            location /last { rewrite ^/last/(.*)$ /up/$1 last; return 500; }
            location /break { rewrite ^/break/(.*)$ /up/$1 break; return 500; proxy_pass http://b:1/ignored; }
            location /go { rewrite ^/go/(.*)$ /up/$1; rewrite ^/up/(.*)$ /up/x$1; }
            location /redirect { rewrite ^ /away redirect; }
            location /permanent { rewrite ^/permanent/(.*) http://other/$1 permanent; }
            location /scheme { rewrite ^ $scheme://other$uri?; }
            location /args { rewrite ^ /up/?own=1; }
            location /noargs { rewrite ^ /up/?own=1? last; }
            location /empty { rewrite ^ $nothing last; set $nothing ""; }
            location /loop { rewrite ^ /loop last; }
            location /stay { rewrite ^ /up/; break; proxy_pass http://s:1; }
            location /up/ { proxy_pass http://u:1; }
            """)
        .check(
            """
            GET /last/a%20b?q=1 => u:1 GET /up/a%20b?q=1 HTTP/1.0
            GET /break/a => b:1 GET /up/a HTTP/1.0
            GET /go/a => u:1 GET /up/xa HTTP/1.0
            GET /redirect?q => 302 http://example.com/away?q
            GET /permanent/x => 301 http://other/x
            GET /scheme?q => 302 http://other/scheme
            GET /args?q=1 => u:1 GET /up/?own=1&q=1 HTTP/1.0
            GET /noargs?q=1 => u:1 GET /up/?own=1 HTTP/1.0
            GET /empty => 500
            GET /loop => 500
            GET /stay => s:1 GET /up/ HTTP/1.0""");
  }

  @Test
  void conditionsKnowAllOperands() {
    Scene.server(
            """
            if ($http_upgrade = websocket) { return 302 http://equal; }
            if ($http_a != "") { return 302 http://unequal; }
            if ($http_b) { return 302 http://set; }
            if ($arg_r ~ ^(.)x) { return 302 http://match-$1; }
            if ($arg_c ~* ABC) { return 302 http://caseless; }
            if ($request_method !~ ^(GET|HEAD)$) { return 302 http://negated; }
            if ( -f /etc/there ) { return 302 http://file; }
            return 204;
            """)
        .with(path -> path.equals("/etc/there") ? FileView.Kind.ABSENT : FileView.Kind.FILE)
        .check(
            """
            GET / | Upgrade: websocket => 302 http://equal
            GET / | Upgrade: WebSocket => 204
            GET / | A: x => 302 http://unequal
            GET / | B: 0 => 204
            GET / | B: 00 => 302 http://set
            GET /?r=qx => 302 http://match-q
            GET /?c=xabcx => 302 http://caseless
            POST / => 302 http://negated
            GET / => 204""");
  }

  @Test
  void aTrueIfTakesTheConfigurationOver() {
    Scene.server(
            """
            location / {
              try_files /nothing =404;
              if ($http_a) { set $x 1; }
              if ($http_b) { proxy_pass http://b:2; }
              proxy_pass http://a:1;
              proxy_set_header Upgrade $http_upgrade;
            }
            """)
        .with(FileView.EMPTY)
        .check(
            """
            GET / => 404
            GET / | A: 1 => a:1 GET / HTTP/1.0
            GET / | B: 1 => b:2 GET / HTTP/1.0
            GET / | A: 1 | B: 1 => b:2 GET / HTTP/1.0""");
  }

  @Test
  void returnSendsWhatItIsTold() {
    Scene.server(
            """
            location /301 { return 301 /x; }
            location /url { return https://s$uri; }
            location /444 { return 444; }
            location /404 { return 404; }
            location /text { return 404 text; }
            error_page 404 =200 /page;
            location /page { return 302 http://page; }
            """)
        .check(
            """
            GET /301 => 301 http://example.com/x
            GET /url => 302 https://s/url
            GET /444 => closed
            GET /404 => 302 http://page
            GET /text => 404""");
  }

  @Test
  void serverCodeRunsFirstAndAgainAfterAnInternalRedirect() {
    Scene.server(
            """
            rewrite ^/one$ /two;
            error_page 418 = /one;
            location /two { proxy_pass http://two:1; }
            location /t { return 418; }
            """)
        .check(
            """
            GET /one => two:1 GET /two HTTP/1.0
            GET /t => two:1 GET /two HTTP/1.0""");
  }

  @Test
  void capturesEndWhereAPatternFails() {
    Scene.server(
            """
            location ~ ^/(?<name>[a-z]+)/(.*)$ {
              set $first $1;
              if ($http_a ~ no) { set $x y; }
              return 302 http://x/$first|$1|$2|$name;
            }
            """)
        .check(
            """
            GET /ws/a => 302 http://x/ws|||ws
            GET /ws/a | A: no => 302 http://x/ws|||ws""");
  }

  @Test
  void valuesThatDoubleForEverEnd() {
    Scene.server("set $v xxxxxxxx;" + "set $v $v$v;".repeat(40) + "return 204;")
        .check("GET / => 500");
  }
}
