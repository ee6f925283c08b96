package dev.wsdoctor.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Who ended which socket, by the lines of both logs.
class SocketTallyTest {
  private static final String FORMAT =
      "$connection $status $request_time \"$request_uri\" \"$request_completion\" \"$http_upgrade\" $upstream_status";
  private static final LogFormat JOINED = LogFormat.of(List.of("joined", FORMAT));
  private static final LogFormat APART =
      LogFormat.of(List.of("apart", FORMAT.replace("$connection ", "")));

  private final List<String> paths = new ArrayList<>();
  private final Endings endings = new Endings(paths::add);

  @Test
  void theConnectionJoinsBothLogs() {
    endings.accept(ended(7, "info", "upstream timed out (110: Connection timed out)"));
    endings.accept(ended(8, "info", "recv() failed (104: Connection reset by peer)"));
    endings.accept(ended(9, "error", "recv() failed (104: Connection reset by peer)"));
    endings.accept(ended(10, "info", "client timed out (110: Connection timed out)"));
    endings.accept("2026/11/20 15:00:01 [notice] 1#1: exit");
    SocketTally tally = tally(JOINED);
    for (int connection = 6; connection <= 10; connection++) {
      read(tally, JOINED, connection + " 101 3.000 \"/ws\" \"OK\" \"websocket\" 101");
    }
    read(tally, JOINED, "11 101 3.000 \"/ws\" \"\" \"websocket\" 101");
    read(tally, JOINED, "12 101 60.002 \"/ws\" \"OK\" \"websocket\" 101");
    assertThat(tally.endings())
        .isEqualTo(
            Map.of(
                Ending.ORDERLY, 1L,
                Ending.IDLE_LIMIT, 2L,
                Ending.CLIENT, 1L,
                Ending.BACKEND, 1L,
                Ending.CLIENT_STALLED, 1L,
                Ending.CUT_SHORT, 1L));
    assertThat(tally.sockets()).isEqualTo(7);
    assertThat(tally.lifetimes()).isEqualTo(Map.of(3, 6L, 60, 1L));
  }

  @Test
  void withoutAConnectionTheErrorLogExplainsAsManyAsItTells() {
    endings.accept(ended(7, "error", "recv() failed (104: Connection reset by peer)"));
    SocketTally tally = tally(APART);
    read(tally, APART, "101 3.000 \"/ws\" \"OK\" \"websocket\" 101");
    read(tally, APART, "101 4.000 \"/ws\" \"OK\" \"websocket\" 101");
    assertThat(tally.endings()).isEqualTo(Map.of(Ending.ORDERLY, 1L, Ending.BACKEND, 1L));
  }

  @Test
  void aRefusalSaysWhoAnsweredAndOrdinaryRequestsElsewhereDoNotCount() {
    SocketTally tally = tally(JOINED);
    read(tally, JOINED, "1 403 0.001 \"/ws?token=a\" \"OK\" \"websocket\" 403");
    read(tally, JOINED, "2 403 0.001 \"/ws\" \"OK\" \"websocket\" -");
    read(tally, JOINED, "3 400 0.001 \"/ws\" \"OK\" \"-\" 400");
    read(tally, JOINED, "4 404 0.001 \"/favicon.ico\" \"OK\" \"-\" -");
    read(tally, JOINED, "5 200 0.001 \"/spa\" \"OK\" \"websocket\" 200");
    assertThat(tally.refusals(paths::contains).stream().map(SocketTallyTest::words))
        .containsExactlyInAnyOrder(
            "403 BACKEND /ws 0", "403 NGINX /ws 0", "400 BACKEND /ws 1", "200 BACKEND /spa 0");
  }

  @Test
  void manyPathsDoNotFillTheMemory() {
    SocketTally tally = tally(JOINED);
    for (int i = 0; i < 12_000; i++) {
      read(tally, JOINED, "1 404 0.001 \"/x" + i + "\" \"OK\" \"-\" -");
    }
    assertThat(tally.refusals(_ -> true)).hasSize(10_000);
    assertThat(tally.unnamedRefusals()).isEqualTo(2_000);
  }

  @Test
  void aLineInJsonShowsItsFormat() {
    String line =
        "{\"time\":\"2026-11-20T15:00:00+00:00\",\"status\": 101,\"path\":\"/a\\\"b\",\"request_time\":\"1.5\"}";
    LogFormats none = LogFormats.of(List.of());
    List<LogFormat> formats = none.fitting(List.of("junk", line));
    assertThat(formats).hasSize(1);
    AccessEntry entry = formats.getFirst().parse(line.replace("101", "403")).orElseThrow();
    assertThat(entry.status()).hasValue(403);
    assertThat(entry.path()).isEqualTo("/a\"b");
    assertThat(entry.seconds()).hasValue(1.5);
    for (String broken :
        List.of("{", "{}", "{\"a\"}", "{\"a\":{}}", "{\"a\":\"", "[1]", "{\"a\":1")) {
      assertThat(none.fitting(List.of(broken))).as(broken).isEmpty();
    }
  }

  private SocketTally tally(LogFormat format) {
    assertThat(format.has("status")).isTrue();
    return new SocketTally(endings, seconds -> Math.abs(seconds - 60) < 0.5, paths::add);
  }

  private static void read(SocketTally tally, LogFormat format, String line) {
    tally.accept(format.parse(line).orElseThrow());
  }

  private static String words(Refusal refusal) {
    return "%d %s %s %d"
        .formatted(refusal.status(), refusal.by(), refusal.path(), refusal.stripped());
  }

  private static String ended(int connection, String level, String what) {
    return ("2026/11/20 15:00:01 [%s] 1#1: *%d %s while proxying upgraded connection, client: 1.1.1.1, server: a,"
            + " request: \"GET /ws HTTP/1.1\", upstream: \"http://127.0.0.1:9000/ws\", host: \"a\"")
        .formatted(level, connection, what);
  }
}
