package dev.wsdoctor.app.format;

import java.util.Optional;

/// Which release of wsdoctor this is.
public final class Version {
  private Version() {}

  /// Absent when it runs from classes that are not packaged.
  public static Optional<String> current() {
    return Optional.ofNullable(Version.class.getPackage().getImplementationVersion());
  }
}
