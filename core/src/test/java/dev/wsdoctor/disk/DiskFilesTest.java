package dev.wsdoctor.disk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wsdoctor.conf.Configuration;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Files that are there, and the many ways in which a file can not be.
class DiskFilesTest {
  @TempDir Path folder;

  @Test
  void whatCannotBeReadIsSaidInNginxsWords() throws IOException {
    Files.writeString(folder.resolve("file"), "a;");
    Files.createSymbolicLink(folder.resolve("loop"), folder.resolve("loop"));
    assertThat(failure("absent"))
        .isEqualTo("open() \"" + folder + "/absent\" failed (2: No such file or directory)");
    assertThat(failure("file/x")).endsWith("/file/x\" failed (20: Not a directory)");
    assertThat(failure(".")).isEqualTo("pread() \"" + folder + "/.\" failed (21: Is a directory)");
    assertThat(failure("loop")).endsWith("failed (40: Too many levels of symbolic links)");
    assertThat(failure("x".repeat(300))).endsWith("failed (36: File name too long)");
    assertThat(failure("a\0b")).endsWith("not a file name");
    assertThat(failure("../../../../../../dev/zero"))
        .endsWith("is a device, pipe or socket, not a file");
  }

  private String failure(String name) {
    return ((dev.wsdoctor.conf.Files.Failure) new DiskFiles().read(folder + "/" + name)).message();
  }

  @Test
  void aFileThatIsTooLargeIsNotRead() throws IOException {
    Path large = folder.resolve("large");
    try (RandomAccessFile file = new RandomAccessFile(large.toFile(), "rw")) {
      file.setLength(100L << 20);
    }
    assertThat(Configuration.load(new DiskFiles(), large.toString()).errors())
        .singleElement()
        .hasToString(
            "\"%s\" has 104857600 bytes, more than the 67108864 that a configuration file may have"
                .formatted(large));
  }

  @Test
  void patternsAreExpandedInByteOrder() throws IOException {
    for (String name : new String[] {"s/b.conf", "s/a.conf", "s/B.conf", "s/.c.conf", "t/a.conf"}) {
      Files.createDirectories(folder.resolve(name).getParent());
      Files.writeString(folder.resolve(name), "");
    }
    assertThat(new DiskFiles().glob(folder + "/s/*.conf"))
        .containsExactly(folder + "/s/B.conf", folder + "/s/a.conf", folder + "/s/b.conf");
    assertThat(new DiskFiles().glob(folder + "/?/[!b-z]*")).hasSize(3);
    assertThat(new DiskFiles().glob(folder + "/*/a.conf")).hasSize(2);
    assertThat(new DiskFiles().glob(folder + "/absent/*")).isEmpty();
  }
}
