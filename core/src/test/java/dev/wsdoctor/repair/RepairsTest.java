package dev.wsdoctor.repair;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.wsdoctor.conf.Patch;
import dev.wsdoctor.repair.Repair.Ending;
import dev.wsdoctor.repair.Repair.Progress;
import dev.wsdoctor.repair.Repairs.Opening;
import dev.wsdoctor.repair.Repairs.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RepairsTest {
  private static final FileTime LONG_AGO =
      FileTime.from(Instant.parse("2020-02-02T02:02:02.123456789Z"));

  @TempDir(factory = MemoryFolder.class)
  private Path temporary;

  private Bench bench = new Bench(Path.of(""), Path.of(""));

  @BeforeEach
  void layOut() throws IOException {
    bench = Bench.in(temporary, "bench");
  }

  @Test
  void everyFileIsWrittenAndKeepsItsMode() throws IOException {
    Path one = bench.file("one.conf", "a;\n");
    Path two = bench.file("two.conf", "b;\n");
    Files.setAttribute(one, "unix:mode", 0640);

    Repair repair = bench.written(List.of(Bench.append(one, "c;\n"), Bench.append(two, "d;\n")));

    assertThat(one).hasContent("a;\nc;\n");
    assertThat(two).hasContent("b;\nd;\n");
    assertThat(Attributes.of(one).mode()).isEqualTo(0640);
    assertThat(repair.progress()).isEqualTo(Progress.ALL_NEW);
    assertThat(bench.names()).containsExactly("one.conf", "two.conf");
  }

  @Test
  void undoBringsBackAllThatTheFileWas() throws IOException {
    Path file = bench.file("latin1.conf", "#\u00fc\u00ff\0\r\n");
    Files.setAttribute(file, "unix:mode", 0604);
    Files.setLastModifiedTime(file, LONG_AGO);
    Map<String, Object> before = attributes(file);

    Repair repair = bench.written(List.of(Bench.append(file, "b;\n")));
    assertThat(attributes(file)).isNotEqualTo(before);
    undo(repair);

    assertThat(file).hasBinaryContent(new byte[] {'#', (byte) 0xfc, (byte) 0xff, 0, '\r', '\n'});
    assertThat(attributes(file)).isEqualTo(before);
    assertThat(bench.names()).containsExactly("latin1.conf");
  }

  @Test
  void withoutASecondNameTheOldFileComesBackFromItsCopy() throws IOException {
    Path file = bench.file("one.conf", "a;\n");
    Files.setLastModifiedTime(file, LONG_AGO);
    Attributes before = Attributes.of(file);

    Repair repair = bench.written(List.of(Bench.append(file, "b;\n")));
    Files.delete(repair.files().getFirst().original());
    undo(repair);

    assertThat(file).hasContent("a;\n");
    assertThat(Attributes.of(file)).isEqualTo(before);
  }

  @Test
  void anotherOwnerIsKeptAndComesBack() throws IOException {
    Path file = bench.file("one.conf", "a;\n");
    assumeTrue(Attributes.of(file).user() == 0, "only root can give a file to somebody else");
    Files.setAttribute(file, "unix:uid", 4711);
    Files.setAttribute(file, "unix:gid", 4712);
    Attributes before = Attributes.of(file);

    Repair repair = bench.written(List.of(Bench.append(file, "b;\n")));
    Attributes now = Attributes.of(file);
    Files.delete(repair.files().getFirst().original());
    undo(repair);

    assertThat(List.of(now.user(), now.group())).containsExactly(4711, 4712);
    assertThat(Attributes.of(file)).isEqualTo(before);
  }

  @Test
  void aSymbolicLinkStaysOneAndItsTargetIsWrittenAndComesBack() throws IOException {
    Path target = bench.file("available.conf", "a;\n");
    Path link = link("enabled.conf", "available.conf");

    Repair repair = bench.written(List.of(Bench.append(link, "b;\n")));
    assertThat(target).hasContent("a;\nb;\n");
    assertThat(Files.readSymbolicLink(link)).isEqualTo(Path.of("available.conf"));
    undo(repair);

    assertThat(target).hasContent("a;\n");
    assertThat(Files.readSymbolicLink(link)).isEqualTo(Path.of("available.conf"));
  }

  @Test
  void aHardLinkKeepsTheOldTextAndUndoMakesThemOneFileAgain() throws IOException {
    Path file = bench.file("one.conf", "a;\n");
    Path other = Files.createLink(bench.folder().resolve("other.conf"), file);

    Repair repair = bench.written(List.of(Bench.append(file, "b;\n")));
    assertThat(other).hasContent("a;\n");
    assertThat(repair.warnings())
        .containsExactly(file + " had 1 more names (hard links), which keep the old text");
    undo(repair);

    assertThat(Files.isSameFile(file, other)).isTrue();
    assertThat(Files.getAttribute(file, "unix:nlink")).isEqualTo(2);
  }

  @Test
  void twoNamesOfOneFileAreWrittenOnceOrRefused() throws IOException {
    Path target = bench.file("available.conf", "a;\n");
    Path link = link("enabled.conf", "available.conf");

    List<Patch> alike = List.of(Bench.append(link, "b;\n"), Bench.append(target, "b;\n"));
    assertThat(bench.written(alike).files()).hasSize(1);
    List<Patch> unlike = List.of(Bench.append(link, "c;\n"), Bench.append(target, "d;\n"));
    assertThat(refusal(bench.write(unlike, Steps.NONE))).contains("are one file");
    assertThat(target).hasContent("a;\nb;\n");
  }

  @Test
  void aFileThatChangedSinceItWasReadStopsTheWholeRepair() throws IOException {
    Path one = bench.file("one.conf", "a;\n");
    Path two = bench.file("two.conf", "b;\n");
    List<Patch> patches = List.of(Bench.append(one, "c;\n"), Bench.append(two, "d;\n"));
    Files.writeString(two, "somebody else's;\n");

    assertThat(bench.write(patches, Steps.NONE))
        .isEqualTo(
            new Result.Refused(two + " has changed since it was read; run the command again"));

    assertThat(one).hasContent("a;\n");
    assertThat(two).hasContent("somebody else's;\n");
    assertThat(bench.repairs()).isEmpty();
  }

  @Test
  void aFileThatIsGoneIsNamed() throws IOException {
    Path file = bench.file("one.conf", "a;\n");
    Patch patch = Bench.append(file, "b;\n");
    Files.delete(file);

    assertThat(bench.write(List.of(patch), Steps.NONE))
        .isEqualTo(new Result.Refused("cannot save the old files: no such file: " + file));
  }

  @Test
  void undoLeavesAloneWhatSomebodyElseHasChanged() throws IOException {
    Path one = bench.file("one.conf", "a;\n");
    Path two = bench.file("two.conf", "b;\n");
    Repair repair = bench.written(List.of(Bench.append(one, "c;\n"), Bench.append(two, "d;\n")));
    Files.writeString(two, "theirs;\n");

    assertThat(refusal(bench.undo(repair)))
        .contains("somebody else has changed " + two)
        .contains(repair.files().get(1).backup().toString());

    assertThat(one).hasContent("a;\nc;\n");
    assertThat(two).hasContent("theirs;\n");
    assertThat(bench.repairs().getFirst().ending()).contains(Ending.WRITTEN);
  }

  @Test
  void aDamagedBackupIsNotPutBack() throws IOException {
    Path file = bench.file("one.conf", "a;\n");
    Repair repair = bench.written(List.of(Bench.append(file, "b;\n")));
    Files.delete(repair.files().getFirst().original());
    Files.writeString(repair.files().getFirst().backup(), "damaged");

    assertThat(bench.undo(repair))
        .isInstanceOfSatisfying(
            Result.Stuck.class, stuck -> assertThat(stuck.message()).contains("is damaged"));
    assertThat(file).hasContent("a;\nb;\n");
  }

  @Test
  void aDamagedJournalIsSaidKeptAndInNobodysWay() throws IOException {
    Repair repair = bench.written(List.of(Bench.append(bench.file("one.conf", "a;\n"), "b;\n")));
    Files.writeString(repair.folder().resolve("journal"), "wsdoctor repair 1\nbegan yesterday\n");

    Repair other = bench.written(List.of(Bench.append(bench.file("two.conf", "a;\n"), "b;\n")));

    assertThat(Repairs.in(bench.backups())).extracting(Repair::id).containsExactly(other.id());
    assertThat(Repairs.damaged(bench.backups()))
        .singleElement(InstanceOfAssertFactories.STRING)
        .contains("journal is damaged");
    assertThat(repair.files().getFirst().backup()).hasContent("a;\n");
  }

  @Test
  void theJournalTellsWhatWasWritten() throws IOException {
    Repair repair = bench.written(List.of(Bench.append(bench.file("one.conf", "a;\n"), "b;\n")));

    assertThat(bench.repairs()).containsExactly(repair);
    assertThat(repair.id()).isEqualTo("20261120-120000");
    assertThat(repair.purpose()).isEqualTo(Bench.PURPOSE);
  }

  @Test
  void whatWasNeverBegunIsClearedAwayAndWhatIsNotOursStays() throws IOException {
    Path ours = Files.createDirectories(bench.backups().resolve("20261120-110000"));
    Files.writeString(ours.resolve("0.old"), "a;\n");
    Path foreign = Files.createDirectories(bench.backups().resolve("20261120-100000"));
    Files.writeString(foreign.resolve("dump.sql"), "precious");

    bench.written(List.of(Bench.append(bench.file("one.conf", "a;\n"), "b;\n")));

    assertThat(ours).doesNotExist();
    assertThat(foreign.resolve("dump.sql")).hasContent("precious");
  }

  @Test
  void aFolderThatCannotBeMadeIsNamed() throws IOException {
    Path file = bench.file("plain", "");

    assertThat(refusal(Repairs.open(file.resolve("repairs"), "test", Steps.NONE)))
        .contains(file.toString())
        .contains("--backup-dir");
  }

  private void undo(Repair repair) {
    assertThat(bench.undo(repair)).isEqualTo(new Result.Done(repair.ended(Ending.UNDONE)));
  }

  private static String refusal(Result result) {
    return result instanceof Result.Refused(String message) ? message : "not refused: " + result;
  }

  private static String refusal(Opening opening) {
    return opening instanceof Opening.Refused(String message) ? message : "not refused";
  }

  private Path link(String name, String target) throws IOException {
    return Files.createSymbolicLink(bench.folder().resolve(name), Path.of(target));
  }

  private static Map<String, Object> attributes(Path file) throws IOException {
    return Files.readAttributes(file, "unix:mode,uid,gid,size,lastModifiedTime,ino,nlink");
  }
}
