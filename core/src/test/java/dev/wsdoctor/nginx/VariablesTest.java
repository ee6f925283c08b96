package dev.wsdoctor.nginx;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wsdoctor.directive.NginxVersion;
import org.junit.jupiter.api.Test;

class VariablesTest {
  private static final String MAPS =
      """
      map $http_upgrade $up { default upgrade; '' close; }
      map $host $by_host { hostnames; default d; *.b.test head; .c.test both; www.* tail; a.test exact; }
      map $uri $by_uri { ~^/(?<part>x+)/(.*)$ "p-$2"; ~*^/Y caseless; "~^$" never; /z $up; \\default escaped; }
      map $by_host-$up $nested { exact-close yes; default no; }
      geo $geo { default world; 127.0.0.0/8 loop; 127.0.0.1 exact; }
      geo $arg_ip $ranged { ranges; default none; 10.0.0.1-10.0.0.9 some; }
      split_clients "$arg_s" $split { 50% low; * high; }
      """;

  private static void evaluates(String request, String template, String expected) {
    evaluates(Scene.DEBIAN, request, template, expected);
  }

  private static void evaluates(
      NginxVersion version, String request, String template, String expected) {
    Scene scene =
        Scene.http(
            MAPS + "server { server_name S.test; return 302 \"|" + template + "\"; }", version);
    assertThat(scene.outcome(request)).as(template).isEqualTo("302 |" + expected);
  }

  @Test
  void aCookieEndsWithASemicolonAndBeginsBehindACommaUntilNginx1_29_5() {
    String request = "GET /\nCookie: a=1, b=2; c=3";
    evaluates(request, "$cookie_a;$cookie_b;$cookie_c", "1, b=2;2;3");
    evaluates(new NginxVersion(1, 29, 6), request, "$cookie_a;$cookie_b;$cookie_c", "1, b=2;;3");
  }

  @Test
  void nginxsOwnVariables() {
    String request = "GET /a%20b?x=1&Y=2\nHost: H.test:81\nA-b: c\nA-B: d\nCookie: k=v; l=w";
    evaluates(request, "$uri $document_uri", "/a b /a b");
    evaluates(request, "$request_uri", "/a%20b?x=1&Y=2");
    evaluates(request, "$args$is_args$query_string", "x=1&Y=2?x=1&Y=2");
    evaluates(request, "$host $http_host $server_name", "h.test H.test:81 s.test");
    evaluates(request, "$arg_x$arg_y$arg_z", "12");
    evaluates(request, "${http_a_b}c", "cc");
    evaluates(request, "$cookie_k$cookie_L", "vw");
    evaluates(request, "$request_method $scheme $server_port", "GET http 80");
    evaluates(request, "$request", "GET /a%20b?x=1&Y=2 HTTP/1.1");
    evaluates(request, "$remote_addr $server_addr", "127.0.0.1 127.0.0.1");
    evaluates(request, "$proxy_add_x_forwarded_for", "127.0.0.1");
    evaluates(request, "$http_upgrade$upstream_addr$https$proxy_host", "");
    evaluates(request, "$", "$");
  }

  @Test
  void repeatedFieldsAreJoinedSince1230() {
    String request = "GET /\nA-b: c\nA-B: d\nX-Forwarded-For: 1.1.1.1\nX-Forwarded-For: 2.2.2.2";
    evaluates(request, "$http_a_b", "c");
    evaluates(new NginxVersion(1, 23, 0), request, "$http_a_b", "c, d");
    evaluates(request, "$proxy_add_x_forwarded_for", "1.1.1.1, 2.2.2.2, 127.0.0.1");
  }

  @Test
  void mapsLookExactThenWildcardThenPatternThenDefault() {
    evaluates("GET / \nUpgrade: x".replace(" \n", "\n"), "$up", "upgrade");
    evaluates("GET /", "$up", "close");
    evaluates("GET /\nHost: A.test", "$by_host", "exact");
    evaluates("GET /\nHost: x.b.test", "$by_host", "head");
    evaluates("GET /\nHost: c.test", "$by_host", "both");
    evaluates("GET /\nHost: www.z", "$by_host", "tail");
    evaluates("GET /\nHost: b.test", "$by_host", "d");
    evaluates("GET /xx/tail", "$by_uri $part", "p-tail xx");
    evaluates("GET /yes", "$by_uri", "caseless");
    evaluates("GET /z", "$by_uri", "close");
    evaluates("GET /\nHost: a.test", "$nested", "yes");
  }

  @Test
  void geoAndSplitClients() {
    evaluates("GET /", "$geo", "exact");
    evaluates("GET /?ip=10.0.0.5", "$ranged", "some");
    evaluates("GET /?ip=10.0.0.10", "$ranged", "none");
    evaluates("GET /?ip=x", "$ranged", "none");
    assertThat(SplitClientsVariable.hash("")).isZero();
  }

  @Test
  void whatIsNotKnownSaysSo() {
    Scene scene =
        Scene.server("location / { proxy_pass http://a; proxy_set_header X id-$request_id; }");
    Value value =
        scene.decide("GET /").proxied().orElseThrow().sent().first("X").orElseThrow().value();
    assertThat(value).isEqualTo(new Value.Unknown("id-$request_id", "it is random"));
  }

  @Test
  void theClientOfATrustedProxyIsTheOneItNames() {
    Scene.server(
            """
            set_real_ip_from 127.0.0.1;
            set_real_ip_from 10.0.0.0/8;
            real_ip_header X-Forwarded-For;
            location /one { allow 10.0.0.2; deny all; proxy_pass http://a; }
            location /all { real_ip_recursive on; allow 192.0.2.1; deny all; proxy_pass http://a; }
            """)
        .check(
            """
            GET /one | X-Forwarded-For: 192.0.2.1, 10.0.0.2 => a:80 GET /one HTTP/1.0
            GET /one => 403""");
  }
}
