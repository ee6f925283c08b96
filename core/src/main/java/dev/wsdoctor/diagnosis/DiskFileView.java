package dev.wsdoctor.diagnosis;

import dev.wsdoctor.conf.SourceFile;
import dev.wsdoctor.nginx.FileView;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/// The file system of this machine as nginx would see it, if the configuration is of this machine.
///
/// A path whose directory is not here either says nothing: the configuration may have been brought
/// from elsewhere.
final class DiskFileView implements FileView {
  @Override
  public Kind at(String path) {
    Path file;
    try {
      file = Path.of(SourceFile.display(path));
    } catch (InvalidPathException _) {
      return Kind.ABSENT;
    }
    if (Files.isDirectory(file)) {
      return Kind.DIRECTORY;
    }
    if (Files.exists(file)) {
      return Kind.FILE;
    }
    Path parent = file.getParent();
    return parent != null && Files.isDirectory(parent) ? Kind.ABSENT : Kind.UNKNOWN;
  }
}
