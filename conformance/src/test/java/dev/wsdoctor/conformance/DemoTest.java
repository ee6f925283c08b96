package dev.wsdoctor.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wsdoctor.app.cli.Engine;
import dev.wsdoctor.app.cli.Environment;
import dev.wsdoctor.app.cli.Main;
import dev.wsdoctor.app.demo.Scenarios;
import dev.wsdoctor.conf.Edit;
import dev.wsdoctor.conf.Patch;
import dev.wsdoctor.conf.SourceFile;
import dev.wsdoctor.diagnosis.Answer;
import dev.wsdoctor.diagnosis.CheckRequest;
import dev.wsdoctor.diagnosis.ConfigurationSource;
import dev.wsdoctor.diagnosis.Mend;
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

/// The demonstration on a real nginx.
class DemoTest {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @Test
  void theSocketFailsAndOpensAfterTheFixAndNothingIsLeft() throws IOException {
    RealParts.needNginx();
    List<String> before = leftovers();

    int code = demo(Engine.real(), Scenarios.USUAL);

    assertThat(code).as("%s%s", out, err).isZero();
    assertThat(out.toString(StandardCharsets.UTF_8))
        .containsSubsequence(
            "/ws: 400 Bad Request",
            "upgrade-headers-missing",
            "+            proxy_set_header Upgrade $http_upgrade;",
            "proof: a private copy of nginx",
            "answers 101",
            "/ws: 101 Switching Protocols, ping",
            "1 connection with a backend",
            "Done");
    assertThat(before).containsAll(leftovers());
  }

  @Test
  void aFixThatDoesNotHelpIsNotCalledDone() throws IOException {
    RealParts.needNginx();
    List<String> before = leftovers();
    Engine real = Engine.real();

    Engine spoilt =
        new Engine(
            real.check(),
            real.checkIn(),
            real.way(),
            real.explain(),
            real.survey(),
            DemoTest::comment,
            real.traffic(),
            real.inspect(),
            real.logs(),
            real.deep(),
            real.programs());
    int code = demo(spoilt, Scenarios.USUAL);

    assertThat(code).isEqualTo(1);
    assertThat(out.toString(StandardCharsets.UTF_8)).contains("It did not work out");
    assertThat(before).containsAll(leftovers());
  }

  private int demo(Engine engine, String scenario) {
    return new Main(engine)
        .run(
            List.of("demo", scenario),
            new Environment(new ByteArrayInputStream(new byte[0]), out, err, Map.of("PATH", "")));
  }

  /// A mend that changes nothing that matters.
  private static Answer<Mend> comment(CheckRequest request) {
    Path path = ((ConfigurationSource.File) request.configuration()).path();
    try {
      SourceFile file = SourceFile.of(path.toString(), Files.readAllBytes(path));
      Patch patch = Patch.of(file, List.of(Edit.insert(file, 0, "# mended\n")));
      return new Answer.Given<>(new Mend(List.of(patch), List.of(), List.of(), Optional.empty()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Folders and processes of a demonstration of this process; others may run beside it.
  private static List<String> leftovers() throws IOException {
    String own = "wsdoctor-demo%d-".formatted(ProcessHandle.current().pid());
    try (Stream<Path> folders = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
      Stream<String> names = folders.map(Path::toString).filter(name -> name.contains(own));
      Stream<String> processes =
          ProcessHandle.allProcesses()
              .flatMap(process -> process.info().commandLine().stream())
              .filter(line -> line.contains(own));
      return Stream.concat(names, processes).sorted().toList();
    }
  }
}
