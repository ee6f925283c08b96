package dev.wsdoctor.probe;

import java.util.Optional;
import javax.net.ssl.SNIHostName;

/// The name that a TLS client asks a server for (SNI).
public final class ServerName {
  private ServerName() {}

  /// IP literals have no SNI (RFC 6066, 3), nor has what is no host name.
  public static Optional<SNIHostName> indication(String name) {
    if (name.isEmpty() || name.contains(":") || name.matches("[0-9.]+")) {
      return Optional.empty();
    }
    try {
      return Optional.of(new SNIHostName(name));
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }
}
