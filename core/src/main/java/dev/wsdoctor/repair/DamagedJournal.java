package dev.wsdoctor.repair;

import java.io.IOException;
import java.nio.file.Path;

/// A journal that cannot be read. Its repair is left alone, and no other one waits for it.
final class DamagedJournal extends IOException {
  private static final long serialVersionUID = 1;

  DamagedJournal(Path journal, RuntimeException cause) {
    super(
        "%s is damaged (%s); the old texts lie beside it as 0.old and so on"
            .formatted(journal, cause.getMessage()),
        cause);
  }
}
