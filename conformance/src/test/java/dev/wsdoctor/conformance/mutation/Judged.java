package dev.wsdoctor.conformance.mutation;

import dev.wsdoctor.conf.Patch;
import dev.wsdoctor.conformance.TemporaryFolder;
import dev.wsdoctor.conformance.Verdicts;
import dev.wsdoctor.conformance.healthy.Healthy;
import dev.wsdoctor.conformance.healthy.Stage;
import dev.wsdoctor.conformance.healthy.Trial;
import dev.wsdoctor.diagnosis.Mend;
import dev.wsdoctor.diagnosis.Report;
import dev.wsdoctor.finding.Finding;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A mutant beside what a real nginx does with it, what the product says of it, and what a real
/// nginx does with the product's mend, if one was offered.
record Judged(Mutant mutant, Trial trial, List<Finding> causes, Optional<Trial> mended) {
  Judged {
    causes = List.copyOf(causes);
  }

  static Judged of(Mutant mutant, Stage stage) {
    Trial trial = stage.open(mutant.texts());
    Healthy healthy = mutant.healthy();
    try (TemporaryFolder folder = TemporaryFolder.create("mutant")) {
      write(folder.path(), mutant.texts());
      Path root = folder.path().resolve("nginx.conf");
      Report report = Verdicts.check(healthy.url(), healthy.headers(), root);
      if (trial.opens()) {
        return new Judged(mutant, trial, report.causes(), Optional.empty());
      }
      Mend mend = Verdicts.mend(healthy.url(), healthy.headers(), root);
      Optional<Trial> mended =
          mend.patches().isEmpty()
              ? Optional.empty()
              : Optional.of(stage.open(patched(mutant, mend, folder.path())));
      return new Judged(mutant, trial, report.causes(), mended);
    }
  }

  private static void write(Path folder, Map<Path, String> texts) {
    try {
      for (Map.Entry<Path, String> file : texts.entrySet()) {
        Path path = folder.resolve(file.getKey());
        Files.createDirectories(path.getParent());
        Files.writeString(path, file.getValue(), StandardCharsets.ISO_8859_1);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Map<Path, String> patched(Mutant mutant, Mend mend, Path folder) {
    Map<Path, String> texts = new HashMap<>(mutant.texts());
    for (Patch patch : mend.patches()) {
      texts.put(folder.relativize(Path.of(patch.before().name())), patch.after());
    }
    return texts;
  }

  boolean breaks() {
    return !trial.opens();
  }

  List<String> errors() {
    return causes.stream().filter(Finding::isError).map(Finding::id).toList();
  }

  boolean falseAlarm() {
    return !breaks() && !errors().isEmpty();
  }

  /// Where nginx refuses the mutant, that is as right a name as the fault's own.
  boolean named() {
    String first = causes.isEmpty() ? "" : causes.getFirst().id();
    boolean refused = trial instanceof Trial.NotLoaded && first.equals("config-not-loaded");
    return refused || mutant.rightly().contains(first);
  }

  boolean offered() {
    return mended.isPresent();
  }

  boolean fixed() {
    return mended.filter(Trial::opens).isPresent();
  }

  /// One line for a person who looks for what to improve.
  String story() {
    return "%s: real %s; said %s; mended %s"
        .formatted(
            mutant, trial, causes.stream().map(Finding::id).toList(), mended.map(Trial::toString));
  }
}
