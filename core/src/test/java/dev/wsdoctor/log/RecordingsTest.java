package dev.wsdoctor.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RecordingsTest {
  /// As nginx 1.22.1 writes them; memory and timers left out. Another connection speaks between.
  private static final String LOG =
      """
      D 7#7: *1 accept: 127.0.0.1:50000 fd:3
      D 7#7: *1 http request line: "GET /ws?a=b HTTP/1.1"
      D 7#7: *1 http header: "Host: a.example"
      D 7#7: *1 http header: "Upgrade: websocket"
      D 7#7: *1 test location: "/"
      D 7#7: *1 test location: ~ "^/w"
      D 7#7: *1 using configuration "/ws"
      D 7#7: *1 http map: "websocket" "upgrade"
      D 7#7: *1 http proxy header: "Host: not yet an answer"
      D 7#7: *1 http proxy header:
      "GET /ws HTTP/1.1
      Connection: upgrade

      "
      D 7#7: *1 connect to 127.0.0.1:9000, fd:9 #2
      D 7#7: *4 http request line: "GET / HTTP/1.1"
      D 7#7: *1 recv: fd:9 113 of 4096
      D 7#7: *1 http proxy status 101 "101 Switching Protocols"
      D 7#7: *1 http proxy header: "Upgrade: websocket"
      D 7#7: *1 HTTP/1.1 101 Switching Protocols
      Server: nginx

      D 7#7: *1 http upstream process upgraded, fu:0
      D 7#7: *1 recv: fd:3 8 of 4096
      D 7#7: *1 recv: fd:9 4 of 4096
      D 7#7: *1 recv() not ready (11: Resource temporarily unavailable)
      D 7#7: *1 recv: fd:9 0 of 4096
      D 7#7: *1 recv: fd:3 0 of 4096
      D 7#7: *1 close http connection: 3
      D 7#7: *1 free: 0000563094145B50, unused: 136
      """;

  @Test
  void aConnectionIsToldInOrder() {
    assertThat(told(1, LOG))
        .containsExactly(
            "ACCEPTED 127.0.0.1:50000",
            "REQUEST GET /ws?a=b HTTP/1.1",
            "REQUEST Host: a.example",
            "REQUEST Upgrade: websocket",
            "LOCATION tried \"/\"",
            "LOCATION tried ~ \"^/w\"",
            "LOCATION chosen /ws",
            "MAP \"websocket\" -> \"upgrade\"",
            "SENT GET /ws HTTP/1.1",
            "SENT Connection: upgrade",
            "CONNECT 127.0.0.1:9000",
            "ANSWER 101 Switching Protocols",
            "ANSWER Upgrade: websocket",
            "REPLY HTTP/1.1 101 Switching Protocols",
            "REPLY Server: nginx",
            "TUNNEL 8 bytes from the client, 4 bytes from the backend",
            "CLOSED the backend closed first");
  }

  @Test
  void socketsAreListedAndOrdinaryRequestsAreNot() {
    Recordings recordings = Recordings.ofAll();
    feed(recordings, LOG + LOG.replace("*1 ", "*9 ").replace("D 7#7: *9 close", "D 7#7: *9 done"));
    assertThat(recordings.sockets())
        .extracting(RecordedSocket::connection, RecordedSocket::status, RecordedSocket::end)
        .containsExactly(
            tuple(1L, "101", "the backend closed first"),
            tuple(9L, "101", "open where the log ends"));
  }

  @Test
  void aSentenceOfNginxTellsTheEndBetterThanItsSilence() {
    String idle =
        LOG.replaceAll("(?m)^D 7#7: \\*1 recv: fd:[39] 0.*\n", "")
            .replace(
                "D 7#7: *1 close",
                "I 7#7: *1 upstream timed out (110: Connection timed out) while proxying upgraded connection, client: 127.0.0.1\nD 7#7: *1 close");
    assertThat(told(1, idle)).last().asString().contains("nothing was sent for too long");
    assertThat(told(1, idle))
        .contains(
            "SAID upstream timed out (110: Connection timed out) while proxying upgraded connection");
    String cut = LOG.replaceAll("(?m)^D 7#7: \\*1 recv: fd:[39] 0.*\n", "");
    assertThat(told(1, cut)).last().isEqualTo("CLOSED nginx closed the tunnel: neither side had");
  }

  @Test
  void tlsOnBothSidesIsNotGuessed() {
    String tls =
        LOG.replace("*1 http request line", "*1 SSL_do_handshake: 1\nD 7#7: *1 http request line")
            .replace("*1 recv: fd:9 113", "*1 SSL_do_handshake: 1\nD 7#7: *1 recv: fd:9 113")
            .replaceAll("recv: fd:[39] (\\d) of.*", "SSL_read: $1");
    assertThat(told(1, tls)).last().asString().contains("one side (TLS on both");
  }

  @Test
  void whatIsNotThereIsNotFound() {
    assertThat(told(2, LOG)).isEmpty();
    assertThat(told(1, LOG.replace("D ", "I "))).isEmpty();
  }

  @Test
  void memoryIsBounded() {
    Recordings recordings = Recordings.of(1);
    feed(
        recordings,
        LOG.replace("D 7#7: *1 close", "D 7#7: *1 http header: \"A: b\"\n".repeat(5_000)));
    DebugRecording found = recordings.found().orElseThrow();
    assertThat(found.steps()).hasSizeLessThan(2_002);
    assertThat(found.dropped()).isPositive();
  }

  private static List<String> told(long connection, String log) {
    Recordings recordings = Recordings.of(connection);
    feed(recordings, log);
    List<String> told = new ArrayList<>();
    recordings
        .found()
        .ifPresent(r -> r.steps().forEach(step -> told.add(step.kind() + " " + step.text())));
    return told;
  }

  /// `D` and `I` stand for the time and the level.
  private static void feed(Recordings recordings, String log) {
    log.replaceAll("(?m)^D ", "2026/11/20 15:00:00 [debug] ")
        .replaceAll("(?m)^I ", "2026/11/20 15:00:00 [info] ")
        .lines()
        .forEach(recordings);
  }
}
