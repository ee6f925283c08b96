package dev.wsdoctor.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;

/// One real nginx meets one trouble after the other, each at a path of its own; from the one log
/// that all of them share the product names the cause of each.
@Timeout(value = 120, threadMode = ThreadMode.SEPARATE_THREAD)
class ErrorLogCausesTest {
  private static final Duration LOG_LIMIT = Duration.ofSeconds(10);
  private static final Duration POLL = Duration.ofMillis(10);

  private static final String UPGRADING =
      "proxy_http_version 1.1; proxy_set_header Upgrade $http_upgrade; proxy_set_header Connection upgrade;";

  /// What a location holds, how it is asked, the sentence that nginx writes, and the cause.
  private record Trouble(String location, Consumer<Asker> asking, String sentence, String cause) {}

  /// The port of the nginx that is asked, and the path of the trouble.
  private record Asker(int port, String path) {
    void once() {
      HeldSocket.open(port, path).close();
    }
  }

  @BeforeEach
  void needParts() {
    RealParts.needNginx();
    RealParts.needWebSocketBackend();
    RealParts.needOpenssl();
  }

  @Test
  void everyTroubleIsNamedFromTheLinesThatConcernIt() throws IOException {
    int port = Ports.free();
    try (Parts parts = new Parts(port)) {
      Map<String, Trouble> troubles = troubles(parts);
      String configuration = configuration(port, troubles);
      try (RealNginx nginx = RealNginx.start(configuration, port)) {
        troubles.forEach((name, trouble) -> provoke(nginx, new Asker(port, "/" + name), trouble));
        SoftAssertions softly = new SoftAssertions();
        troubles.forEach(
            (name, trouble) -> {
              List<String> causes = causes(nginx, port, name);
              softly
                  .assertThat(causes)
                  .as(name + "\n" + nginx.read("error.log"))
                  .contains(trouble.cause);
              softly
                  .assertThat(causes.getFirst())
                  .as(name)
                  .isIn(trouble.cause, "upstream-unreachable");
            });
        softly.assertAll();
      }
    }
  }

  private static Map<String, Trouble> troubles(Parts parts) {
    Map<String, Trouble> all = new LinkedHashMap<>();
    String echo = "http://" + parts.echo.address();
    all.put(
        "refused", once(pass("http://127.0.0.1:" + Ports.free()), "(111:", "upstream-unreachable"));
    all.put(
        "unix",
        once(
            pass("http://unix:/nowhere/app.sock:"), "app.sock failed (2:", "upstream-unreachable"));
    all.put("bind", once(pass(echo) + "proxy_bind 192.0.2.1;", "bind(", "upstream-unreachable"));
    all.put(
        "ports",
        new Trouble(
            pass(echo) + "proxy_bind 127.0.0.1:" + Ports.free() + ";",
            ErrorLogCausesTest::beside,
            "bind(127.0.0.1:",
            "upstream-ports-exhausted"));
    all.put(
        "group",
        new Trouble(
            pass("http://dead"),
            asker -> {
              asker.once();
              asker.once();
            },
            "no live upstreams",
            "upstream-marked-down"));
    all.put(
        "silent",
        once(
            pass("http://127.0.0.1:" + parts.silent.port()) + "proxy_read_timeout 200ms;",
            "while reading response header",
            "upstream-unreachable"));
    all.put(
        "closing",
        once(
            pass("http://127.0.0.1:" + parts.closing.port()),
            "prematurely closed",
            "upstream-scheme-mismatch"));
    all.put(
        "big",
        once(
            pass("http://127.0.0.1:" + parts.big.port()),
            "too big header",
            "upstream-header-too-big"));
    all.put(
        "greeting",
        once(
            pass("http://127.0.0.1:" + parts.greeting.port()),
            "no valid HTTP/1.0 header",
            "upstream-scheme-mismatch"));
    all.put(
        "tls-to-plain",
        once(
            pass("https://127.0.0.1:" + parts.plain),
            "SSL_do_handshake() failed",
            "upstream-scheme-mismatch"));
    all.put(
        "tls-to-mute",
        once(
            pass("https://127.0.0.1:" + parts.silent.port()) + "proxy_connect_timeout 200ms;",
            "while SSL handshaking to upstream",
            "upstream-scheme-mismatch"));
    all.put(
        "untrusted",
        once(
            pass("https://" + parts.secure.address()) + verify(parts.other),
            "certificate verify error",
            "upstream-tls-untrusted"));
    all.put(
        "misnamed",
        once(
            pass("https://" + parts.secure.address())
                + verify(parts.own)
                + "proxy_ssl_name b.example;",
            "does not match",
            "upstream-tls-name"));
    all.put(
        "nameless",
        once(pass("https://127.0.0.1:" + parts.named), "unrecognized name", "upstream-tls-name"));
    all.put(
        "unresolved",
        once(
            "set $app app.invalid; " + pass("http://$app"),
            "no resolver defined",
            "resolver-missing"));
    all.put(
        "resolver",
        once(
            "resolver 127.0.0.1:"
                + Ports.free()
                + "; resolver_timeout 200ms; set $app app.invalid; "
                + pass("http://$app"),
            "could not be resolved (",
            "resolver-missing"));
    all.put(
        "empty",
        once(
            "break; set $app 127.0.0.1; " + pass("http://$app:1"),
            "no host in upstream",
            "upstream-url-invalid"));
    all.put("denied", once(pass(echo) + "deny all;", "access forbidden", "access-refused"));
    all.put(
        "limited",
        new Trouble(
            pass(echo) + "limit_req zone=r;",
            asker -> {
              asker.once();
              asker.once();
            },
            "limiting requests",
            "access-refused"));
    all.put(
        "counted",
        new Trouble(
            pass(echo) + "limit_conn c 1;",
            ErrorLogCausesTest::beside,
            "limiting connections",
            "access-refused"));
    all.put(
        "password",
        once(
            pass(echo) + "auth_basic x; auth_basic_user_file users;",
            "no user/password",
            "access-refused"));
    all.put(
        "subrequest",
        once(
            pass(echo) + "auth_request /nothing-here;",
            "auth request unexpected",
            "access-refused"));
    all.put("file", once("root /nowhere;", "open() \"/nowhere", "location-without-handler"));
    all.put(
        "idle",
        new Trouble(
            pass(echo) + "proxy_read_timeout 300ms;",
            ErrorLogCausesTest::untilItEnds,
            "while proxying upgraded connection",
            "read-timeout-too-short"));
    all.put(
        "reset",
        new Trouble(
            pass("http://127.0.0.1:" + parts.resetting.port()),
            ErrorLogCausesTest::untilItEnds,
            "recv() failed (104",
            "closed-by-backend"));
    return all;
  }

  private static Trouble once(String location, String sentence, String cause) {
    return new Trouble(location, Asker::once, sentence, cause);
  }

  private static String pass(String url) {
    return "proxy_pass " + url + "; " + UPGRADING;
  }

  private static String verify(Certificates.Pair authority) {
    return "proxy_ssl_session_reuse off; proxy_ssl_verify on; proxy_ssl_trusted_certificate %s;"
        .formatted(authority.certificate());
  }

  /// Asks while another socket is open.
  private static void beside(Asker asker) {
    try (HeldSocket held = HeldSocket.open(asker.port, asker.path)) {
      assertThat(held.opened()).as(asker.path).isTrue();
      asker.once();
    }
  }

  private static void untilItEnds(Asker asker) {
    try (HeldSocket held = HeldSocket.open(asker.port, asker.path)) {
      assertThat(held.opened()).as(asker.path).isTrue();
      held.awaitEnd();
    }
  }

  private static void provoke(RealNginx nginx, Asker asker, Trouble trouble) {
    trouble.asking.accept(asker);
    awaitLog(nginx, asker.path, trouble.sentence);
  }

  /// nginx writes the line when it is done with the request, which can be after the client is.
  private static void awaitLog(RealNginx nginx, String path, String sentence) {
    Instant end = Instant.now().plus(LOG_LIMIT);
    while (nginx
        .read("error.log")
        .lines()
        .noneMatch(line -> line.contains(sentence) && line.contains("GET " + path + " "))) {
      if (Instant.now().isAfter(end)) {
        throw new AssertionError(
            "no '%s' for %s in\n%s".formatted(sentence, path, nginx.read("error.log")));
      }
      LockSupport.parkNanos(POLL.toNanos());
    }
  }

  private static List<String> causes(RealNginx nginx, int port, String name) {
    return Product.run(
            List.of(
                "check",
                "ws://127.0.0.1:" + port + "/" + name,
                "-c",
                nginx.folder().resolve("nginx.conf").toString(),
                "--offline",
                "--error-log",
                nginx.folder().resolve("error.log").toString(),
                "--format",
                "json"))
        .causes();
  }

  private static String configuration(int port, Map<String, Trouble> troubles) {
    StringBuilder locations = new StringBuilder();
    troubles.forEach(
        (name, trouble) ->
            locations.append("location = /%s { %s }\n".formatted(name, trouble.location)));
    return """
        error_log error.log info;
        events {}
        http {
          access_log off;
          limit_req_zone $server_name zone=r:1m rate=1r/m;
          limit_conn_zone $server_name zone=c:1m;
          upstream dead { server 127.0.0.1:%d; server 127.0.0.1:%d; }
          server {
            listen 127.0.0.1:%d; server_name a.example;
            %s
          }
        }
        """
        .formatted(Ports.free(), Ports.free(), port, locations);
  }

  /// The backends, good and bad.
  private static final class Parts implements AutoCloseable {
    private final int plain;
    private final int named = Ports.free();
    private final Certificates certificates = new Certificates();
    private final Certificates.Pair own = certificates.selfSigned("IP:127.0.0.1");
    private final Certificates.Pair other = certificates.selfSigned("DNS:other.example");
    private final WebSocketBackend echo = WebSocketBackend.start();
    private final WebSocketBackend secure =
        WebSocketBackend.start(
            "--certificate", own.certificate().toString(), "--key", own.key().toString());
    private final BadPeer silent = BadPeer.start(_ -> {});
    private final BadPeer closing =
        BadPeer.start(
            socket -> {
              BadPeer.readHead(socket);
              socket.close();
            });
    private final BadPeer big =
        BadPeer.start(
            BadPeer.answers("HTTP/1.1 101 x\r\nX-Token: " + "x".repeat(40_000) + "\r\n\r\n"));
    private final BadPeer greeting =
        BadPeer.start(
            socket -> {
              BadPeer.readHead(socket);
              BadPeer.write(socket, "220 mail.example ESMTP\r\n\r\n");
              socket.close();
            });
    private final BadPeer resetting = BadPeer.start(Parts::openAndReset);

    /// Wants to be asked by name: it rejects TLS without one.
    private final RealNginx nameless =
        RealNginx.start(
            "events {} http { server { listen 127.0.0.1:%d ssl; ssl_reject_handshake on; } }"
                .formatted(named),
            named);

    Parts(int plain) {
      this.plain = plain;
    }

    private static void openAndReset(Socket socket) throws IOException {
      BadPeer.readHead(socket);
      BadPeer.write(socket, "HTTP/1.1 101 x\r\nUpgrade: websocket\r\nConnection: upgrade\r\n\r\n");
      socket.setSoLinger(true, 0);
      socket.close();
    }

    @Override
    public void close() {
      for (BadPeer peer : List.of(silent, closing, big, greeting, resetting)) {
        peer.close();
      }
      nameless.close();
      echo.close();
      secure.close();
      certificates.close();
    }
  }
}
