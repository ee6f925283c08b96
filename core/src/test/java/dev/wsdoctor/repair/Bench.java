package dev.wsdoctor.repair;

import dev.wsdoctor.conf.Edit;
import dev.wsdoctor.conf.Patch;
import dev.wsdoctor.conf.SourceFile;
import dev.wsdoctor.repair.Repair.Ending;
import dev.wsdoctor.repair.Repair.Purpose;
import dev.wsdoctor.repair.Repairs.Opening;
import dev.wsdoctor.repair.Repairs.Result;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/// A folder of configuration files and one of backups, and what can be done with them.
record Bench(Path folder, Path backups) {
  static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");
  static final Purpose PURPOSE = new Purpose("ws://h/ws", "/etc/nginx/nginx.conf");

  /// One in a new folder of that name.
  static Bench in(Path temporary, String name) throws IOException {
    Path real = Files.createDirectory(temporary.toRealPath().resolve(name));
    return new Bench(Files.createDirectory(real.resolve("nginx")), real.resolve("repairs"));
  }

  /// A new file with this text, in place of an older one.
  Path file(String name, String text) throws IOException {
    Path file = folder.resolve(name);
    Files.deleteIfExists(file);
    return Files.write(file, text.getBytes(StandardCharsets.ISO_8859_1));
  }

  static Patch append(Path file, String text) throws IOException {
    SourceFile source = SourceFile.of(file.toString(), Files.readAllBytes(file));
    return Patch.of(source, List.of(Edit.insert(source, source.text().length(), text)));
  }

  List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> String.valueOf(file.getFileName())).sorted().toList();
    }
  }

  List<Repair> repairs() throws IOException {
    return Repairs.in(backups);
  }

  Result write(List<Patch> patches, Steps steps) {
    return with(steps, repairs -> repairs.write(patches, PURPOSE, NOW));
  }

  /// Writes and ends.
  Repair written(List<Patch> patches) {
    return with(
        Steps.NONE,
        repairs -> done(repairs.end(done(repairs.write(patches, PURPOSE, NOW)), Ending.WRITTEN)));
  }

  Result finish(Repair repair) {
    return with(Steps.NONE, repairs -> repairs.finish(repair));
  }

  Result undo(Repair repair) {
    return with(Steps.NONE, repairs -> repairs.undo(repair));
  }

  static Repair done(Result result) {
    return switch (result) {
      case Result.Done(Repair repair) -> repair;
      case Result.Refused(String message) -> throw new IllegalStateException(message);
      case Result.Stuck(Repair _, String message) -> throw new IllegalStateException(message);
    };
  }

  /// `steps` hear nothing of the making of the folder itself.
  private <T> T with(Steps steps, Function<Repairs, T> action) {
    Steps later =
        step -> {
          if (!step.equals("create " + backups)) {
            steps.before(step);
          }
        };
    return switch (Repairs.open(backups, "test", later)) {
      case Opening.Refused(String message) -> throw new IllegalStateException(message);
      case Opening.Open(Repairs repairs) -> {
        try (repairs) {
          yield action.apply(repairs);
        }
      }
    };
  }
}
