package dev.wsdoctor.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// Which lines count for a URL, and what they add up to.
class TallyTest {
  private static final LogFormat TIMED =
      LogFormat.of(
          List.of(
              "timed",
              "$time_iso8601 $status $request_time \"$request\" \"$http_upgrade\" \"$host\""
                  + " \"$request_completion\""));

  @Test
  void onlyTheLinesOfThisServerPathAndUpstreamCount() {
    ErrorTally tally = new ErrorTally(url());
    String refused = "connect() failed (111: Connection refused) while connecting to upstream";
    tally.accept(line("1", "error", refused, "a.example", "/ws", "http://127.0.0.1:9000/ws"));
    tally.accept(line("2", "error", refused, "a.example", "/page", "http://127.0.0.1:9000/page"));
    tally.accept(line("3", "error", refused, "b.example", "/ws", "http://127.0.0.1:9001/ws"));
    tally.accept(line("4", "error", "access forbidden by rule", "a.example", "/page", ""));
    tally.accept(line("5", "error", "no live upstreams", "a.example", "/x", "http://app/x"));
    tally.accept("2026/11/20 15:00:06 [alert] 1#1: 8 worker_connections are not enough");
    tally.accept("\0\u00ff not a line of nginx");
    assertThat(tally.sightings().stream().map(TallyTest::words))
        .containsExactlyInAnyOrder(
            "upstream-unreachable once, last 2026/11/20 15:00:01",
            "worker-connections-exhausted once, last 2026/11/20 15:00:06");
    assertThat(tally.lines()).isEqualTo(7);
    assertThat(tally.entries()).isEqualTo(6);
  }

  @Test
  void whereTheUrlHasNoLinesOfItsOwnThoseOfItsUpstreamCount() {
    ErrorTally tally = new ErrorTally(url());
    String refused = "connect() failed (111: Connection refused) while connecting to upstream";
    tally.accept(line("2", "error", refused, "a.example", "/page", "http://127.0.0.1:9000/page"));
    tally.accept(line("3", "error", refused, "b.example", "/ws", "http://127.0.0.1:9001/ws"));
    assertThat(tally.sightings().stream().map(TallyTest::words))
        .containsExactly("upstream-unreachable once, last 2026/11/20 15:00:02");
  }

  @Test
  void withoutAConfigurationHostAndPathDecide() {
    ErrorTally tally =
        new ErrorTally(new LoggedUrl(Set.of("a.example"), Set.of(), Set.of(), 80, "/ws"::equals));
    tally.accept(line("1", "error", "access forbidden by rule", "any", "/ws", ""));
    tally.accept(
        line("2", "error", "access forbidden by rule", "any", "/ws", "").replace("a.ex", "b.ex"));
    assertThat(tally.sightings()).hasSize(1);
  }

  @Test
  void aPastedLineCountsWhateverItNames() {
    ErrorTally tally = new ErrorTally(url());
    tally.acceptPasted("no live upstreams while connecting to upstream");
    assertThat(words(tally.sightings().getFirst())).isEqualTo("upstream-marked-down once");
  }

  @Test
  void workersThatWereToldToLeaveAndStayAreCounted() {
    ErrorTally tally = new ErrorTally(url());
    String notice = "2026/11/20 15:00:0%d [notice] %d#0: %s";
    tally.accept(notice.formatted(1, 1, "reconfiguring"));
    tally.accept(notice.formatted(2, 11, "gracefully shutting down"));
    tally.accept(notice.formatted(3, 12, "gracefully shutting down"));
    tally.accept(notice.formatted(4, 12, "exit"));
    assertThat(tally.leavingWorkers()).isEqualTo(1);
    assertThat(tally.reloads()).isEqualTo(1);
    assertThat(tally.lastReload()).hasValue("2026/11/20 15:00:01");
  }

  @Test
  void lifetimesOfSocketsHaveAPeak() {
    AccessTally tally = accesses();
    for (int i = 0; i < 40; i++) {
      tally.accept(access(i, 101, i % 2 == 0 ? 60.01 : i * 7.3, "/ws", "websocket", "OK"));
    }
    tally.accept(access(50, 101, 5, "/other", "websocket", "OK"));
    assertThat(tally.opened()).isEqualTo(40);
    assertThat(tally.peak()).hasValue(new AccessTally.Peak(60, 20, 40));
    assertThat(tally.refusals()).isEmpty();
  }

  @Test
  void scatteredLifetimesHaveNone() {
    AccessTally tally = accesses();
    for (int i = 0; i < 40; i++) {
      tally.accept(access(i, 101, 3 + i * 7.3, "/ws", "websocket", "OK"));
    }
    assertThat(tally.peak()).isEmpty();
  }

  @Test
  void theStatusOfTheNewestRefusalsIsTold() {
    AccessTally tally = accesses();
    for (int i = 0; i < 300; i++) {
      tally.accept(access(i % 60, i < 100 ? 502 : 400, 0.01, "/ws", "-", "OK"));
    }
    assertThat(tally.refusals())
        .hasValue(
            new AccessTally.Refusals(400, 200, 200, 200, 0, 0, 0, "2026-11-20T15:00:59+00:00"));
  }

  @Test
  void ordinaryPagesOnTheSamePathAreNoRefusals() {
    AccessTally tally = accesses();
    for (int i = 0; i < 20; i++) {
      tally.accept(access(i, 200, 0.01, "/ws", "-", "OK"));
    }
    assertThat(tally.refusals()).isEmpty();
    assertThat(tally.concerned()).isEqualTo(20);
  }

  @Test
  void socketsThatEndTogetherAreABurst() {
    AccessTally tally = accesses();
    for (int i = 0; i < 7; i++) {
      tally.accept(access(5, 101, 10 + i, "/ws", "websocket", "-"));
    }
    assertThat(tally.longestBurst()).isEqualTo(7);
    assertThat(tally.cutShort()).isEqualTo(7);
  }

  @Test
  void onlyTheNamesOfSecretsAreKept() {
    AccessTally tally = accesses();
    tally.accept(access(1, 101, 1, "/ws?room=1&Token=abc&x", "websocket", "OK"));
    assertThat(tally.secrets()).containsExactly("Token");
  }

  private static AccessTally accesses() {
    return new AccessTally(url(), LogFormats.of(List.of(TIMED)));
  }

  private static LoggedUrl url() {
    return new LoggedUrl(
        Set.of("a.example"), Set.of("a.example"), Set.of("127.0.0.1:9000"), 80, "/ws"::equals);
  }

  private static String words(Sighting sighting) {
    return sighting.signature().cause().orElse("-") + " " + sighting.often();
  }

  private static String access(
      int second, int status, double lived, String target, String upgrade, String completion) {
    return "2026-11-20T15:00:%02d+00:00 %d %.3f \"GET %s HTTP/1.1\" \"%s\" \"a.example\" \"%s\""
        .formatted(second, status, lived, target, upgrade, completion);
  }

  private static String line(
      String second, String level, String message, String server, String path, String upstream) {
    String to = upstream.isEmpty() ? "" : ", upstream: \"" + upstream + "\"";
    return "2026/11/20 15:00:0%s [%s] 1#1: *2 %s, client: 1.2.3.4, server: %s, request: \"GET %s HTTP/1.1\"%s, host: \"a.example\""
        .formatted(second, level, message, server, path, to);
  }
}
