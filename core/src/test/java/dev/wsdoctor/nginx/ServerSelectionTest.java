package dev.wsdoctor.nginx;

import dev.wsdoctor.directive.NginxVersion;
import org.junit.jupiter.api.Test;

class ServerSelectionTest {
  private static String server(String listenAndNames, String answer) {
    return "server { " + listenAndNames + " return 302 http://" + answer + "; }\n";
  }

  @Test
  void namesAreTriedExactThenWildcardsThenPatternsThenDefault() {
    Scene.http(
            server("listen 80; server_name first;", "first")
                + server("listen 80; server_name *.example.com;", "head")
                + server("listen 80; server_name *.b.example.com;", "longer-head")
                + server("listen 80; server_name www.*;", "tail")
                + server("listen 80; server_name a.example.com;", "exact")
                + server("listen 80; server_name ~^(?<n>[a-z]+)\\d ~^www;", "pattern-$n")
                + server("listen 80; server_name .dotted.org;", "dotted")
                + server("listen 80; server_name \"\";", "nameless"))
        .check(
            """
            GET http://a.example.com/ => 302 http://exact
            GET http://A.Example.COM/ => 302 http://exact
            GET http://x.example.com/ => 302 http://head
            GET http://x.b.example.com/ => 302 http://longer-head
            GET http://example.com/ => 302 http://first
            GET http://www.net/ => 302 http://tail
            GET http://ab7.net/ => 302 http://pattern-ab
            GET http://dotted.org/ => 302 http://dotted
            GET http://x.dotted.org/ => 302 http://dotted
            GET http://nobody.net/ => 302 http://first
            GET / HTTP/1.0 => 302 http://nameless
            GET / | Host: a.example.com. => 302 http://exact
            GET / | Host: a.example.com:8080 => 302 http://exact""");
  }

  @Test
  void aNameBelongsToTheFirstServerThatHasIt() {
    Scene.http(
            server("listen 80; server_name b.test;", "one")
                + server("listen 80; server_name .b.test;", "two")
                + server("listen 80; server_name b.test *.test;", "three"))
        .check(
            """
            GET http://b.test/ => 302 http://one
            GET http://www.b.test/ => 302 http://three""");
  }

  @Test
  void onlyServersOfTheSameAddressCompete() {
    Scene.http(
            server("listen 127.0.0.1:80; server_name narrow;", "narrow")
                + server("listen 80 default_server; server_name wide;", "wide")
                + server("listen 8080; server_name other;", "other")
                + server("listen [::1]:81;", "six"))
        .check(
            """
            GET http://wide/ => 302 http://narrow
            GET http://other:8080/ => 302 http://other
            GET http://any:81/ => not listening""");
  }

  @Test
  void aHostThatNginxRefusesIsAnsweredWith400() {
    Scene.http(server("", "ok"))
        .check(
            """
            GET / | Host: none => 400
            GET / | Host: a..b => 400
            GET / | Host: a/b => 400
            GET / | Host: a | Host: b => 400
            GET / | Host: a@b => 302 http://ok
            GET / | Host: a:99999 => 302 http://ok
            GET / | Host: [::1]:80 => 302 http://ok
            GET / | Content-Length: 0 | Content-Length: 0 => 400
            GET / | Transfer-Encoding: gzip => 501
            TRACE / => 405
            get / => 400
            GET /%zz => 400
            GET /a/../../b => 400
            GET /%00 => 400
            GET * => 400""");
    Scene.http(server("", "ok"), new NginxVersion(1, 29, 4))
        .check(
            """
            GET / | Host: a@b => 400
            GET / | Host: a:99999 => 400
            GET / | Host: a:8080 => 302 http://ok""");
    Scene.http(server("", "ok"), new NginxVersion(1, 18, 0))
        .check(
            """
            GET / | Host: a b => 302 http://ok
            GET / | Host: a/b => 400
            CONNECT / => 302 http://ok""");
  }

  @Test
  void tlsIsChosenBySniAndTheServerByHost() {
    Scene.http(
            server("listen 443 ssl default_server; server_name d; ssl_reject_handshake on;", "d")
                + server("listen 443 ssl; server_name a.test;", "a")
                + server("listen 443 ssl; server_name b.test; ssl_verify_client on;", "b")
                + server("listen 80;", "plain"))
        .check(
            """
            GET https://a.test/ => 302 http://a
            GET https://unknown.test/ => closed
            GET https://a.test/ | Host: b.test => 421
            GET https://a.test:80/ => no TLS here
            GET http://a.test:443/ => needs TLS""");
  }

  @Test
  void plainHttpToTlsCanBeSentToAnErrorPage() {
    Scene.http("server { listen 8443 ssl; error_page 497 =301 https://$host:8443$request_uri; }")
        .check("GET http://a.test:8443/x?y => 301 https://a.test:8443/x?y");
  }

  @Test
  void aStreamServerTakesThePort() {
    Scene.main(
            """
            stream { server { listen 9000; proxy_pass 127.0.0.1:1; } }
            http { server { listen 80; return 204; } }
            """)
        .check(
            """
            GET http://a:9000/ => handled by stream
            GET http://a/ => 204""");
  }

  @Test
  void aPlainHttp2ListenerUnderstandsHttp1Since1251() {
    String text = "server { listen 80 http2; return 204; }";
    Scene.http(text, new NginxVersion(1, 24, 0)).check("GET / => no TLS here");
    Scene.http(text, new NginxVersion(1, 25, 1)).check("GET / => 204");
  }

  @Test
  void headsThatDoNotFitAreRefused() {
    Scene scene = Scene.http(server("large_client_header_buffers 4 100;", "ok"));
    scene.check(
        """
        GET /%s => 414
        GET / | A: %s => 400
        GET / | A: b => 302 http://ok"""
            .formatted("x".repeat(100), "x".repeat(100)));
  }
}
