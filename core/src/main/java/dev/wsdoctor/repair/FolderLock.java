package dev.wsdoctor.repair;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/// One process at a time: a lock of the kernel, which is gone with its process however that ends.
final class FolderLock implements AutoCloseable {
  private static final String LOCK = "lock";

  /// A repair without a reload is over long before.
  private static final Duration WAIT = Duration.ofSeconds(3);

  private static final Duration PAUSE = Duration.ofMillis(20);

  /// Not in the locked file: whoever closes that, even after reading only, loses its own lock.
  private static final String HOLDER = "holder";

  private final FileChannel channel;

  private FolderLock(FileChannel channel) {
    this.channel = channel;
  }

  /// The lock, unless somebody keeps it.
  static Optional<FolderLock> tryLock(Path folder, String who) throws IOException {
    FileChannel channel =
        FileChannel.open(folder.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    long end = System.nanoTime() + WAIT.toNanos();
    boolean locked = isLocked(channel);
    while (!locked && System.nanoTime() < end) {
      LockSupport.parkNanos(PAUSE.toNanos());
      locked = isLocked(channel);
    }
    if (!locked) {
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
