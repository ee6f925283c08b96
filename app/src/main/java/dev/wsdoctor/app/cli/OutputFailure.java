package dev.wsdoctor.app.cli;

import java.io.IOException;

/// A dead wire: what was written to an output did not arrive.
final class OutputFailure extends RuntimeException {
  OutputFailure(IOException cause) {
    super(cause.getMessage(), cause);
  }

  /// Whether the reader has gone (`| head`), which is its right.
  boolean isReaderGone() {
    return String.valueOf(getMessage()).contains("Broken pipe");
  }
}
