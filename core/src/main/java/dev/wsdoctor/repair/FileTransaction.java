package dev.wsdoctor.repair;

import dev.wsdoctor.conf.Patch;
import dev.wsdoctor.conf.SourceFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Writes patches to their files: all of them or none. Each file is replaced by a rename, so that a
/// reader sees the old or the new text and never a half; owner, group and mode are kept, and a
/// symbolic link stays one.
public final class FileTransaction {
  /// How it ended.
  public sealed interface Result {
    record Written(List<Path> files) implements Result {}

    /// Nothing has changed on disk, for the reason given.
    record Refused(String message) implements Result {}
  }

  private record Staged(Path file, Path staging, SourceFile before) {}

  private final List<Staged> staged = new ArrayList<>();

  private FileTransaction() {}

  public static Result write(List<Patch> patches) {
    FileTransaction transaction = new FileTransaction();
    try {
      for (Patch patch : patches) {
        if (isStale(patch)) {
          return new Result.Refused(
              patch.before().name() + " has changed since it was read; run the command again");
        }
        transaction.stage(patch);
      }
      return new Result.Written(transaction.commit());
    } catch (IOException e) {
      return new Result.Refused("cannot write: " + reason(e));
    } finally {
      transaction.clear();
    }
  }

  /// Whether the text on disk is no longer the one that was judged.
  private static boolean isStale(Patch patch) throws IOException {
    byte[] onDisk = Files.readAllBytes(Path.of(patch.before().name()));
    return !Arrays.equals(onDisk, patch.before().bytes());
  }

  private void stage(Patch patch) throws IOException {
    Path file = Path.of(patch.before().name()).toRealPath();
    Path staging = Files.createTempFile(directory(file), "." + file.getFileName(), ".wsdoctor");
    staged.add(new Staged(file, staging, patch.before()));
    keepOwnership(file, staging);
    writeThrough(staging, patch.after().getBytes(StandardCharsets.ISO_8859_1));
  }

  private static void keepOwnership(Path from, Path to) throws IOException {
    PosixFileAttributes wanted = Files.readAttributes(from, PosixFileAttributes.class);
    PosixFileAttributeView view = Files.getFileAttributeView(to, PosixFileAttributeView.class);
    PosixFileAttributes present = view.readAttributes();
    if (!present.owner().equals(wanted.owner())) {
      view.setOwner(wanted.owner());
    }
    if (!present.group().equals(wanted.group())) {
      view.setGroup(wanted.group());
    }
    view.setPermissions(wanted.permissions());
  }

  private static void writeThrough(Path file, byte[] bytes) throws IOException {
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
      ByteBuffer rest = ByteBuffer.wrap(bytes);
      while (rest.hasRemaining()) {
        channel.write(rest);
      }
      channel.force(true);
    }
  }

  private List<Path> commit() throws IOException {
    List<Staged> done = new ArrayList<>();
    try {
      for (Staged each : staged) {
        Files.move(each.staging(), each.file(), StandardCopyOption.ATOMIC_MOVE);
        done.add(each);
        syncDirectory(directory(each.file()));
      }
    } catch (IOException e) {
      for (Staged each : done) {
        writeThrough(each.file(), each.before().bytes());
      }
      throw e;
    }
    return done.stream().map(Staged::file).toList();
  }

  /// Makes the rename itself durable.
  private static void syncDirectory(Path directory) throws IOException {
    try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  private static Path directory(Path realFile) {
    Path directory = realFile.getParent();
    return directory == null ? realFile : directory;
  }

  private void clear() {
    for (Staged each : staged) {
      try {
        Files.deleteIfExists(each.staging());
      } catch (IOException _) {
        // The outcome is decided already; what is left is a dot file beside the original.
      }
    }
  }

  private static String reason(IOException e) {
    return switch (e) {
      case NoSuchFileException missing -> "no such file: " + missing.getFile();
      case AccessDeniedException denied -> "permission denied: " + denied.getFile();
      default -> String.valueOf(e.getMessage());
    };
  }
}
