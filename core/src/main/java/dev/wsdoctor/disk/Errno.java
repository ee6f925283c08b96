package dev.wsdoctor.disk;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;

/// Linux's number and text of a failure, as nginx prints them: `2: No such file or directory`.
public final class Errno {
  /// Java says more than that.
  private static final String LOOP = "Too many levels of symbolic links";

  private static final Map<String, Integer> NUMBERS =
      Map.of(
          "Input/output error",
          5,
          "Permission denied",
          13,
          "Not a directory",
          20,
          "Is a directory",
          21,
          "Too many open files",
          24,
          "File name too long",
          36,
          LOOP,
          40);

  private Errno() {}

  public static String of(IOException failure, Path path) {
    if (failure instanceof NoSuchFileException) {
      return isBelowFile(path) ? "20: Not a directory" : "2: No such file or directory";
    }
    if (failure instanceof AccessDeniedException) {
      return "13: Permission denied";
    }
    String reason = reason(failure);
    Integer number = NUMBERS.get(reason);
    return number == null ? reason : number + ": " + reason;
  }

  /// Java says the same of both.
  private static boolean isBelowFile(Path path) {
    Path parent = path.getParent();
    while (parent != null && !Files.exists(parent)) {
      parent = parent.getParent();
    }
    return parent != null && !Files.isDirectory(parent);
  }

  private static String reason(IOException failure) {
    String text =
        failure instanceof FileSystemException systemFailure
            ? systemFailure.getReason()
            : failure.getMessage();
    String reason = Objects.requireNonNullElse(text, failure.getClass().getSimpleName());
    return reason.startsWith(LOOP) ? LOOP : reason;
  }
}
