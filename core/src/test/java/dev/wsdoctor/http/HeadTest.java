package dev.wsdoctor.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wsdoctor.http.HeadParser.Parsed;
import dev.wsdoctor.http.HeadReader.Progress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HeadTest {
  private static final int LIMIT = 200;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n\r\n",
        "HTTP/1.1 101 Switching Protocols\nUpgrade: websocket\n\n",
        "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\n\r\n",
        "HTTP/1.1 101 Switching Protocols\nUpgrade: websocket\r\n\n",
        "\r\n",
      })
  void aHeadEndsAtItsFirstEmptyLineHoweverItIsCut(String head) {
    String bytes = head + "\u0081\u0005";
    for (int cut = 0; cut <= bytes.length(); cut++) {
      HeadReader reader = new HeadReader(LIMIT);
      Progress first = reader.feed(bytes.substring(0, cut));
      Progress last =
          first instanceof Progress.Complete complete
              ? new Progress.Complete(complete.head(), complete.rest() + bytes.substring(cut))
              : reader.feed(bytes.substring(cut));
      assertThat(last).as("cut at " + cut).isEqualTo(new Progress.Complete(head, "\u0081\u0005"));
    }
  }

  @Test
  void anEndlessHeadIsGivenUpAtTheLimitAndNotBefore() {
    String line = "x".repeat(LIMIT);
    assertThat(new HeadReader(LIMIT).feed(line)).isEqualTo(new Progress.Incomplete());
    assertThat(new HeadReader(LIMIT).feed(line + "x")).isEqualTo(new Progress.TooLarge(LIMIT));
    String head = "x".repeat(LIMIT - 4) + "\r\n\r\n";
    assertThat(new HeadReader(LIMIT).feed(head + line))
        .isEqualTo(new Progress.Complete(head, line));
    assertThat(new HeadReader(LIMIT).feed("x" + head + line))
        .isEqualTo(new Progress.TooLarge(LIMIT));
  }

  @Test
  void aStatusLineIsReadWithAndWithoutReason() {
    assertThat(HeadParser.response("HTTP/1.1 101 Switching Protocols\r\n\r\n"))
        .isEqualTo(response(101, "Switching Protocols", Fields.NONE));
    assertThat(HeadParser.response("HTTP/1.1 200 \r\n\r\n"))
        .isEqualTo(response(200, "", Fields.NONE));
    assertThat(HeadParser.response("HTTP/1.1 200\n\n")).isEqualTo(response(200, "", Fields.NONE));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "\r\n", "SSH-2.0-OpenSSH", "HTTP/1.1", "HTTP/1.1 abc", "HTTP/2 200", "200 OK"})
  void whatIsNoStatusLineIsNamed(String head) {
    assertThat(HeadParser.response(head))
        .isInstanceOfSatisfying(
            Parsed.Invalid.class,
            invalid -> assertThat(invalid.message()).startsWith("expected a status line"));
  }

  @Test
  void fieldsAreReadTolerantlyAndJudgedApart() {
    String head = "HTTP/1.1 200 OK\nA: 1\nB : 2 \n folded\nno colon\nC:\u00003\nD:\n\n";
    assertThat(HeadParser.response(head))
        .isEqualTo(
            response(200, "OK", Fields.of("A", "1", "B", "2  folded", "C", "\u00003", "D", "")));
    assertThat(HeadRules.violations(head))
        .containsExactly(
            "expected lines to end in CR LF but found a bare LF (RFC 9112, 2.2)",
            "expected a field name made of token characters but found 'B ' (RFC 9110, 5.1)",
            "expected one line per field but found a folded line (RFC 9112, 5.2)",
            "expected a field line 'name: value' but found 'no colon' (RFC 9112, 5)",
            "expected no control characters in the value of C but found some (RFC 9110, 5.5)");
  }

  @Test
  void aCorrectHeadHasNoViolations() {
    assertThat(HeadRules.violations("HTTP/1.1 200 OK\r\nA: 1\r\nB:\ttab \u00e9\r\n\r\n")).isEmpty();
  }

  @Test
  void aRequestIsReadBehindEmptyLines() {
    assertThat(HeadParser.request("\r\n\r\nGET /x?y HTTP/1.1\r\nHost: a\r\n\r\n"))
        .isEqualTo(
            new Parsed.Valid<>(new Request("GET", "/x?y", "HTTP/1.1", Fields.of("Host", "a"))));
    assertThat(HeadParser.request("GET /x y HTTP/1.1\r\n\r\n"))
        .isEqualTo(
            new Parsed.Invalid<>(
                "expected a request line such as 'GET / HTTP/1.1' but found 'GET /x y HTTP/1.1'"));
  }

  @Test
  void bytesAreQuotedForPeople() {
    assertThat(HeadParser.quote("\u0015\u0003\u0001a\u00ff")).isEqualTo("'\\x15\\x03\\x01a\\xff'");
    assertThat(HeadParser.quote("a".repeat(61))).isEqualTo("'" + "a".repeat(60) + "...'");
  }

  private static Parsed<Response> response(int status, String reason, Fields fields) {
    return new Parsed.Valid<>(new Response("HTTP/1.1", status, reason, fields));
  }
}
