package dev.wsdoctor.gateway.exchange;

import dev.wsdoctor.gateway.answer.FolderEntry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What lies in a folder, but for hidden files.
final class Folder {
  private Folder() {}

  /// @throws IOException when the folder cannot be read
  static List<FolderEntry> entries(Path folder) throws IOException {
    List<FolderEntry> entries = new ArrayList<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
      for (Path file : files) {
        String name = name(file);
        if (!name.startsWith(".")) {
          attributes(file).map(found -> entry(name, found)).ifPresent(entries::add);
        }
      }
    }
    return entries;
  }

  /// One char per byte.
  static String name(Path file) {
    byte[] bytes = file.getFileName().toString().getBytes(StandardCharsets.UTF_8);
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }

  /// Of what a link leads to, or of the link itself if it leads nowhere; nothing where neither can
  /// be read.
  private static Optional<BasicFileAttributes> attributes(Path file) {
    try {
      return Optional.of(Files.readAttributes(file, BasicFileAttributes.class));
    } catch (NoSuchFileException _) {
      return link(file);
    } catch (IOException _) {
      return Optional.empty();
    }
  }

  private static Optional<BasicFileAttributes> link(Path file) {
    try {
      return Optional.of(
          Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS));
    } catch (IOException _) {
      return Optional.empty();
    }
  }

  private static FolderEntry entry(String name, BasicFileAttributes found) {
    FolderEntry.Kind other = found.isRegularFile() ? FolderEntry.Kind.FILE : FolderEntry.Kind.OTHER;
    return new FolderEntry(
        name,
        found.isDirectory() ? FolderEntry.Kind.DIRECTORY : other,
        found.lastModifiedTime().toInstant(),
        found.size());
  }
}
