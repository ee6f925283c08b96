package dev.wsdoctor.repair;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wsdoctor.conf.Edit;
import dev.wsdoctor.conf.Patch;
import dev.wsdoctor.conf.SourceFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileTransactionTest {
  @TempDir private Path folder;

  @Test
  void everyFileIsWrittenAndItsModeKept() throws IOException {
    Path one = file("one.conf", "a;\n");
    Path two = file("two.conf", "b;\n");
    Files.setPosixFilePermissions(one, PosixFilePermissions.fromString("rw-r-----"));

    assertThat(FileTransaction.write(List.of(append(one, "c;\n"), append(two, "d;\n"))))
        .isEqualTo(new FileTransaction.Result.Written(List.of(one, two)));

    assertThat(one).hasContent("a;\nc;\n");
    assertThat(two).hasContent("b;\nd;\n");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(one)))
        .isEqualTo("rw-r-----");
  }

  @Test
  void bytesOfAnyEncodingSurvive() throws IOException {
    byte[] latin1 = {'#', (byte) 0xfc, (byte) 0xff, 0, '\r', '\n'};
    Path file = Files.write(folder.resolve("latin1.conf"), latin1);

    FileTransaction.write(List.of(append(file, "")));

    assertThat(file).hasBinaryContent(latin1);
  }

  @Test
  void aSymbolicLinkStaysOneAndItsTargetIsWritten() throws IOException {
    Path target = file("available.conf", "a;\n");
    Path link = Files.createSymbolicLink(folder.resolve("enabled.conf"), target);

    FileTransaction.write(List.of(append(link, "b;\n")));

    assertThat(link).isSymbolicLink();
    assertThat(target).hasContent("a;\nb;\n");
  }

  @Test
  void aFileThatChangedMeanwhileStopsTheWholeTransaction() throws IOException {
    Path one = file("one.conf", "a;\n");
    Path two = file("two.conf", "b;\n");
    List<Patch> patches = List.of(append(one, "c;\n"), append(two, "d;\n"));
    Files.writeString(two, "somebody else's;\n");

    assertThat(FileTransaction.write(patches))
        .isEqualTo(
            new FileTransaction.Result.Refused(
                two + " has changed since it was read; run the command again"));

    assertThat(one).hasContent("a;\n");
    assertThat(two).hasContent("somebody else's;\n");
    assertThat(names()).containsExactly("one.conf", "two.conf");
  }

  @Test
  void aFileThatIsGoneIsNamed() throws IOException {
    Path file = file("one.conf", "a;\n");
    Patch patch = append(file, "b;\n");
    Files.delete(file);

    assertThat(FileTransaction.write(List.of(patch)))
        .isEqualTo(new FileTransaction.Result.Refused("cannot write: no such file: " + file));
  }

  @Test
  void nothingElseIsLeftInTheFolder() throws IOException {
    Path file = file("one.conf", "a;\n");

    FileTransaction.write(List.of(append(file, "b;\n")));

    assertThat(names()).containsExactly("one.conf");
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> String.valueOf(file.getFileName())).sorted().toList();
    }
  }

  private Path file(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text).toRealPath();
  }

  private static Patch append(Path file, String text) throws IOException {
    SourceFile source = SourceFile.of(file.toString(), Files.readAllBytes(file));
    return Patch.of(source, List.of(Edit.insert(source, source.text().length(), text)));
  }
}
