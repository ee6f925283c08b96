package dev.wsdoctor.diagnosis;

import dev.wsdoctor.conf.Configuration;
import java.util.Optional;

/// Judges configurations, and one that comes again next only once: the parts of a whole do.
final class LastJudged {
  private Optional<Judged> last = Optional.empty();

  Judged of(Configuration configuration, Circumstances found) {
    Judged judged =
        last.filter(known -> known.configuration() == configuration)
            .filter(known -> known.version().equals(found.version()))
            .orElseGet(() -> Judged.of(configuration, found.version(), found.files()));
    last = Optional.of(judged);
    return judged;
  }
}
