package dev.wsdoctor.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wsdoctor.log.ErrorLog;
import dev.wsdoctor.log.LogSignature;
import dev.wsdoctor.log.LogSignatures;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;

/// Sentences that a real nginx writes and that [ErrorLogCausesTest] does not provoke: each is in
/// the catalogue, with the cause that it names, or as a remark.
@Timeout(value = 120, threadMode = ThreadMode.SEPARATE_THREAD)
class ErrorLogSentencesTest {
  private static final Duration LOG_LIMIT = Duration.ofSeconds(30);
  private static final Duration POLL = Duration.ofMillis(20);
  private static final String REMARK = "remark";
  private static final String SWITCHING =
      "HTTP/1.1 101 x\r\nUpgrade: websocket\r\nConnection: upgrade\r\n\r\n";

  private final int port = Ports.free();

  @BeforeEach
  void needParts() {
    RealParts.needNginx();
  }

  @Test
  void whatClientsSendThatIsNoRequest() throws IOException {
    try (RealNginx nginx = RealNginx.start(configuration("", "location / { return 204; }"), port)) {
      send("GET / HTTP/1.1\r\n\r\n");
      check(nginx, "request without \"Host\" header", REMARK);
      send("GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n");
      check(nginx, "duplicate host header", REMARK);
      send("GET / HTTP/1.1\r\nHost: a b/\r\n\r\n");
      check(nginx, "invalid host header", REMARK);
      send("GET / HTTP/1.1\r\nHost: a\r\nx_y: z\r\n\r\n");
      check(nginx, "invalid header line", REMARK);
      send("GET / HTTP/1.1\r\nHost: a\r\nCookie: " + "x".repeat(5_000) + "\r\n\r\n");
      check(nginx, "too long header line", "request-head-too-large");
      send("GET /" + "x".repeat(5_000) + " HTTP/1.1\r\nHost: a\r\n\r\n");
      check(nginx, "too long URI", REMARK);
      send("\u0016\u0003\u0001\u0002\r\n\r\n");
      check(nginx, "invalid method", REMARK);
    }
  }

  @Test
  void answersThatAreNoneOrTooMuch() {
    try (BadPeer more = answering("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhello");
        BadPeer bad = answering("HTTP/1.1 200 OK\r\nX\0: y\r\n\r\n");
        BadPeer opening = BadPeer.start(BadPeer.answers(SWITCHING));
        BadPeer resetting = BadPeer.start(ErrorLogSentencesTest::reset);
        BadPeer flooding = BadPeer.start(ErrorLogSentencesTest::flood);
        RealNginx nginx =
            RealNginx.start(
                configuration(
                    "",
                    location("/more", more, "")
                        + location("/bad", bad, "")
                        + location("/mirrored", opening, "mirror /sub;")
                        + location("/sub", opening, "internal;")
                        + location("/reset", resetting, "")
                        + location("/flood", flooding, "send_timeout 300ms;")),
                port)) {
      HeldSocket.open(port, "/more").close();
      check(nginx, "sent more data than specified", REMARK);
      HeldSocket.open(port, "/bad").close();
      check(nginx, "sent invalid header", "upstream-wrong-port");
      HeldSocket.open(port, "/mirrored").close();
      check(nginx, "connection upgrade in subrequest", "upgrade-in-subrequest");
      HeldSocket.open(port, "/reset").close();
      check(nginx, "(104: Connection reset by peer) while reading", "upstream-scheme-mismatch");
      try (HeldSocket mute = HeldSocket.open(port, "/flood")) {
        assertThat(mute.opened()).isTrue();
        check(nginx, "client timed out (110", "half-open-connection");
      }
    }
  }

  @Test
  void workersThatAreKilledOrHaveNoDescriptorLeft() throws IOException, InterruptedException {
    try (RealNginx nginx =
        RealNginx.start(
            configuration("worker_rlimit_nofile 14;", "location / { return 204; }"), port)) {
      List<Socket> open = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        open.add(new Socket(InetAddress.getLoopbackAddress(), port));
      }
      check(nginx, "(24: Too many open files)", "worker-connections-exhausted");
      for (Socket socket : open) {
        socket.close();
      }
      long worker = nginx.workers().iterator().next();
      new ProcessBuilder("kill", "-KILL", Long.toString(worker)).start().waitFor();
      check(nginx, "exited on signal 9", REMARK);
    }
  }

  private static BadPeer answering(String answer) {
    return BadPeer.start(
        socket -> {
          BadPeer.readHead(socket);
          BadPeer.write(socket, answer);
          socket.close();
        });
  }

  private static void reset(Socket socket) throws IOException {
    BadPeer.readHead(socket);
    socket.setSoLinger(true, 0);
    socket.close();
  }

  /// More than all buffers between it and a client that does not read.
  private static void flood(Socket socket) throws IOException {
    BadPeer.readHead(socket);
    BadPeer.write(socket, SWITCHING);
    BadPeer.write(socket, "x".repeat(30_000_000));
  }

  private void send(String request) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout((int) LOG_LIMIT.toMillis());
      BadPeer.write(socket, request);
      assertThat(socket.getInputStream().read()).isPositive();
    }
  }

  /// Waits for the line, and looks it up; `expected` is a cause or [#REMARK].
  private static void check(RealNginx nginx, String sentence, String expected) {
    Instant end = Instant.now().plus(LOG_LIMIT);
    Optional<String> line = line(nginx, sentence);
    while (line.isEmpty()) {
      assertThat(Instant.now())
          .as("no '%s' in\n%s", sentence, nginx.read("error.log"))
          .isBefore(end);
      LockSupport.parkNanos(POLL.toNanos());
      line = line(nginx, sentence);
    }
    Optional<LogSignature> found = line.flatMap(ErrorLog::parse).flatMap(LogSignatures::of);
    assertThat(found).as(line.get()).isPresent();
    assertThat(found.get().cause().orElse(REMARK)).as(line.get()).isEqualTo(expected);
  }

  private static Optional<String> line(RealNginx nginx, String sentence) {
    return nginx.read("error.log").lines().filter(text -> text.contains(sentence)).findFirst();
  }

  private static String location(String path, BadPeer backend, String more) {
    return "location %s { %s proxy_pass http://127.0.0.1:%d; }\n"
        .formatted(path, more, backend.port());
  }

  private String configuration(String main, String locations) {
    return """
        error_log error.log info;
        %s
        events { worker_connections 64; }
        http {
          access_log off;
          large_client_header_buffers 4 1k;
          proxy_http_version 1.1;
          proxy_set_header Upgrade $http_upgrade;
          proxy_set_header Connection upgrade;
          server {
            listen 127.0.0.1:%d; server_name a.example;
            %s
          }
        }
        """
        .formatted(main, port, locations);
  }
}
