package dev.wsdoctor.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Sentences as nginx 1.22.1, 1.30.6 and 1.31.5 wrote them, and the cause that each names.
class LogSignaturesTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          info   | upstream timed out (110: Connection timed out) while proxying upgraded connection | read-timeout-too-short
          info   | client timed out (110: Connection timed out) while proxying upgraded connection | half-open-connection
          error  | recv() failed (104: Connection reset by peer) while proxying upgraded connection | closed-by-backend
          info   | recv() failed (104: Connection reset by peer) while proxying upgraded connection |
          info   | send() failed (32: Broken pipe) while proxying upgraded connection |
          info   | SSL_write() failed (104: Connection reset by peer) while proxying upgraded connection |
          info   | SSL_write() failed (SSL: error:80000068:system library::Connection reset by peer:tls_retry_write_records failure) (104: Connection reset by peer) while proxying upgraded connection |
          error  | SSL_read() failed (104: Connection reset by peer) while proxying upgraded connection | closed-by-backend
          error  | upstream timed out (110: Connection timed out) while reading response header from upstream | upstream-unreachable
          error  | upstream timed out (110: Connection timed out) while connecting to upstream | upstream-unreachable
          error  | connect() failed (111: Connection refused) while connecting to upstream | upstream-unreachable
          error  | connect() failed (113: No route to host) while connecting to upstream | upstream-unreachable
          crit   | connect() to unix:/run/app.sock failed (2: No such file or directory) while connecting to upstream | upstream-unreachable
          crit   | connect() to unix:/run/app.sock failed (13: Permission denied) while connecting to upstream | upstream-unreachable
          crit   | connect() to 127.0.0.1:3000 failed (99: Cannot assign requested address) while connecting to upstream | upstream-ports-exhausted
          crit   | bind(127.0.0.1:4000) failed (98: Address already in use) while connecting to upstream | upstream-ports-exhausted
          crit   | bind(192.0.2.1) failed (99: Cannot assign requested address) while connecting to upstream | upstream-unreachable
          crit   | connect() to [::1]:3000 failed (99: Cannot assign requested address) while connecting to upstream | upstream-unreachable
          error  | upstream prematurely closed connection while reading response header from upstream | upstream-scheme-mismatch
          error  | recv() failed (104: Connection reset by peer) while reading response header from upstream | upstream-scheme-mismatch
          error  | upstream sent no valid HTTP/1.0 header while reading response header from upstream | upstream-scheme-mismatch
          error  | upstream sent too big header while reading response header from upstream | upstream-header-too-big
          error  | upstream sent too large http2 frame: 4740180 while reading response header from upstream | upstream-http2
          error  | no live upstreams while connecting to upstream | upstream-marked-down
          warn   | upstream server temporarily disabled while connecting to upstream | upstream-marked-down
          error  | no resolver defined to resolve app.example | resolver-missing
          error  | app.example could not be resolved (3: Host not found) | resolver-missing
          error  | invalid URL prefix in "http://" | upstream-url-invalid
          error  | no host in upstream ":3000" | upstream-url-invalid
          error  | invalid port in upstream "127.0.0.1:" | upstream-url-invalid
          error  | send() failed (111: Connection refused) while resolving, resolver: 127.0.0.1:53 |
          alert  | 8 worker_connections are not enough while connecting to upstream | worker-connections-exhausted
          warn   | 8 worker_connections are not enough, reusing connections | worker-connections-exhausted
          crit   | accept4() failed (24: Too many open files) | worker-connections-exhausted
          alert  | socket() failed (24: Too many open files) while connecting to upstream | worker-connections-exhausted
          error  | SSL_do_handshake() failed (SSL: error:0A00010B:SSL routines::wrong version number) while SSL handshaking to upstream | upstream-scheme-mismatch
          error  | SSL_do_handshake() failed (SSL: error:0A000458:SSL routines::tlsv1 unrecognized name:SSL alert number 112) while SSL handshaking to upstream | upstream-tls-name
          error  | SSL_do_handshake() failed (SSL: error:0A000410:SSL routines::ssl/tls alert handshake failure:SSL alert number 40) while SSL handshaking to upstream | upstream-tls-name
          error  | upstream SSL certificate verify error: (18:self-signed certificate) while SSL handshaking to upstream | upstream-tls-untrusted
          error  | upstream SSL certificate does not match "app" while SSL handshaking to upstream | upstream-tls-name
          error  | limiting connections by zone "z" | access-refused
          error  | limiting requests, excess: 0.900 by zone "r" | access-refused
          error  | access forbidden by rule | access-refused
          error  | auth request unexpected status: 404 while sending to client | access-refused
          error  | open() "/usr/share/nginx/html/ws" failed (2: No such file or directory) | no-location-for-path
          error  | "/srv/ws/index.html" is not found (2: No such file or directory) | no-location-for-path
          error  | client intended to send too large body: 2000000 bytes | message-too-big
          info   | client sent unknown pseudo-header ":protocol" while reading client request headers | http2-front
          info   | SSL_do_handshake() failed (SSL: error:0A000416:SSL routines::sslv3 alert certificate unknown:SSL alert number 46) while SSL handshaking | tls-weak
          info   | SSL_do_handshake() failed (SSL: error:0A000102:SSL routines::unsupported protocol) while SSL handshaking |
          info   | SSL_do_handshake() failed (SSL: error:0A0000C1:SSL routines::no shared cipher) while SSL handshaking |
          info   | SSL_do_handshake() failed (SSL: error:0A000076:SSL routines::no suitable signature algorithm) while SSL handshaking |
          info   | client sent invalid header line: "bad\\x01..." while reading client request headers |
          info   | client sent too long header line: "Cookie: x..." while reading client request headers | request-head-too-large
          info   | client sent too long URI while reading client request line |
          info   | client sent HTTP/1.1 request without "Host" header while reading client request headers |
          info   | client sent duplicate host header: "Host: b", previous value: "Host: a" while reading client request headers |
          info   | client sent invalid host header while reading client request headers |
          info   | client sent invalid method while reading client request line |
          info   | epoll_wait() reported that client prematurely closed connection, so upstream connection is closed too while sending request to upstream | upstream-unreachable
          info   | client sent "Upgrade" header while reading client request headers | http2-front
          error  | connect() failed (101: Network is unreachable) while connecting to upstream | upstream-unreachable
          error  | upstream sent invalid header: "X\\x20..." while reading response header from upstream | upstream-wrong-port
          error  | connection upgrade in subrequest while reading response header from upstream | upgrade-in-subrequest
          warn   | upstream sent more data than specified in "Content-Length" header while reading upstream |
          warn   | upstream sent duplicate header line: "Date: b", previous value: "Date: a", ignored while reading response header from upstream |
          alert  | worker process 12 exited on signal 9 |
          alert  | open socket #12 left in connection 3 | reload-closes-connections
          emerg  | unknown directive "prox_pass" in /etc/nginx/nginx.conf:3 | config-not-loaded
          """)
  void aSentenceNamesItsCause(String level, String message, @Nullable String cause) {
    ErrorEntry entry =
        ErrorLog.parse("2026/11/20 15:00:01 [%s] 1#1: *2 %s".formatted(level, message))
            .orElseThrow();
    LogSignature signature = LogSignatures.of(entry).orElseThrow();
    assertThat(signature.cause()).isEqualTo(Optional.ofNullable(cause));
  }

  @Test
  void whatSaysNothingOfSocketsIsNoSignature() {
    String[] others = {
      "client closed connection while waiting for request",
      "client 127.0.0.1 closed keepalive connection",
      "using the \"epoll\" event method"
    };
    for (String other : others) {
      assertThat(LogSignatures.of(ErrorLog.pasted(other))).as(other).isEmpty();
    }
  }

  @Test
  void everySignatureHasItsSentenceAndItsAdvice() {
    Set<String> seen = new HashSet<>();
    for (LogSignature signature : LogSignatures.all()) {
      assertThat(signature.parts().isEmpty() && signature.level().isEmpty())
          .as(signature.tells())
          .isFalse();
      assertThat(seen.add(signature.level() + " " + signature.parts()))
          .as(signature.toString())
          .isTrue();
      assertThat(signature.cause().isEmpty() || !signature.advice().isEmpty())
          .as(signature.tells())
          .isTrue();
    }
  }
}
