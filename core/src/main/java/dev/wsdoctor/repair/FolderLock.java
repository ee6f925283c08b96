package dev.wsdoctor.repair;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/// One process at a time: a lock of the kernel, which is gone with its process however that ends.
final class FolderLock implements AutoCloseable {
  private static final String LOCK = "lock";

  /// Not in the locked file: whoever closes that, even after reading only, loses its own lock.
  private static final String HOLDER = "holder";

  private final FileChannel channel;

  private FolderLock(FileChannel channel) {
    this.channel = channel;
  }

  /// The lock, unless somebody has it.
  static Optional<FolderLock> tryLock(Path folder, String who) throws IOException {
    FileChannel channel =
        FileChannel.open(folder.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    if (!isLocked(channel)) {
      channel.close();
      return Optional.empty();
    }
    Files.writeString(
        folder.resolve(HOLDER), "process %d, %s".formatted(ProcessHandle.current().pid(), who));
    return Optional.of(new FolderLock(channel));
  }

  private static boolean isLocked(FileChannel channel) throws IOException {
    try {
      return channel.tryLock() != null;
    } catch (OverlappingFileLockException _) {
      return false;
    }
  }

  /// Who has it, as far as that is known.
  static String holder(Path folder) {
    try {
      return Files.readString(folder.resolve(HOLDER));
    } catch (IOException _) {
      return "a process that has not said its name";
    }
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException _) {
      // The lock ends with the process at the latest.
    }
  }
}
