package dev.wsdoctor.app.format;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.wsdoctor.app.OddSamples;
import dev.wsdoctor.app.Samples;
import dev.wsdoctor.app.SecretSamples;
import dev.wsdoctor.app.TrafficSamples;
import dev.wsdoctor.diagnosis.Report;
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

  private static final List<Report> SEVERAL =
      List.of(Samples.broken(), Samples.healthy(), Samples.unknown());

  private static final Map<String, Function<Format, byte[]>> REPORTS =
      Map.of(
          "broken", format -> format.report(Samples.broken()),
          "healthy", format -> format.report(Samples.healthy()),
          "unknown", format -> format.report(Samples.unknown()),
          "allowed", format -> format.report(OddSamples.allowed()),
          "several", format -> format.reports(SEVERAL));

  private static final Map<String, Function<ExplanationFormat, byte[]>> EXPLANATIONS =
      Map.of(
          "redirect", format -> format.explanation(Samples.redirect()),
          "proxied", format -> format.explanation(Samples.proxiedExplanation()),
          "survey", format -> format.survey(Samples.survey()));

  @ParameterizedTest
  @ValueSource(strings = {"broken", "healthy", "unknown", "allowed", "several"})
  void everyFormatMatchesItsGoldenFile(String sample) throws IOException {
    for (String format : Formats.NAMES) {
      check(file(sample, format), print(sample, format, false));
    }
  }

  @Test
  void everyFormatOfLiveConnectionsMatchesItsGoldenFile() throws IOException {
    for (String name : Formats.LIVE) {
      TrafficFormat format = Formats.live(name, new Viewer(false, "", false)).orElseThrow();
      check(
          file("traffic", name),
          new String(format.traffic(TrafficSamples.busy(), 2), StandardCharsets.UTF_8));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {40, 60, 70, 80, 100})
  void noLineOfLiveConnectionsIsWiderThanTheTerminal(int width) {
    TrafficFormat format = Formats.live("text", new Viewer(false, "", false, width)).orElseThrow();
    String text = new String(format.traffic(TrafficSamples.busy(), 20), StandardCharsets.UTF_8);
    assertThat(text.lines()).allMatch(line -> line.length() <= Math.max(width, 66));
    assertThat(text)
        .contains(
            "203.0.113.9:51234", "closes in 12 s", "of an earlier configuration", "half open?")
        .contains("silent 48 s of 60 s");
    assertThat(text.contains("rtt 21 ms")).isEqualTo(width >= 80);
  }

  @ParameterizedTest
  @ValueSource(strings = {"redirect", "proxied", "survey"})
  void everyFormatOfExplanationsMatchesItsGoldenFile(String sample) throws IOException {
    for (String format : Formats.EXPLAINING) {
      check(file(sample, format), print(sample, format, false));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "broken",
        "healthy",
        "unknown",
        "allowed",
        "several",
        "redirect",
        "proxied",
        "survey"
      })
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
  void noFormatPrintsASecretUnlessToldTo() {
    for (String name : Formats.NAMES) {
      for (String text : secretReports(name, false)) {
        assertThat(text).as(name).doesNotContain(SecretSamples.SECRETS).contains("[hidden]");
      }
      assertThat(secretReports(name, true)).as(name).allMatch(text -> text.contains("s3cr3t"));
    }
    for (String name : Formats.EXPLAINING) {
      for (String text : secretExplanations(name, false)) {
        assertThat(text).as(name).doesNotContain(SecretSamples.SECRETS).contains("[hidden]");
      }
      assertThat(secretExplanations(name, true)).as(name).allMatch(text -> text.contains("s3cr3t"));
    }
  }

  private static List<String> secretReports(String name, boolean show) {
    Format format = Formats.named(name, new Viewer(true, "", show)).orElseThrow();
    return List.of(
        text(format.report(SecretSamples.report())),
        text(format.reports(List.of(SecretSamples.report()))));
  }

  private static List<String> secretExplanations(String name, boolean show) {
    ExplanationFormat format = Formats.explaining(name, new Viewer(true, "", show)).orElseThrow();
    return List.of(
        text(format.explanation(SecretSamples.explanation())),
        text(format.survey(SecretSamples.survey())));
  }

  @Test
  void editsThatWouldInsertAHiddenSecretAreLeftOut() {
    Format format = Formats.named("json", new Viewer(false, "", false)).orElseThrow();

    assertThat(text(format.report(SecretSamples.copied())))
        .contains("+    proxy_set_header X-Api-Key [hidden];")
        .contains("\"edits\":[]");
  }

  @Test
  void textStaysWithin80ColumnsButForPathsAndCode() throws IOException {
    for (String sample : List.of("broken", "survey", "several")) {
      assertThat(print(sample, "text", false).lines())
          .as(sample)
          .allMatch(line -> line.length() <= 80);
    }
  }

  @Test
  void withoutColourNoControlCharacterReachesTheTerminal() throws IOException {
    for (String sample : List.of("broken", "healthy", "unknown", "allowed", "several", "survey")) {
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
    Viewer viewer = new Viewer(colour, "", false);
    Function<Format, byte[]> report = REPORTS.get(sample);
    if (report != null) {
      return text(report.apply(Formats.named(name, viewer).orElseThrow()));
    }
    return text(
        requireNonNull(EXPLANATIONS.get(sample), sample)
            .apply(Formats.explaining(name, viewer).orElseThrow()));
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private static String file(String sample, String format) {
    String ending =
        switch (format) {
          case "text" -> "txt";
          case "junit" -> "xml";
          case String same -> same;
        };
    return sample + "." + ending;
  }

  /// Written anew with -Dgolden=write; then `git diff` shows what has changed.
  private static void check(String name, String printed) throws IOException {
    Path file = GOLDEN.resolve(name);
    String actual = withoutResources(printed);
    if ("write".equals(System.getProperty("golden"))) {
      Files.createDirectories(GOLDEN);
      Files.writeString(file, actual);
    }
    assertThat(actual).as(name).isEqualTo(Files.readString(file));
  }

  /// The style of a page, and what a rule's page says, are files of their own.
  private static String withoutResources(String printed) {
    String string = "\"[^\"\\\\]*+(?:\\\\.[^\"\\\\]*+)*+\"";
    return printed
        .replaceFirst("(?s)<style>.*</style>", "<style></style>")
        .replaceFirst("sha256-[A-Za-z0-9+/=]+", "sha256-...")
        .replaceAll("(Description|help)\":\\{\"text\":" + string, "$1\":{\"text\":\"...\"")
        .replaceAll("\"markdown\":" + string, "\"markdown\":\"...\"");
  }
}
