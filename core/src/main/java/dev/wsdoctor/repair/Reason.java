package dev.wsdoctor.repair;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.Objects;

/// A failed file operation in words.
final class Reason {
  private Reason() {}

  static String of(IOException e) {
    return switch (e) {
      case NoSuchFileException missing -> "no such file: " + missing.getFile();
      case AccessDeniedException denied -> "permission denied: " + denied.getFile();
      case FileSystemException failed ->
          Objects.requireNonNullElse(failed.getReason(), "it failed") + ": " + failed.getFile();
      default -> String.valueOf(e.getMessage());
    };
  }
}
