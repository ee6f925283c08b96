package dev.wsdoctor.disk;

import dev.wsdoctor.conf.Glob;
import dev.wsdoctor.conf.SourceFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;

/// Configuration files on the disk.
public final class DiskFiles implements dev.wsdoctor.conf.Files {
  /// Far above the largest configuration in use, and safe for the memory of a one-shot command.
  public static final long MAX_BYTES = 64L << 20;

  /// Directory entries looked at for one include, all in all.
  private static final int MAX_ENTRIES = 1_000_000;

  private final long maxBytes;

  public DiskFiles() {
    this(MAX_BYTES);
  }

  /// Refuses files that are larger than so many bytes.
  public DiskFiles(long maxBytes) {
    this.maxBytes = maxBytes;
  }

  @Override
  public Result read(String path) {
    try {
      Path file = path(path);
      BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
      if (attributes.isDirectory()) {
        return new Failure("pread() \"" + path + "\" failed (21: Is a directory)");
      }
      if (attributes.isOther()) {
        return special(path);
      }
      if (attributes.size() > maxBytes) {
        return tooLarge(path, attributes.size());
      }
      return new Content(SourceFile.of(path, Files.readAllBytes(file)));
    } catch (IOException e) {
      return new Failure("open() \"" + path + "\" failed (" + Errno.of(e, path(path)) + ")");
    } catch (InvalidPathException _) {
      return new Failure("open() \"" + SourceFile.display(path) + "\" failed: not a file name");
    }
  }

  /// nginx reads as many bytes as the file is long: none. Only for the empty device is that what
  /// its user means.
  private static Result special(String path) {
    return path.equals("/dev/null")
        ? new Content(SourceFile.ofText(path, ""))
        : new Failure("\"" + path + "\" is a device, pipe or socket, not a file");
  }

  private Result tooLarge(String path, long bytes) {
    return new Failure(
        "\"%s\" has %d bytes, more than the %d that a configuration file may have"
            .formatted(path, bytes, maxBytes));
  }

  @Override
  public List<String> glob(String pattern) {
    String[] segments = pattern.split("/+", -1);
    List<String> found = List.of(segments[0].isEmpty() ? "/" : segments[0]);
    for (int i = 1; i < segments.length; i++) {
      found = below(found, segments[i]);
    }
    return found.stream().sorted().toList();
  }

  private static List<String> below(List<String> directories, String segment) {
    List<String> found = new ArrayList<>();
    for (String directory : directories) {
      String parent = directory.endsWith("/") ? directory : directory + "/";
      if (Glob.isPattern(segment)) {
        entries(parent, segment, found);
      } else if (exists(parent + segment)) {
        found.add(parent + segment);
      }
    }
    return found;
  }

  private static void entries(String parent, String segment, List<String> found) {
    int seen = 0;
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(path(parent))) {
      for (Path entry : entries) {
        String name = bytesAsChars(String.valueOf(entry.getFileName()));
        if (Glob.matches(segment, name)) {
          found.add(parent + name);
        }
        if (++seen >= MAX_ENTRIES) {
          return;
        }
      }
    } catch (IOException | DirectoryIteratorException | InvalidPathException _) {
      // as glob(3) without GLOB_ERR: what cannot be listed has no more names
      return;
    }
  }

  private static boolean exists(String path) {
    try {
      return Files.exists(path(path), LinkOption.NOFOLLOW_LINKS);
    } catch (InvalidPathException _) {
      return false;
    }
  }

  /// Names in configurations are bytes, one char each; Java wants text.
  private static Path path(String bytesAsChars) {
    return Path.of(SourceFile.display(bytesAsChars));
  }

  private static String bytesAsChars(String name) {
    return new String(name.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
  }
}
