package dev.wsdoctor.app.format;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.wsdoctor.app.LogSamples;
import dev.wsdoctor.symptom.LogReport;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LogReportFormatTest {
  private static final Path GOLDEN = Path.of("src/test/resources/golden");
  private static final Path SCHEMA = Path.of("../docs/schema/wsdoctor-1.schema.json");

  @Test
  void everyFormatMatchesItsGoldenFile() throws IOException {
    check("logs.txt", print("text", LogSamples.full(), false));
    check("logs.json", print("json", LogSamples.full(), false));
  }

  @Test
  void whatIsPrintedForProgramsIsWhatTheSchemaDescribes() throws IOException {
    String json = print("json", LogSamples.full(), true);
    assertThat(violations(json)).isZero();
    assertThat(violations(print("json", empty(), false))).isZero();
    for (String name : List.of("idle_limit", "limit_of", "stripped", "from_seconds", "bytes")) {
      assertThat(violations(json.replace('"' + name + '"', "\"other\""))).as(name).isPositive();
    }
  }

  @Test
  void secretsAreHiddenUnlessAskedFor() {
    for (String format : Formats.LIVE) {
      assertThat(print(format, LogSamples.full(), false))
          .doesNotContain(LogSamples.SECRET)
          .contains("/ws;token=[hidden]", "X-Api-Key: [hidden]");
      assertThat(print(format, LogSamples.full(), true))
          .contains("/ws;token=" + LogSamples.SECRET, "X-Api-Key: " + LogSamples.SECRET);
    }
  }

  private static LogReport empty() {
    return new LogReport(
        List.of(), 0, "", "", List.of(), Map.of(), List.of(), List.of(), List.of());
  }

  private static String print(String format, LogReport report, boolean secrets) {
    Viewer viewer = new Viewer(false, "", secrets);
    return new String(
        Formats.logs(format, viewer).orElseThrow().logs(report), StandardCharsets.UTF_8);
  }

  private static int violations(String json) throws IOException {
    return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
        .getSchema(Files.readString(SCHEMA), InputFormat.JSON)
        .validate(json, InputFormat.JSON)
        .size();
  }

  /// Written anew with -Dgolden=write; then `git diff` shows what has changed.
  private static void check(String name, String printed) throws IOException {
    Path file = GOLDEN.resolve(name);
    if ("write".equals(System.getProperty("golden"))) {
      Files.writeString(file, printed);
    }
    assertThat(printed).as(name).isEqualTo(Files.readString(file));
  }
}
