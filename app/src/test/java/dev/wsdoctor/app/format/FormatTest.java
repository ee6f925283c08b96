package dev.wsdoctor.app.format;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.wsdoctor.app.Samples;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FormatTest {
  private static final Path GOLDEN = Path.of("src/test/resources/golden");
  private static final Path SCHEMA = Path.of("../docs/schema/wsdoctor-1.schema.json");

  private static final Map<String, Function<Format, byte[]>> SAMPLES =
      Map.of(
          "broken", format -> format.report(Samples.broken()),
          "healthy", format -> format.report(Samples.healthy()),
          "unknown", format -> format.report(Samples.unknown()),
          "redirect", format -> format.explanation(Samples.redirect()),
          "proxied", format -> format.explanation(Samples.proxiedExplanation()),
          "survey", format -> format.survey(Samples.survey()),
          "several",
              format ->
                  format.reports(List.of(Samples.broken(), Samples.healthy(), Samples.unknown())));

  @ParameterizedTest
  @ValueSource(
      strings = {"broken", "healthy", "unknown", "redirect", "proxied", "survey", "several"})
  void everyFormatMatchesItsGoldenFile(String sample) throws IOException {
    for (String format : Formats.NAMES) {
      check(sample + "." + (format.equals("text") ? "txt" : format), print(sample, format, false));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"broken", "healthy", "unknown", "redirect", "proxied", "survey", "several"})
  void jsonKeepsTheSchema(String sample) throws IOException {
    Schema schema =
        SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
            .getSchema(Files.readString(SCHEMA), InputFormat.JSON);

    assertThat(schema.validate(print(sample, "json", false), InputFormat.JSON)).isEmpty();
  }

  @Test
  void theSchemaRefusesWhatTheContractDoesNotKnow() throws IOException {
    Schema schema =
        SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
            .getSchema(Files.readString(SCHEMA), InputFormat.JSON);
    String good = print("broken", "json", false);

    assertThat(
            schema.validate(
                good.replace("\"verdict\":\"broken\"", "\"verdict\":\"ill\""), InputFormat.JSON))
        .isNotEmpty();
    assertThat(schema.validate(good.replace("\"hops\"", "\"jumps\""), InputFormat.JSON))
        .isNotEmpty();
    assertThat(schema.validate(good.replace("\"line\":6", "\"line\":\"6\""), InputFormat.JSON))
        .isNotEmpty();
  }

  @Test
  void textStaysWithin80ColumnsButForPathsAndCode() throws IOException {
    for (String sample : List.of("broken", "survey")) {
      assertThat(print(sample, "text", false).lines())
          .as(sample)
          .allMatch(line -> line.length() <= 80);
    }
  }

  @Test
  void withoutColourNoControlCharacterReachesTheTerminal() throws IOException {
    for (String sample : SAMPLES.keySet()) {
      assertThat(print(sample, "text", false).chars())
          .as(sample)
          .allMatch(c -> c == '\n' || !Character.isISOControl(c));
    }
  }

  @Test
  void colourOnlyAddsEscapesAroundTheSameText() throws IOException {
    String coloured = print("broken", "text", true);

    assertThat(coloured).contains("\033[31mBROKEN");
    assertThat(coloured.replaceAll("\033\\[[0-9]*m", "")).isEqualTo(print("broken", "text", false));
  }

  private static String print(String sample, String name, boolean colour) {
    Format format = Formats.named(name, colour, "").orElseThrow();
    Function<Format, byte[]> printing = requireNonNull(SAMPLES.get(sample), sample);
    return new String(printing.apply(format), StandardCharsets.UTF_8);
  }

  /// Written anew with -Dgolden=write; then `git diff` shows what has changed.
  private static void check(String name, String actual) throws IOException {
    Path file = GOLDEN.resolve(name);
    if ("write".equals(System.getProperty("golden"))) {
      Files.createDirectories(GOLDEN);
      Files.writeString(file, actual);
    }
    assertThat(actual).as(name).isEqualTo(Files.readString(file));
  }
}
