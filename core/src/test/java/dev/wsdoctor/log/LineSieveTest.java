package dev.wsdoctor.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// The sieve hands on what reading every line would have found, however the bytes are cut.
class LineSieveTest {
  private static final LogFormat SHORT =
      LogFormat.of(List.of("short", "$host $status $request_time"));
  private static final LogFormat JSON =
      LogFormat.of(List.of("j", "escape=json", "{\"u\":\"$http_upgrade\",\"s\":\"$status\"}"));

  @Test
  void socketsAndRefusalsPassAndOrdinaryTrafficDoesNot() {
    assertThat(sifted(LogFormat.COMBINED, combined(101) + combined(200) + combined(404), 10_000))
        .containsExactly(combined(101).strip(), combined(404).strip());
    assertThat(sifted(SHORT, "t 101 0.1\nt 200 0.2\nt 009 0.3\n\0\0t 502 0.4\r\nt 503 1", 7))
        .containsExactly("t 101 0.1", "t 009 0.3", "t 502 0.4", "t 503 1");
    assertThat(sifted(JSON, "{\"u\":\"websocket\",\"s\":\"200\"}\n{\"u\":\"\",\"s\":\"200\"}\n", 5))
        .containsExactly("{\"u\":\"websocket\",\"s\":\"200\"}");
  }

  @Test
  void nothingThatCountsIsLostWhereverTheChunksEnd() {
    for (int seed = 0; seed < 200; seed++) {
      Random random = new Random(seed);
      StringBuilder log = new StringBuilder();
      List<String> expected = new ArrayList<>();
      for (int i = 0; i < 50; i++) {
        int status = List.of(101, 200, 302, 400, 499, 502).get(random.nextInt(6));
        String line = combined(status).strip() + "x".repeat(random.nextInt(30));
        log.append(line).append('\n');
        if (status == 101 || status >= 400) {
          expected.add(line);
        }
      }
      assertThat(sifted(LogFormat.COMBINED, log.toString(), 1 + random.nextInt(300)))
          .as("seed %d", seed)
          .isEqualTo(expected);
    }
  }

  /// A request may hold what looks like a status, unless its quotes are escaped.
  @Test
  void aStatusWithinAValueHidesNothing() {
    LogFormat bare = LogFormat.of(List.of("bare", "escape=none", "$host \"$request\" $status"));
    assertThat(sifted(bare, "h \"GET /\" 200 HTTP/1.1\" 101\nh \"GET /\" 200\n", 9))
        .containsExactly("h \"GET /\" 200 HTTP/1.1\" 101");
    LogFormat alike = LogFormat.of(List.of("alike", "\"$host\" \"$bytes_sent\" \"$status\""));
    assertThat(sifted(alike, "\"h\" \"200\" \"101\"\n\"h\" \"101\" \"200\"\n", 9))
        .contains("\"h\" \"200\" \"101\"");
  }

  @Test
  void cutLinesHideNoWholeOne() {
    String whole = combined(101);
    StringBuilder log = new StringBuilder();
    for (int i = 0; i < combined(200).length(); i++) {
      log.append(combined(200), 0, i).append('\n').append(whole);
      log.append(combined(200).strip(), i / 2, i).append("\n\n").append(whole);
    }
    assertThat(sifted(LogFormat.COMBINED, log.toString(), 64))
        .filteredOn(whole.strip()::equals)
        .hasSize(2 * combined(200).length());
  }

  @Test
  void lineEndsNeverJoinLinesOfAFileLargerThanTheRoom() {
    String block = combined(200).repeat(700) + combined(101);
    int blocks = 3 * LineSieve.ROOM / block.length() + 2;
    assertThat(sifted(LogFormat.COMBINED, block.repeat(blocks), 100_000))
        .hasSize(blocks)
        .allMatch(combined(101).strip()::equals);
  }

  @Test
  void aLineWithoutEndIsPassedOverAndTheNextOneIsRead() {
    List<String> lines = new ArrayList<>();
    LogCutter sieve = LineSieve.of(List.of(LogFormat.COMBINED), lines::add);
    byte[] junk = "\" 101 junk".repeat(1_000_000).getBytes(StandardCharsets.ISO_8859_1);
    sieve.feed(junk, junk.length);
    byte[] rest = ("\n" + combined(101)).getBytes(StandardCharsets.ISO_8859_1);
    sieve.feed(rest, rest.length);
    sieve.end();
    assertThat(lines).containsExactly(combined(101).strip());
    assertThat(sieve.cutLines()).isEqualTo(1);
  }

  @Test
  void aFormatThatDoesNotTellTheStatusLetsAllLinesPass() {
    LogFormat silent = LogFormat.of(List.of("silent", "$remote_addr $request"));
    assertThat(sifted(silent, "a b\nc d\n", 3)).containsExactly("a b", "c d");
  }

  private static String combined(int status) {
    return "1.1.1.1 - - [20/Nov/2026:15:00:00 +0000] \"GET /ws HTTP/1.1\" %d 3 \"-\" \"x\"\n"
        .formatted(status);
  }

  private static List<String> sifted(LogFormat format, String text, int chunk) {
    List<String> lines = new ArrayList<>();
    LogCutter sieve = LineSieve.of(List.of(format), lines::add);
    byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
    byte[] piece = new byte[chunk];
    for (int at = 0; at < bytes.length; at += chunk) {
      int count = Math.min(chunk, bytes.length - at);
      System.arraycopy(bytes, at, piece, 0, count);
      sieve.feed(piece, count);
    }
    sieve.end();
    return lines;
  }
}
