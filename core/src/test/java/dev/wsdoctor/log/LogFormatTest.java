package dev.wsdoctor.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class LogFormatTest {
  @Test
  void combinedIsKnown() {
    AccessEntry entry =
        entry(
            LogFormat.COMBINED,
            "1.2.3.4 - - [20/Nov/2026:15:00:01 +0000] \"GET /ws?token=a HTTP/1.1\" 101 4 \"-\""
                + " \"curl \\x22x\\x22\"");
    assertThat(entry.status()).hasValue(101);
    assertThat(entry.path()).isEqualTo("/ws");
    assertThat(entry.query()).isEqualTo("token=a");
    assertThat(entry.version()).isEqualTo("HTTP/1.1");
    assertThat(entry.time()).isEqualTo("20/Nov/2026:15:00:01 +0000");
    assertThat(entry.value("http_referer")).isEmpty();
    assertThat(entry.value("http_user_agent")).hasValue("curl \"x\"");
    assertThat(entry.seconds()).isEmpty();
    assertThat(entry.host()).isEmpty();
  }

  @Test
  void jsonIsAFormatLikeOthers() {
    LogFormat json =
        LogFormat.of(
            List.of(
                "wsx",
                "escape=json",
                "{\"s\":\"$status\",\"rt\":\"$request_time\",",
                "\"up\":\"$http_upgrade\",\"ua\":\"$http_user_agent\",\"uri\":\"$request_uri\"}"));
    AccessEntry entry =
        entry(
            json,
            "{\"s\":\"101\",\"rt\":\"60.012\",\"up\":\"websocket\",\"ua\":\"a\\\",\\\"b\\u00e4\\n\",\"uri\":\"/ws?x\"}");
    assertThat(json.name()).isEqualTo("wsx");
    assertThat(entry.seconds()).hasValue(60.012);
    assertThat(entry.value("http_upgrade")).hasValue("websocket");
    assertThat(entry.value("http_user_agent")).hasValue("a\",\"b\u00c3\u00a4\n");
    assertThat(entry.path()).isEqualTo("/ws");
  }

  @Test
  void theAnswersOfSeveralUpstreamsAreOneValue() {
    LogFormat format =
        LogFormat.of(List.of("u", "$upstream_addr $upstream_status ${status} $request_time"));
    AccessEntry entry = entry(format, "10.0.0.1:80, 10.0.0.2:80 502, 101 : 200 101 7.000");
    assertThat(entry.value("upstream_addr")).hasValue("10.0.0.1:80, 10.0.0.2:80");
    assertThat(entry.value("upstream_status")).hasValue("502, 101 : 200");
    assertThat(entry.status()).hasValue(101);
  }

  @Test
  void escapeNoneIsTakenAsItStands() {
    LogFormat format = LogFormat.of(List.of("n", "escape=none", "[$uri] $status"));
    assertThat(entry(format, "[/a\\x20b] 009").value("uri")).hasValue("/a\\x20b");
    assertThat(entry(format, "[] 009").status()).hasValue(9);
    assertThat(entry(format, "[-] 12").status()).isEmpty();
  }

  @Test
  void aLineOfAnotherFormatIsNoEntry() {
    String[] others = {"", "x", "\0\u00ff", "1.2.3.4 - - [t] \"GET / HTTP/1.1\" 200"};
    for (String other : others) {
      assertThat(LogFormat.COMBINED.parse(other)).as(other).isEmpty();
    }
  }

  @Test
  void aFormatOfManyPiecesTakesTimeInProportion() {
    LogFormat format =
        LogFormat.of(List.of("long", "$a $b $c $d $e $f $g $h $i $j $k $l $m $n $o\"$status"));
    String line = "a ".repeat(30_000);
    assertTimeout(
        Duration.ofSeconds(5),
        () -> {
          for (int i = 0; i < 200; i++) {
            assertThat(format.parse(line)).isEmpty();
          }
        });
  }

  @Test
  void theFormatsOfAFileAreTriedInTurn() {
    LogFormats formats =
        LogFormats.of(List.of(LogFormat.of(List.of("short", "s=$status $request_time"))));
    assertThat(formats.parse("s=101 3.5")).isPresent();
    assertThat(formats.latest().name()).isEqualTo("short");
    assertThat(formats.parse("1.1.1.1 - - [t] \"GET / HTTP/1.1\" 200 1 \"-\" \"-\"")).isPresent();
    assertThat(formats.latest()).isSameAs(LogFormat.COMBINED);
    assertThat(formats.parse("nothing of the kind")).isEmpty();
  }

  private static AccessEntry entry(LogFormat format, String line) {
    return format.parse(line).orElseThrow();
  }
}
