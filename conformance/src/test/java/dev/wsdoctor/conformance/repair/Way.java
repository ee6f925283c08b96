package dev.wsdoctor.conformance.repair;

import dev.wsdoctor.conf.Patch;
import dev.wsdoctor.conf.SourceFile;
import dev.wsdoctor.repair.Repair;
import dev.wsdoctor.repair.Repair.Ending;
import dev.wsdoctor.repair.Repair.Purpose;
import dev.wsdoctor.repair.Repairs;
import dev.wsdoctor.repair.Repairs.Opening;
import dev.wsdoctor.repair.Repairs.Result;
import dev.wsdoctor.repair.Steps;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// What is being done when the process is killed.
enum Way {
  WRITE,
  UNDO,
  FINISH;

  static final String NEW_TEXT = "# mended\n";
  private static final Purpose PURPOSE =
      new Purpose("ws://127.0.0.1:1/ws", "/etc/nginx/nginx.conf");
  private static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");

  /// Does it; `steps` hear of every operation.
  void go(Path backups, List<Path> files, Steps steps) throws IOException {
    switch (Repairs.open(backups, "the test", steps)) {
      case Opening.Refused(String message) -> throw new IOException(message);
      case Opening.Open(Repairs repairs) -> {
        try (repairs) {
          go(repairs, files);
        }
      }
    }
  }

  private void go(Repairs repairs, List<Path> files) throws IOException {
    switch (this) {
      case WRITE -> repairs.end(done(repairs.write(patches(files), PURPOSE, NOW)), Ending.WRITTEN);
      case UNDO -> done(repairs.undo(repairs.list().getLast()));
      case FINISH -> repairs.end(done(repairs.finish(repairs.list().getLast())), Ending.WRITTEN);
    }
  }

  private static List<Patch> patches(List<Path> files) throws IOException {
    List<Patch> patches = new ArrayList<>();
    for (Path file : files) {
      SourceFile before = SourceFile.of(file.toString(), Files.readAllBytes(file));
      patches.add(new Patch(before, before.text() + NEW_TEXT));
    }
    return patches;
  }

  private static Repair done(Result result) throws IOException {
    return switch (result) {
      case Result.Done(Repair repair) -> repair;
      case Result.Refused(String message) -> throw new IOException(message);
      case Result.Stuck(Repair _, String message) -> throw new IOException(message);
    };
  }
}
