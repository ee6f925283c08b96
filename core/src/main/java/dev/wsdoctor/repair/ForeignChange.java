package dev.wsdoctor.repair;

import java.io.IOException;
import java.io.Serial;
import java.nio.file.Path;

/// A file does not hold what this repair found or wrote, so it is not touched.
final class ForeignChange extends IOException {
  @Serial private static final long serialVersionUID = 1;

  ForeignChange(Path file, Path backup) {
    super(
        "somebody else has changed %s meanwhile, so it is left as it is (its text before the repair lies in %s)"
            .formatted(file, backup));
  }
}
