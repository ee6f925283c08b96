package dev.wsdoctor.app.format;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.wsdoctor.app.Samples;
import dev.wsdoctor.diagnosis.Measurement;
import dev.wsdoctor.diagnosis.Report;
import dev.wsdoctor.probe.idle.IdleHop;
import dev.wsdoctor.probe.idle.IdleReport;
import dev.wsdoctor.probe.idle.Traffic;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// How a report shows what `check --deep` measured.
class MeasurementSheetsTest {
  private static final Path SCHEMA = Path.of("../docs/schema/wsdoctor-1.schema.json");

  @Test
  void textTellsEachInALineWithItsRemarks() {
    assertThat(print("text", deep()))
        .contains(
            """
            Measured
              idle      a silent socket is ended after 60.0 s
                        the backend, asked directly, keeps a silent socket

            Notes
            """);
    assertThat(print("text", Samples.healthy())).doesNotContain("Measured");
  }

  @Test
  void jsonPrintsThemAsProbeDoesAndKeepsTheSchema() throws IOException {
    String json = print("json", deep());
    assertThat(json)
        .contains(
            """
            "probes":[{"probe":"idle","verdict":"healthy","headline":"a silent socket is ended after 60.0 s","hops":[{"""
                .strip());
    assertThat(
            SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(Files.readString(SCHEMA), InputFormat.JSON)
                .validate(json, InputFormat.JSON))
        .isEmpty();
  }

  @Test
  void htmlTellsThemToo() {
    assertThat(print("html", deep()))
        .contains("<h2>Measured</h2>")
        .contains("idle: a silent socket is ended after 60.0 s");
  }

  private static Report deep() {
    Report bare = Samples.healthy();
    Duration minute = Duration.ofSeconds(60);
    IdleHop front =
        new IdleHop(
            bare.hops().getFirst(),
            4,
            Duration.ofSeconds(90),
            Optional.of(minute),
            Optional.empty(),
            List.of(
                new IdleHop.Kind(
                    Traffic.SILENT, IdleHop.Effect.IS_THE_LIMIT, Optional.of(minute), 2)),
            Optional.empty(),
            false,
            Optional.empty());
    IdleReport report =
        new IdleReport(
            bare.target(),
            List.of(front),
            List.of("the backend, asked directly, keeps a silent socket"),
            List.of());
    return new Report(
        bare.target(),
        bare.configFile(),
        bare.nginxVersion(),
        bare.nginxVersionSource(),
        bare.verdict(),
        bare.headline(),
        bare.causes(),
        bare.decision(),
        bare.hops(),
        bare.checklist(),
        bare.remarks(),
        bare.suppressed(),
        bare.failureSeen(),
        List.of(new Measurement.Idle(report)));
  }

  private static String print(String format, Report report) {
    byte[] bytes = Formats.named(format, new Viewer(false, "", false)).orElseThrow().report(report);
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
