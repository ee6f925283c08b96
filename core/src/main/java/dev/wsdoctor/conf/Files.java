package dev.wsdoctor.conf;

import java.util.List;

/// Where configuration files are read from: the disk, a dump, or memory.
public interface Files {
  /// What came of reading a file.
  sealed interface Result {}

  /// What is in the file.
  record Content(SourceFile file) implements Result {}

  /// nginx's sentence: `open() "/x" failed (2: No such file or directory)`.
  record Failure(String message) implements Result {}

  /// Reads the file with that absolute path.
  Result read(String path);

  /// The existing paths that match, in the order of glob(3) in the C locale: by bytes.
  List<String> glob(String pattern);

  /// nginx's sentence for a file that is not there.
  static Failure absent(String path) {
    return new Failure("open() \"" + path + "\" failed (2: No such file or directory)");
  }
}
