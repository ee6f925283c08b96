package dev.wsdoctor.gateway.log;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Objects;

/// The name of this machine (`gethostname`).
public final class HostName {
  private static final Path LINUX = Path.of("/proc/sys/kernel/hostname");

  /// `$hostname`, in lower case; read once, as nginx does.
  public static final String OWN = read().toLowerCase(Locale.ROOT);

  private HostName() {}

  private static String read() {
    try {
      return Files.readString(LINUX, StandardCharsets.ISO_8859_1).strip();
    } catch (IOException _) {
      return Objects.requireNonNullElse(System.getenv("HOSTNAME"), "localhost");
    }
  }
}
