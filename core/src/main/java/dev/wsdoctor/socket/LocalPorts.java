package dev.wsdoctor.socket;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/// How many ports the kernel gives to outgoing connections (`net.ipv4.ip_local_port_range`, ip(7)).
public final class LocalPorts {
  private static final Path RANGE = Path.of("/proc/sys/net/ipv4/ip_local_port_range");

  /// 32768 to 60999, what Linux has if nobody changed it.
  private static final int USUAL = 28_232;

  private LocalPorts() {}

  public static int available() {
    try {
      return count(Files.readString(RANGE, StandardCharsets.US_ASCII));
    } catch (IOException _) {
      return USUAL;
    }
  }

  /// Of `32768 60999`.
  static int count(String range) {
    String[] ends = range.strip().split("\\s+", -1);
    try {
      return Integer.parseInt(ends[1]) - Integer.parseInt(ends[0]) + 1;
    } catch (IllegalArgumentException | IndexOutOfBoundsException _) {
      return USUAL;
    }
  }
}
