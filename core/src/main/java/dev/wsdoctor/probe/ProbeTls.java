package dev.wsdoctor.probe;

import java.util.Optional;

/// How a hop is spoken to in TLS: the name that its certificate is held against, whether it is sent
/// as SNI, and the file of authorities that count instead of those of this machine.
public record ProbeTls(String name, boolean sendsName, Optional<String> authorities) {
  /// As a browser does it.
  static ProbeTls of(String name) {
    return new ProbeTls(name, true, Optional.empty());
  }

  ProbeTls sendingName() {
    return new ProbeTls(name, true, authorities);
  }

  /// What goes into the SNI extension; nothing goes for an empty name.
  String indicated() {
    return sendsName ? name : "";
  }
}
