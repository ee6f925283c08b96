package dev.wsdoctor.gateway.log;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.util.Optional;

/// Errors of the system with their numbers on Linux and the words of strerror.
public enum Errno {
  ENOENT(2, "No such file or directory"),
  EBADF(9, "Bad file descriptor"),
  ENOMEM(12, "Cannot allocate memory"),
  EACCES(13, "Permission denied"),
  ENOTDIR(20, "Not a directory"),
  EISDIR(21, "Is a directory"),
  ENFILE(23, "Too many open files in system"), // before EMFILE, whose words it begins with
  EMFILE(24, "Too many open files"),
  ENOSPC(28, "No space left on device"),
  EPIPE(32, "Broken pipe"),
  ENAMETOOLONG(36, "File name too long"),
  EADDRINUSE(98, "Address already in use"),
  EADDRNOTAVAIL(99, "Cannot assign requested address"),
  ENETUNREACH(101, "Network is unreachable"),
  ECONNRESET(104, "Connection reset by peer"),
  ENOBUFS(105, "No buffer space available"),
  ETIMEDOUT(110, "Connection timed out"),
  ECONNREFUSED(111, "Connection refused"),
  EHOSTUNREACH(113, "No route to host");

  private final int number;
  private final String words;

  Errno(int number, String words) {
    this.number = number;
    this.words = words;
  }

  /// The one that an exception tells of, by its words: Java keeps no number.
  public static Optional<Errno> of(IOException exception) {
    if (exception instanceof NoSuchFileException || exception instanceof FileNotFoundException) {
      return Optional.of(ENOENT);
    }
    if (exception instanceof AccessDeniedException) {
      return Optional.of(EACCES);
    }
    String message = String.valueOf(exception.getMessage());
    for (Errno errno : values()) {
      if (message.contains(errno.words)) {
        return Optional.of(errno);
      }
    }
    return message.startsWith("Connection reset") ? Optional.of(ECONNRESET) : Optional.empty();
  }

  static Optional<Errno> of(int number) {
    for (Errno errno : values()) {
      if (errno.number == number) {
        return Optional.of(errno);
      }
    }
    return Optional.empty();
  }

  /// ` (111: Connection refused)`
  String suffix() {
    return " (" + number + ": " + words + ")";
  }
}
