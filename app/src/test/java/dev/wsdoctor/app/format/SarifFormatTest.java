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
import dev.wsdoctor.diagnosis.Report;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class SarifFormatTest {
  @Test
  void everyReportKeepsTheSchemaOfOasis() throws IOException {
    Schema schema = schema();
    for (Report report : reports()) {
      String sarif = sarif("/etc", List.of(report));
      assertThat(schema.validate(sarif, InputFormat.JSON)).as(sarif).isEmpty();
    }
    assertThat(schema.validate(sarif("", reports()), InputFormat.JSON)).isEmpty();
    assertThat(schema.validate(sarif("", List.of()), InputFormat.JSON)).isEmpty();
  }

  @Test
  void theSchemaRefusesWhatSarifDoesNotKnow() throws IOException {
    String good = sarif("", reports());

    for (String bad :
        List.of(
            good.replace("\"level\":\"error\"", "\"level\":\"fatal\""),
            good.replace("\"startLine\":6", "\"startLine\":0"),
            good.replace("\"results\"", "\"findings\""))) {
      assertThat(bad).isNotEqualTo(good);
      assertThat(schema().validate(bad, InputFormat.JSON)).isNotEmpty();
    }
  }

  @Test
  void aFileBelowTheFolderIsNamedFromThere() {
    assertThat(sarif("/etc", reports()))
        .contains("\"originalUriBaseIds\":{\"SRCROOT\":{\"uri\":\"file:///etc/\"}}")
        .contains("\"uri\":\"nginx/nginx.conf\",\"uriBaseId\":\"SRCROOT\"");
    assertThat(sarif("/home", reports()))
        .contains("\"uri\":\"file:///etc/nginx/nginx.conf\"}")
        .doesNotContain("uriBaseId\"");
    assertThat(new Folder("/etc").uri("/etc/a b/caf\u00c3\u00a9:1#%.conf"))
        .isEqualTo("a%20b/caf%C3%A9%3A1%23%25.conf");
  }

  @Test
  void everyResultHasAPlaceAndARule() {
    JsonNode run = run(sarif("/etc", reports()));
    List<String> rules =
        run.at("/tool/driver/rules").values().stream().map(r -> text(r, "/id")).toList();

    assertThat(rules).doesNotHaveDuplicates();
    assertThat(run.at("/results").size()).isPositive();
    for (JsonNode result : run.at("/results").values()) {
      assertThat(text(result, "/locations/0/physicalLocation/artifactLocation/uri"))
          .isEqualTo("nginx/nginx.conf");
      assertThat(rules.get(result.at("/ruleIndex").asInt())).isEqualTo(text(result, "/ruleId"));
      assertThat(text(result, "/partialFingerprints/wsdoctor~1v1")).matches("[0-9a-f]{32}");
    }
  }

  @Test
  void theHelpOfARuleIsItsPage() {
    JsonNode rule = run(sarif("", List.of(Samples.broken()))).at("/tool/driver/rules/0");
    String page = new CausePages().page("upgrade-headers-missing").orElseThrow();

    assertThat(text(rule, "/help/markdown")).isEqualTo(page);
    assertThat(text(rule, "/help/text")).doesNotContain("##").contains("What happens");
    assertThat(page.replace('\n', ' ')).contains(text(rule, "/fullDescription/text"));
  }

  @Test
  void columnsCountUtf16AndAFixMakesTheSameFile() {
    JsonNode change = run(sarif("", List.of(OddSamples.accented()))).at("/results/0");
    JsonNode region = change.at("/locations/0/physicalLocation/region");
    JsonNode replacement = change.at("/fixes/0/artifactChanges/0/replacements/0");

    assertThat(region.at("/startColumn").asInt()).isEqualTo(6);
    assertThat(region.at("/endColumn").asInt()).isEqualTo(10);
    assertThat(replacement.at("/deletedRegion/startColumn").asInt()).isEqualTo(6);
    assertThat(replacement.at("/deletedRegion/endColumn").asInt()).isEqualTo(10);
    assertThat(text(replacement, "/insertedContent/text")).isEqualTo("th\u00e9;");
  }

  @Test
  void aFixThatWouldInsertAHiddenSecretIsLeftOut() {
    JsonNode masked = run(masked(SecretSamples.copied()));

    assertThat(masked.at("/results/0/fixes").size()).isZero();
    assertThat(run(sarif("", List.of(SecretSamples.copied()))).at("/results/0/fixes").size())
        .isEqualTo(1);
  }

  @Test
  void whatIsSetApartIsAResultThatIsSuppressed() {
    JsonNode results = run(sarif("", List.of(OddSamples.allowed()))).at("/results");

    assertThat(results.size()).isEqualTo(2);
    assertThat(results.at("/0/suppressions").isMissingNode()).isTrue();
    assertThat(text(results, "/1/suppressions/0/kind")).isEqualTo("inSource");
    assertThat(text(results, "/1/suppressions/0/justification")).contains("the <client> is ours");
  }

  private static List<Report> reports() {
    return List.of(
        Samples.broken(),
        OddSamples.allowed(),
        Samples.healthy(),
        Samples.unknown(),
        SecretSamples.report());
  }

  private static String sarif(String folder, List<Report> reports) {
    byte[] bytes = new SarifFormat(new Viewer(false, folder, true)).reports(reports);
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private static String masked(Report report) {
    Format format = Formats.named("sarif", new Viewer(false, "", false)).orElseThrow();
    return new String(format.report(report), StandardCharsets.UTF_8);
  }

  private static JsonNode run(String sarif) {
    return new JsonMapper().readTree(sarif).at("/runs/0");
  }

  private static String text(JsonNode node, String path) {
    return node.at(path).asString();
  }

  private static Schema schema() throws IOException {
    try (InputStream in =
        SarifFormatTest.class.getResourceAsStream("/schema/sarif-schema-2.1.0.json")) {
      String text =
          new String(requireNonNull(in, "the schema").readAllBytes(), StandardCharsets.UTF_8);
      return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_7)
          .getSchema(text, InputFormat.JSON);
    }
  }
}
