package dev.wsdoctor.app.format;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.wsdoctor.app.format.Sheet.Cell;
import dev.wsdoctor.app.format.Sheet.Fact;
import dev.wsdoctor.app.format.Sheet.Outcome;
import dev.wsdoctor.finding.Evidence;
import dev.wsdoctor.finding.Finding;
import dev.wsdoctor.finding.Fix;
import dev.wsdoctor.finding.Severity;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SheetTest {
  private static final Path SCHEMA = Path.of("../docs/schema/wsdoctor-1.schema.json");

  private static Sheet sample() {
    return new Sheet(
        "idle",
        "ws://example.com/ws?token=abcdefgh",
        Outcome.AT_RISK,
        "a silent socket is ended after 60.0 s",
        List.of(
            new Sheet.Raw("Request", "GET /ws HTTP/1.1\r\nCookie: a=s3cr3tvalue\r\n\r\n"),
            new Sheet.Facts(
                "Result",
                List.of(
                    Sheet.fact("address", "127.0.0.1:80"),
                    new Fact("pong", Sheet.time(Optional.of(Duration.ofNanos(420_000)))),
                    new Fact("echo", Sheet.time(Optional.empty())),
                    new Fact("stapled", new Sheet.Yes(false)))),
            new Sheet.Table(
                "Idle limits",
                List.of("hop", "limit", "samples"),
                List.of(
                    List.<Cell>of(
                        Sheet.words("through nginx"),
                        new Sheet.Time(Duration.ofSeconds(60)),
                        new Sheet.Count(3)))),
            new Sheet.Table("Empty", List.of("a"), List.of()),
            new Sheet.Notes("Remarks", List.of("the cookie was s3cr3tvalue"))),
        List.of(
            Finding.of(
                    "intermediary-timeout",
                    Severity.WARNING,
                    0.7,
                    "a socket is ended",
                    "somebody has a limit")
                .because(Evidence.probe("FIN"))
                .mendedBy(Fix.manual("ping"))));
  }

  @Test
  void textShowsWhatIsThereAndHidesSecrets() {
    assertThat(print("text", false))
        .isEqualTo(
            """
            AT RISK  ws://example.com/ws?token=[hidden]

            a silent socket is ended after 60.0 s

            Request
              GET /ws HTTP/1.1
              Cookie: a=[hidden]

            Result
              address  127.0.0.1:80
              pong     0.42 ms
              echo     -
              stapled  no

            Idle limits
              hop            limit   samples
              through nginx  60.0 s  3

            Remarks
              * the cookie was [hidden]

            Cause     a socket is ended
                      [intermediary-timeout, warning]
            Why       somebody has a limit
            Seen      FIN
            Change    ping
            More      wsdoctor why intermediary-timeout
            """);
  }

  @Test
  void jsonKeepsTypesAndTheSchema() throws IOException {
    String json = print("json", false);
    assertThat(json)
        .contains("\"verdict\":\"at-risk\"")
        .contains(
            "\"result\":{\"address\":\"127.0.0.1:80\",\"pong_ms\":0.420,\"echo\":null,\"stapled\":false}")
        .contains(
            "\"idle_limits\":[{\"hop\":\"through nginx\",\"limit_ms\":60000.000,\"samples\":3}]")
        .contains("\"empty\":[]")
        .doesNotContain("s3cr3tvalue", "abcdefgh");
    assertThat(
            SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(Files.readString(SCHEMA), InputFormat.JSON)
                .validate(json, InputFormat.JSON))
        .isEmpty();
  }

  @Test
  void secretsAreShownToWhoAsksForThem() {
    assertThat(print("text", true)).contains("token=abcdefgh", "a=s3cr3tvalue", "was s3cr3tvalue");
  }

  @ParameterizedTest
  @CsvSource({
    "420,          0.00 ms",
    "123456,       0.12 ms",
    "12345678,     12.3 ms",
    "999900000,    1000 ms",
    "1000000000,   1.00 s",
    "61500000000,  61.5 s",
    "600000000000, 600 s"
  })
  void timesHaveThreeDigits(long nanos, String text) {
    assertThat(SheetText.print(Duration.ofNanos(nanos))).isEqualTo(text);
  }

  private static String print(String format, boolean secrets) {
    return new String(
        ProbeFormats.print(sample(), format, new Viewer(false, "", secrets)),
        StandardCharsets.UTF_8);
  }
}
