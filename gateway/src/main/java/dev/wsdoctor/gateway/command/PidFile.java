package dev.wsdoctor.gateway.command;

import dev.wsdoctor.disk.Errno;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.OptionalLong;

/// The file that holds the process id of a running gateway.
record PidFile(Path path) {
  private static final int MOST_DIGITS = 18;

  /// Clients connect the moment it exists, so it is written elsewhere and renamed. The reason if it
  /// cannot be written.
  Optional<String> write(long pid) {
    Path written = path.resolveSibling(path.getFileName() + ".new");
    try {
      Files.writeString(written, pid + "\n");
      Files.move(written, path, StandardCopyOption.ATOMIC_MOVE);
      return Optional.empty();
    } catch (IOException e) {
      return Optional.of(failure("open", e));
    }
  }

  /// What came of reading it.
  sealed interface Read {
    record Pid(long pid) implements Read {}

    record Failed(String message) implements Read {}
  }

  Read read() {
    try {
      String text = Files.readString(path, StandardCharsets.ISO_8859_1);
      String digits = text.replaceFirst("[\r\n]+$", "");
      OptionalLong pid = number(digits);
      return pid.isPresent()
          ? new Read.Pid(pid.getAsLong())
          : new Read.Failed("invalid PID number \"%s\" in \"%s\"".formatted(digits, name()));
    } catch (IOException e) {
      return new Read.Failed(failure("open", e));
    }
  }

  private static OptionalLong number(String digits) {
    boolean valid = digits.matches("\\d+") && digits.length() <= MOST_DIGITS;
    return valid ? OptionalLong.of(Long.parseLong(digits)) : OptionalLong.empty();
  }

  /// Why it could not be removed; a file that is gone is as good.
  Optional<String> delete() {
    try {
      Files.deleteIfExists(path);
      return Optional.empty();
    } catch (IOException e) {
      return Optional.of(failure("unlink", e));
    }
  }

  private String failure(String call, IOException e) {
    return "%s() \"%s\" failed (%s)".formatted(call, name(), Errno.of(e, path));
  }

  private String name() {
    return Bytes.asChars(path.toString());
  }
}
