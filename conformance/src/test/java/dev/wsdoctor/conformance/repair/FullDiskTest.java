package dev.wsdoctor.conformance.repair;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.wsdoctor.conformance.TemporaryFolder;
import dev.wsdoctor.repair.Steps;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/// A real file system of 64 kB that is full, or read-only.
class FullDiskTest {
  private static final int BYTES = 20_000;
  private static final int MOUNT_SECONDS = 10;

  @Test
  void aFullDiskUnderTheConfigurationLeavesItAsItWas() throws IOException {
    try (TemporaryFolder temporary = TemporaryFolder.create("full-disk");
        Mount small = Mount.tmpfs(temporary.path().resolve("small"))) {
      List<Path> files = files(small.folder());
      List<String> before = Scene.texts(files);
      // Three times 20 kB fill it: the second new text does not fit in any more.
      Path backups = temporary.path().resolve("backups");

      assertThatThrownBy(() -> Way.WRITE.go(backups, files, Steps.NONE))
          .hasMessageContaining("No space left on device");

      assertThat(Scene.texts(files)).isEqualTo(before);
      assertThat(names(small.folder())).containsExactly("0.conf", "1.conf");
    }
  }

  @Test
  void aFullDiskUnderTheBackupsStopsBeforeAnythingIsTouched() throws IOException {
    try (TemporaryFolder temporary = TemporaryFolder.create("full-disk");
        Mount small = Mount.tmpfs(temporary.path().resolve("small"))) {
      List<Path> files = files(temporary.path());
      List<String> before = Scene.texts(files);

      assertThatThrownBy(() -> Way.WRITE.go(small.folder().resolve("b"), files, Steps.NONE))
          .hasMessageContaining("cannot save the old files: No space left on device");

      assertThat(Scene.texts(files)).isEqualTo(before);
    }
  }

  @Test
  void aReadOnlyFileSystemIsSaid() throws IOException {
    try (TemporaryFolder temporary = TemporaryFolder.create("read-only");
        Mount small = Mount.tmpfs(temporary.path().resolve("small"))) {
      List<Path> files = files(small.folder());
      small.makeReadOnly();

      assertThatThrownBy(() -> Way.WRITE.go(temporary.path().resolve("backups"), files, Steps.NONE))
          .hasMessageContaining("0.conf is read-only");
    }
  }

  private static List<Path> files(Path folder) throws IOException {
    return List.of(
        Files.writeString(folder.resolve("0.conf"), "#".repeat(BYTES)),
        Files.writeString(folder.resolve("1.conf"), "#".repeat(BYTES)));
  }

  private static List<String> names(Path folder) throws IOException {
    try (var files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  /// A file system in memory.
  private record Mount(Path folder) implements AutoCloseable {
    static Mount tmpfs(Path folder) throws IOException {
      Files.createDirectory(folder);
      boolean mounted = run("mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", folder.toString());
      assumeTrue(mounted, "only root may mount a small file system, so a full disk is not tested");
      return new Mount(folder);
    }

    void makeReadOnly() throws IOException {
      assertThat(run("mount", "-o", "remount,ro", folder.toString())).isTrue();
    }

    @Override
    public void close() throws IOException {
      assertThat(run("umount", folder.toString())).isTrue();
    }

    private static boolean run(String... command) throws IOException {
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      try {
        return process.waitFor(MOUNT_SECONDS, TimeUnit.SECONDS) && process.exitValue() == 0;
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
        return false;
      }
    }
  }
}
