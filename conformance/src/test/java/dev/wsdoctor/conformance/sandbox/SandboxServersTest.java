package dev.wsdoctor.conformance.sandbox;

import static dev.wsdoctor.conformance.sandbox.SandboxRun.check;

import dev.wsdoctor.conformance.RealParts;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Listeners, names and what a server answers by itself in the private copy, whose ports are
/// others.
class SandboxServersTest {
  @BeforeEach
  void nginxIsThere() {
    RealParts.needNginx();
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
}
