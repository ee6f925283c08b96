package dev.wsdoctor.nginx;

import java.util.Optional;

/// The file system as `try_files`, `if (-f ...)` and static handlers see it, passed in so that a
/// decision does no I/O.
public interface FileView {
  /// What stands at an absolute path.
  enum Kind {
    FILE,
    DIRECTORY,
    ABSENT,
    /// Not to be known here: the decision branches.
    UNKNOWN
  }

  Kind at(String path);

  /// Whether a file that is there may be read.
  default boolean isReadable(String path) {
    return true;
  }

  /// A path without symbolic links, where that can be known.
  default Optional<String> real(String path) {
    return Optional.empty();
  }

  /// One of the files in a folder, whichever, that is neither hidden nor a folder.
  default Optional<String> anyFile(String folder) {
    return Optional.empty();
  }

  /// Why a path that is not there cannot be opened: the system's number and words.
  default String failure(String path) {
    return "2: No such file or directory";
  }

  /// Nothing is known of any path.
  @SuppressWarnings("ClassInitializationDeadlock") // nobody else makes one
  FileView UNKNOWN = new UniformView(Kind.UNKNOWN);

  /// No file exists.
  @SuppressWarnings("ClassInitializationDeadlock") // nobody else makes one
  FileView EMPTY = new UniformView(Kind.ABSENT);
}
