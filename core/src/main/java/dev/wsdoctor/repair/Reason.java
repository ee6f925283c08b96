package dev.wsdoctor.repair;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.Objects;

/// A failed file operation in words.
public final class Reason {
  private Reason() {}

  public static String of(IOException e) {
    return switch (e) {
      case NoSuchFileException missing -> "no such file: " + missing.getFile();
      case AccessDeniedException denied -> "permission denied: " + denied.getFile();
      case FileSystemException failed ->
          Objects.requireNonNullElse(failed.getReason(), words(failed)) + ": " + failed.getFile();
      default -> String.valueOf(e.getMessage());
    };
  }

  private static String words(FileSystemException failed) {
    return switch (failed) {
      case FileAlreadyExistsException _ -> "it is there already, and no folder";
      case NotDirectoryException _ -> "it is no folder";
      default -> "it failed";
    };
  }
}
