package dev.wsdoctor.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What a start does not need it does not load: each class costs time.
class LoadedClassesTest {
  @TempDir private Path folder;

  @Test
  @Timeout(value = 60, unit = TimeUnit.SECONDS)
  void aCheckWithoutSymptomsLoadsNothingThatReadsLogs() throws IOException, InterruptedException {
    Path configuration =
        Files.writeString(
            folder.resolve("nginx.conf"),
            "events {} http { server { listen 80; location /ws { proxy_pass http://127.0.0.1:9; } } }");
    List<String> loaded =
        loadedBy("check", "ws://localhost/ws", "--offline", "-c", configuration.toString());
    assertThat(loaded).anyMatch(line -> line.contains("dev.wsdoctor.rule.UpgradeHeadersMissing"));
    assertThat(loaded)
        .noneMatch(line -> line.contains("dev.wsdoctor.log."))
        .noneMatch(line -> line.contains("dev.wsdoctor.symptom.SymptomCauses"))
        .as("the start-up cache cannot keep what Comparator.comparing makes")
        .noneMatch(line -> line.contains("java.util.Comparator$$Lambda"));
  }

  private List<String> loadedBy(String... arguments) throws IOException, InterruptedException {
    Path log = folder.resolve("classes.log");
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "--enable-native-access=ALL-UNNAMED",
            "-Xlog:class+load:file=" + log,
            "-cp",
            System.getProperty("java.class.path"),
            "dev.wsdoctor.app.cli.Main");
    builder.command().addAll(List.of(arguments));
    Process child =
        builder
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("out.txt").toFile())
            .start();
    assertThat(child.waitFor())
        .as(Files.readString(folder.resolve("out.txt"), StandardCharsets.UTF_8))
        .isEqualTo(1);
    return Files.readAllLines(log, StandardCharsets.UTF_8);
  }
}
