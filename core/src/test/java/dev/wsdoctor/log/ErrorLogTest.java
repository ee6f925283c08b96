package dev.wsdoctor.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

/// Lines as nginx 1.22.1 wrote them.
class ErrorLogTest {
  private static final String TIMEOUT =
      "2026/11/20 15:00:01 [info] 100#101: *5 upstream timed out (110: Connection timed out) while"
          + " proxying upgraded connection, client: 1.2.3.4, server: a.example, request: \"GET"
          + " /ws?x=1 HTTP/1.1\", upstream: \"http://127.0.0.1:9000/ws?x=1\", host:"
          + " \"a.example:8080\", referrer: \"http://a.example/\"";

  @Test
  void aLineComesApartIntoItsFields() {
    ErrorEntry entry = ErrorLog.parse(TIMEOUT).orElseThrow();
    assertThat(entry.time()).isEqualTo("2026/11/20 15:00:01");
    assertThat(entry.level()).hasValue(Level.INFO);
    assertThat(entry.pid()).isEqualTo(100);
    assertThat(entry.tid()).isEqualTo(101);
    assertThat(entry.connection()).hasValue(5L);
    assertThat(entry.message())
        .isEqualTo(
            "upstream timed out (110: Connection timed out) while proxying upgraded connection");
    assertThat(entry.action()).isEqualTo("proxying upgraded connection");
    assertThat(entry.client()).hasValue("1.2.3.4");
    assertThat(entry.server()).hasValue("a.example");
    assertThat(entry.request()).hasValue("GET /ws?x=1 HTTP/1.1");
    assertThat(entry.path()).hasValue("/ws");
    assertThat(entry.upstream()).hasValue("http://127.0.0.1:9000/ws?x=1");
    assertThat(entry.host()).hasValue("a.example:8080");
    assertThat(entry.referrer()).hasValue("http://a.example/");
  }

  @Test
  void whatStandsInFrontOfALineDoesNotMatter() {
    String[] prefixes = {
      "", "nginx-1  | ", "<187>Nov 20 15:00:01 web nginx[12]: nginx: ", "\0\0\0[x] "
    };
    for (String prefix : prefixes) {
      assertThat(ErrorLog.parse(prefix + TIMEOUT)).as(prefix).isEqualTo(ErrorLog.parse(TIMEOUT));
    }
  }

  @Test
  void aLineOfTheProcessHasNoConnection() {
    ErrorEntry entry =
        ErrorLog.parse("2026/11/20 15:00:01 [notice] 7#7: gracefully shutting down").orElseThrow();
    assertThat(entry.connection()).isEmpty();
    assertThat(entry.message()).isEqualTo("gracefully shutting down");
    assertThat(entry.client()).isEmpty();
  }

  @Test
  void aQuoteInARequestDoesNotEndIt() {
    ErrorEntry entry =
        ErrorLog.parse(
                "2026/11/20 15:00:01 [error] 1#1: *2 open() \"/x\" failed (2: No such file or"
                    + " directory), client: 1.1.1.1, server: , request: \"GET /a\"b HTTP/1.1\", host:"
                    + " \"h\"")
            .orElseThrow();
    assertThat(entry.request()).hasValue("GET /a\"b HTTP/1.1");
    assertThat(entry.server()).hasValue("");
    assertThat(entry.host()).hasValue("h");
  }

  @Test
  void anotherShapeIsNoEntry() {
    String[] others = {
      "",
      "[",
      "2026/11/20 15:00:01 [loud] 1#1: x",
      "127.0.0.1 - - [20/Nov/2026:15:00:01 +0000] \"\""
    };
    for (String other : others) {
      assertThat(ErrorLog.parse(other)).as(other).isEmpty();
    }
  }

  @Test
  void aPastedFragmentIsAMessage() {
    ErrorEntry entry = ErrorLog.pasted(" no live upstreams while connecting to upstream ");
    assertThat(entry.message()).isEqualTo("no live upstreams while connecting to upstream");
    assertThat(entry.level()).isEmpty();
    assertThat(ErrorLog.pasted(TIMEOUT)).isEqualTo(ErrorLog.parse(TIMEOUT).orElseThrow());
  }

  @Test
  void noDamageBreaksTheParser() {
    for (int seed = 0; seed < 5_000; seed++) {
      Random random = new Random(seed);
      StringBuilder line = new StringBuilder(TIMEOUT);
      for (int i = 0; i < 1 + random.nextInt(5); i++) {
        int at = random.nextInt(line.length());
        switch (random.nextInt(3)) {
          case 0 -> line.setLength(Math.max(1, at));
          case 1 -> line.setCharAt(at, (char) random.nextInt(256));
          default -> line.insert(at, "\", host: \"");
        }
      }
      assertThat(ErrorLog.pasted(line.toString()).message()).as("seed " + seed).isNotNull();
    }
  }
}
