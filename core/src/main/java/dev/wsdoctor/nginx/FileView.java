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

  /// Why a path that is not there cannot be opened: the system's number and words.
  default String failure(String path) {
    return "2: No such file or directory";
  }

  /// Nothing is known of any path.
  FileView UNKNOWN = new Alike(Kind.UNKNOWN);

  /// No file exists.
  FileView EMPTY = new Alike(Kind.ABSENT);

  /// The same at every path. No lambda: the start-up cache does not keep those of an interface that
  /// is initialized at the start.
  record Alike(Kind kind) implements FileView {
    @Override
    public Kind at(String path) {
      return kind;
    }
  }
}
