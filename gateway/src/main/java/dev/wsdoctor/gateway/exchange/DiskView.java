package dev.wsdoctor.gateway.exchange;

import dev.wsdoctor.disk.Errno;
import dev.wsdoctor.gateway.answer.FolderEntry;
import dev.wsdoctor.nginx.FileView;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/// The files of this machine, whose names are bytes.
final class DiskView implements FileView {
  @Override
  public Kind at(String path) {
    Optional<Path> file = path(path);
    if (file.isEmpty()) {
      return Kind.ABSENT;
    }
    if (Files.isDirectory(file.get())) {
      return Kind.DIRECTORY;
    }
    return Files.exists(file.get()) ? Kind.FILE : Kind.ABSENT;
  }

  @Override
  public boolean isReadable(String path) {
    return path(path).filter(Files::isReadable).isPresent();
  }

  @Override
  public Optional<String> real(String path) {
    try {
      Path real = path(path).orElse(Path.of(path)).toRealPath();
      byte[] bytes = real.toString().getBytes(StandardCharsets.UTF_8);
      return Optional.of(new String(bytes, StandardCharsets.ISO_8859_1));
    } catch (IOException | InvalidPathException _) {
      return Optional.empty();
    }
  }

  @Override
  public Optional<String> anyFile(String folder) {
    Optional<Path> path = path(folder);
    if (path.isEmpty()) {
      return Optional.empty();
    }
    try {
      List<FolderEntry> files =
          Folder.entries(path.get()).stream()
              .filter(entry -> entry.kind() == FolderEntry.Kind.FILE)
              .toList();
      return files.isEmpty()
          ? Optional.empty()
          : Optional.of(files.get(ThreadLocalRandom.current().nextInt(files.size())).name());
    } catch (IOException _) {
      return Optional.empty();
    }
  }

  @Override
  public String failure(String path) {
    return path(path).map(DiskView::failure).orElseGet(() -> FileView.super.failure(path));
  }

  private static String failure(Path file) {
    try {
      Files.newByteChannel(file).close();
      return "13: Permission denied";
    } catch (IOException e) {
      return Errno.of(e, file);
    }
  }

  /// The file of that name, one char per byte.
  static Optional<Path> path(String name) {
    try {
      String decoded =
          new String(name.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
      return Optional.of(Path.of(decoded));
    } catch (InvalidPathException _) {
      return Optional.empty();
    }
  }
}
