package dev.wsdoctor.app.cli;

import dev.wsdoctor.app.Samples;
import dev.wsdoctor.app.TrafficSamples;
import dev.wsdoctor.conf.Edit;
import dev.wsdoctor.conf.Patch;
import dev.wsdoctor.conf.SourceFile;
import dev.wsdoctor.diagnosis.Answer;
import dev.wsdoctor.diagnosis.CheckRequest;
import dev.wsdoctor.diagnosis.ConfigurationSource;
import dev.wsdoctor.diagnosis.Mend;
import dev.wsdoctor.diagnosis.Report;
import dev.wsdoctor.sandbox.ProgramSearch;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.junit.jupiter.api.io.TempDir;

/// The whole program with an engine that gives samples, and what it was asked and has printed.
abstract class StagedMain {
  @TempDir Path folder;

  final List<CheckRequest> asked = new ArrayList<>();
  final ByteArrayOutputStream out = new ByteArrayOutputStream();
  final ByteArrayOutputStream err = new ByteArrayOutputStream();

  int run(Report report, String... arguments) {
    return main(report).run(Arrays.asList(arguments), environment(out));
  }

  Main main(Report report) {
    return new Main(engine(new Answer.Given<>(report)));
  }

  Engine engine(Answer<Report> answer) {
    return staged(
        request -> {
          asked.add(request);
          return answer;
        },
        (request, behind) -> {
          asked.add(request);
          return answer.map(report -> Collections.nCopies(behind.size() + 1, report));
        },
        Samples.mend());
  }

  static Main mending(Path file) throws IOException {
    SourceFile source = SourceFile.of(file.toString(), Files.readAllBytes(file));
    return mending(Patch.of(source, List.of(Edit.insert(source, 0, "b;\n"))));
  }

  /// Whose repair is that patch.
  static Main mending(Patch patch) {
    Mend mend =
        new Mend(List.of(patch), List.of(Samples.headersMissing()), List.of(), Optional.empty());
    return new Main(staged(_ -> new Answer.Given<>(Samples.broken()), StagedMain::noWay, mend));
  }

  private static Answer<List<Report>> noWay(
      CheckRequest request, List<ConfigurationSource> behind) {
    return new Answer.Unusable<>("no way here");
  }

  private static Engine staged(
      Function<CheckRequest, Answer<Report>> check,
      BiFunction<CheckRequest, List<ConfigurationSource>, Answer<List<Report>>> way,
      Mend mend) {
    return new Engine(
        check,
        (request, _) -> List.of(check.apply(request)),
        way,
        _ -> new Answer.Given<>(Samples.redirect()),
        _ -> new Answer.Given<>(Samples.survey()),
        _ -> new Answer.Given<>(mend),
        _ -> new Answer.Given<>(_ -> new Answer.Given<>(TrafficSamples.busy())),
        _ -> List.of(new Answer.Given<>(Samples.inspection())),
        _ -> new Answer.Unusable<>("no logs here"),
        (_, _) -> new Answer.Unusable<>("nothing to measure here"),
        new ProgramSearch(false, List.of(), Optional.empty()));
  }

  Environment environment(OutputStream to) {
    return new Environment(
        new ByteArrayInputStream(new byte[0]),
        to,
        err,
        Map.of("XDG_STATE_HOME", folder.toString()));
  }

  static Engine buggy() {
    return staged(
        _ -> {
          throw new IllegalStateException("a bug");
        },
        StagedMain::noWay,
        Samples.mend());
  }

  static OutputStream failing(String message) {
    return new OutputStream() {
      @Override
      public void write(int b) throws IOException {
        throw new IOException(message);
      }
    };
  }
}
