package dev.wsdoctor.probe;

import dev.wsdoctor.probe.Observation.Failure;
import java.io.IOException;

/// A wire that died, with the sentence for the user; never leaves the package.
final class ProbeFailure extends IOException {
  private static final long serialVersionUID = 1;

  private final Failure failure;

  ProbeFailure(Failure failure, String message) {
    super(message);
    this.failure = failure;
  }

  Failure failure() {
    return failure;
  }

  String sentence() {
    return String.valueOf(getMessage());
  }
}
