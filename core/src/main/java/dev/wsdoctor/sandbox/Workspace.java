package dev.wsdoctor.sandbox;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/// A temporary folder that only its user can read, named after the Java process, gone after `close`
/// or with the Java process.
final class Workspace implements AutoCloseable {
  private final Path folder;
  private final Thread atExit;

  private Workspace(Path folder) {
    this.folder = folder;
    this.atExit = new Thread(() -> delete(folder), "sandbox-cleanup");
  }

  static Workspace create() throws IOException {
    String name = "wsdoctor-%d-".formatted(ProcessHandle.current().pid());
    Workspace workspace = new Workspace(Files.createTempDirectory(name));
    Runtime.getRuntime().addShutdownHook(workspace.atExit);
    return workspace;
  }

  /// The absolute name of a file in it.
  String path(String name) {
    return folder.resolve(name).toString();
  }

  /// Creates a folder and gives its absolute name.
  String folder(String name) throws IOException {
    return Files.createDirectories(folder.resolve(name)).toString();
  }

  /// Writes text of one char per byte and gives its absolute name.
  String write(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text, StandardCharsets.ISO_8859_1).toString();
  }

  /// The text of a file, one char per byte; empty when there is no such file.
  String read(String name) throws IOException {
    try {
      return Files.readString(folder.resolve(name), StandardCharsets.ISO_8859_1);
    } catch (NoSuchFileException _) {
      return "";
    }
  }

  @Override
  public void close() {
    delete(folder);
    try {
      Runtime.getRuntime().removeShutdownHook(atExit);
    } catch (IllegalStateException _) {
      // The process is ending: the hook runs.
    }
  }

  private static void delete(Path folder) {
    try {
      Files.walkFileTree(
          folder,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                throws IOException {
              Files.deleteIfExists(file);
              return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException failure)
                throws IOException {
              Files.deleteIfExists(directory);
              return FileVisitResult.CONTINUE;
            }
          });
    } catch (IOException _) {
      // Somebody else cleans /tmp; there is nothing more to do.
    }
  }
}
