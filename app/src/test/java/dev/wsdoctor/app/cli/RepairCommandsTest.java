package dev.wsdoctor.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wsdoctor.conf.Edit;
import dev.wsdoctor.conf.Patch;
import dev.wsdoctor.conf.SourceFile;
import dev.wsdoctor.repair.Repair;
import dev.wsdoctor.repair.Repairs;
import dev.wsdoctor.repair.Steps;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RepairCommandsTest {
  private static final String OLD = "events {}\n";
  private static final String NEW = "# mended\nevents {}\n";

  @TempDir private Path folder;
  private Path file = Path.of("");
  private String place = "";
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @BeforeEach
  void layOut() throws IOException {
    file = Files.writeString(folder.toRealPath().resolve("nginx.conf"), OLD);
  }

  @Test
  void whatFixWritesUndoPutsBack() {
    assertThat(run("fix", "ws://h/ws", "--write")).isZero();
    assertThat(file).hasContent(NEW);
    assertThat(said()).contains("wrote " + file).contains("'wsdoctor undo' puts them back");

    assertThat(run("undo", "--list")).isZero();
    assertThat(out.toString(StandardCharsets.UTF_8)).contains("ws://h/ws  written\n  " + file);

    assertThat(run("undo")).isZero();
    assertThat(file).hasContent(OLD);
    assertThat(said()).contains("put back " + file);

    assertThat(run("undo")).isEqualTo(2);
    assertThat(said()).contains("there is no such repair to undo");
  }

  @Test
  void filesBelowWhereThePersonStandsAreCalledFromThere() throws IOException {
    place = folder.toRealPath().toString();
    assertThat(run("fix", "ws://h/ws", "--write")).isZero();
    assertThat(said()).contains("wrote nginx.conf\n").doesNotContain("wrote /");
    assertThat(out.toString(StandardCharsets.UTF_8))
        .startsWith("--- nginx.conf\n+++ nginx.conf\n@@ ");
  }

  @Test
  void anUndoneRepairIsNotUndoneTwice() throws IOException {
    run("fix", "ws://h/ws", "--write");
    String id = Repairs.in(backups()).getFirst().id();
    assertThat(run("undo", id)).isZero();
    assertThat(run("undo", id)).isEqualTo(2);
    assertThat(said()).contains("repair " + id + " is undone already");
  }

  @Test
  void fixSaysWhatAnUnfinishedRepairLeftAndLeavesTheChoice() throws IOException {
    Repair unfinished = unfinished();

    assertThat(run("fix", "ws://h/ws")).isZero();
    assertThat(said())
        .contains("unfinished repair " + unfinished.id())
        .contains("all files are new, but it ended before they were verified")
        .contains("'wsdoctor finish " + unfinished.id() + "' completes it")
        .contains("'wsdoctor undo " + unfinished.id() + "' takes it back");

    assertThat(run("fix", "ws://h/ws", "--write")).isEqualTo(2);
    assertThat(file).hasContent(NEW);

    assertThat(run("finish")).isZero();
    assertThat(file).hasContent(NEW);
    assertThat(Repairs.in(backups()).getFirst().ending()).contains(Repair.Ending.WRITTEN);
  }

  @Test
  void aRepairThatChangedNothingIsClosedByTheNext() throws IOException {
    Repair unfinished = unfinished();
    Files.writeString(file, OLD);

    assertThat(run("fix", "ws://h/ws", "--write")).isZero();

    assertThat(said()).contains("earlier repair " + unfinished.id()).contains("all files are old");
    assertThat(file).hasContent(NEW);
    assertThat(Repairs.in(backups()).getFirst().ending()).contains(Repair.Ending.UNDONE);
  }

  @Test
  void aRepairThatSomebodyElseHasOvertakenIsLeftAsItIs() throws IOException {
    unfinished();
    Files.writeString(file, "# theirs\n");

    assertThat(run("undo")).isEqualTo(2);
    assertThat(said()).contains("somebody else has changed " + file).contains("0.old");
    assertThat(file).hasContent("# theirs\n");

    assertThat(run("fix", "ws://h/ws", "--write")).isZero();
    assertThat(file).hasContent("# mended\n# theirs\n");
    assertThat(Repairs.in(backups()).getFirst().ending()).contains(Repair.Ending.ABANDONED);
  }

  @Test
  void theFolderOfBackupsCanBeNamed() {
    Path elsewhere = folder.resolve("elsewhere");

    run("fix", "ws://h/ws", "--write", "--backup-dir", elsewhere.toString());

    assertThat(elsewhere).isDirectoryContaining(entry -> Files.exists(entry.resolve("0.old")));
    assertThat(backups()).doesNotExist();
  }

  /// As a process leaves it that is killed behind its last rename.
  private Repair unfinished() throws IOException {
    if (Repairs.open(backups(), "test", Steps.NONE)
        instanceof Repairs.Opening.Open(Repairs repairs)) {
      try (repairs) {
        repairs.write(
            List.of(patch()),
            new Repair.Purpose("ws://h/ws", file.toString()),
            Instant.parse("2026-11-20T12:00:00Z"));
      }
    }
    return Repairs.in(backups()).getFirst();
  }

  private Path backups() {
    return folder.resolve("wsdoctor/repairs");
  }

  private Patch patch() {
    try {
      SourceFile source = SourceFile.of(file.toString(), Files.readAllBytes(file));
      return Patch.of(source, List.of(Edit.insert(source, 0, "# mended\n")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private int run(String... arguments) {
    Environment environment =
        new Environment(
            new ByteArrayInputStream(new byte[0]),
            out,
            err,
            Map.of("XDG_STATE_HOME", folder.toString(), "PWD", place));
    return StagedMain.mending(patch()).run(List.of(arguments), environment);
  }

  private String said() {
    return err.toString(StandardCharsets.UTF_8);
  }
}
