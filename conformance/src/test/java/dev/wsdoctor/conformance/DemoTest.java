package dev.wsdoctor.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wsdoctor.app.cli.Engine;
import dev.wsdoctor.app.cli.Environment;
import dev.wsdoctor.app.cli.Main;
import dev.wsdoctor.conf.Edit;
import dev.wsdoctor.conf.SourceFile;
import dev.wsdoctor.diagnosis.Answer;
import dev.wsdoctor.diagnosis.CheckRequest;
import dev.wsdoctor.diagnosis.ConfigurationSource;
import dev.wsdoctor.diagnosis.Report;
import dev.wsdoctor.diagnosis.Verdict;
import dev.wsdoctor.directive.NginxVersion;
import dev.wsdoctor.finding.Finding;
import dev.wsdoctor.finding.Fix;
import dev.wsdoctor.finding.Severity;
import dev.wsdoctor.repair.Repair;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// The demonstration on a real nginx, with a diagnosis made by hand.
class DemoTest {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @Test
  void theSocketFailsAndOpensAfterTheFixAndNothingIsLeft() throws IOException {
    RealParts.needNginx();
    List<String> before = leftovers();

    int code = demo("upgrade");

    assertThat(code).as("%s%s", out, err).isZero();
    assertThat(out.toString(StandardCharsets.UTF_8))
        .containsSubsequence(
            "/ws: 400 Bad Request",
            "upgrade-headers-missing",
            "+            proxy_set_header Upgrade $http_upgrade;",
            "/ws: 101 Switching Protocols, ping",
            "echo",
            "Done");
    assertThat(leftovers()).isEqualTo(before);
  }

  @Test
  void aFixThatDoesNotHelpIsNotCalledDone() throws IOException {
    RealParts.needNginx();
    List<String> before = leftovers();

    assertThat(demo("keep-alive")).isEqualTo(1);
    assertThat(out.toString(StandardCharsets.UTF_8)).contains("It did not work out");
    assertThat(leftovers()).isEqualTo(before);
  }

  private int demo(String connection) {
    Engine engine =
        new Engine(
            request -> new Answer.Given<>(report(request, connection)),
            _ -> new Answer.Unusable<>("not asked"),
            _ -> new Answer.Unusable<>("not asked"),
            report -> Repair.of(report.causes()));
    return new Main(engine)
        .run(
            List.of("demo"),
            new Environment(new ByteArrayInputStream(new byte[0]), out, err, Map.of("PATH", "")));
  }

  private static Report report(CheckRequest request, String connection) {
    return new Report(
        request.target(),
        Optional.of("nginx.conf"),
        NginxVersion.NEWEST_STABLE,
        "assumed",
        Verdict.BROKEN,
        "The upgrade is not forwarded.",
        List.of(finding(request, connection)),
        Optional.empty(),
        List.of(),
        List.of(),
        List.of());
  }

  private static Finding finding(CheckRequest request, String connection) {
    SourceFile file = read(((ConfigurationSource.File) request.configuration()).path());
    String lines =
        "proxy_http_version 1.1;\n            proxy_set_header Upgrade $http_upgrade;\n"
            + "            proxy_set_header Connection %s;\n            ".formatted(connection);
    return new Finding(
        "upgrade-headers-missing",
        Severity.ERROR,
        1,
        "Neither is sent.",
        "nginx drops them.",
        List.of(),
        List.of(),
        Optional.of(
            Fix.safe(
                "Send both.",
                List.of(Edit.insert(file, file.text().indexOf("proxy_pass"), lines)))));
  }

  private static SourceFile read(Path path) {
    try {
      return SourceFile.of(path.toString(), Files.readAllBytes(path));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Folders of a demonstration, and processes that run in one.
  private static List<String> leftovers() throws IOException {
    try (Stream<Path> folders = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
      Stream<String> names =
          folders.map(Path::toString).filter(name -> name.contains("wsdoctor-demo"));
      Stream<String> processes =
          ProcessHandle.allProcesses()
              .flatMap(process -> process.info().commandLine().stream())
              .filter(line -> line.contains("wsdoctor-demo"));
      return Stream.concat(names, processes).sorted().toList();
    }
  }
}
