package dev.wsdoctor.repair;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;

/// The file operations of a repair. Each is announced, and what it wrote is on the disk when it
/// returns.
final class Disk {
  private final Steps steps;

  Disk(Steps steps) {
    this.steps = steps;
  }

  /// A folder that nobody else may look into, and those above it.
  void createFolders(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      steps.before("create " + folder);
      Files.createDirectories(
          folder,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }
  }

  /// False if there is such a folder already.
  boolean createFolder(Path folder) throws IOException {
    steps.before("create " + folder);
    try {
      Files.createDirectory(
          folder,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    } catch (FileAlreadyExistsException _) {
      return false;
    }
    sync(parent(folder));
    return true;
  }

  /// An empty file that only its owner may read; there must be none of that name.
  void create(Path file) throws IOException {
    steps.before("create " + file);
    Files.createFile(
        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
  }

  /// Fills an empty file. A full disk may take only a part, so a step lies between two halves.
  void fill(Path file, byte[] bytes) throws IOException {
    steps.before("write " + file);
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      write(channel, ByteBuffer.wrap(bytes, 0, bytes.length / 2));
      steps.before("write the rest of " + file);
      write(channel, ByteBuffer.wrap(bytes, bytes.length / 2, bytes.length - bytes.length / 2));
      steps.before("sync " + file);
      channel.force(true);
    }
  }

  private static void write(FileChannel channel, ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }

  void give(Attributes attributes, Path file) throws IOException {
    steps.before("own " + file);
    attributes.giveTo(file);
  }

  void restoreTime(Attributes attributes, Path file) throws IOException {
    steps.before("date " + file);
    attributes.restoreTime(file);
  }

  /// A second name for a file, if its file system gives one.
  boolean link(Path file, Path name) throws IOException {
    steps.before("link " + name);
    try {
      Files.createLink(name, file);
      return true;
    } catch (IOException | UnsupportedOperationException _) {
      // Another file system, or fs.protected_hardlinks.
      return false;
    }
  }

  /// rename(2): whoever opens `to` gets the old file or the new one.
  void rename(Path from, Path to) throws IOException {
    steps.before("rename " + to);
    Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
    sync(parent(to));
  }

  void delete(Path file) throws IOException {
    if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
      steps.before("delete " + file);
      Files.deleteIfExists(file);
      sync(parent(file));
    }
  }

  /// A new file that is there whole or not at all; `staging` is where it is written first.
  void put(Path file, Path staging, byte[] bytes) throws IOException {
    delete(staging);
    create(staging);
    fill(staging, bytes);
    rename(staging, file);
  }

  /// Makes the names in a folder durable.
  void sync(Path folder) throws IOException {
    steps.before("sync " + folder);
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  static Path parent(Path file) {
    Path parent = file.toAbsolutePath().getParent();
    return parent == null ? file : parent;
  }
}
