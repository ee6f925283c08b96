package dev.wsdoctor.finding;

import java.util.List;
import java.util.Optional;

/// One cause: what is wrong (`summary`), why nginx makes that fail (`why`), where, how sure, and
/// the mend. `id` is one of the catalogue's; `confidence` lies between 0 and 1.
public record Finding(
    String id,
    Severity severity,
    double confidence,
    String summary,
    String why,
    List<Place> places,
    List<Evidence> evidence,
    Optional<Fix> fix) {
  public Finding {
    places = List.copyOf(places);
    evidence = List.copyOf(evidence);
    if (confidence < 0 || confidence > 1) {
      throw new IllegalArgumentException("confidence " + confidence + " is not in 0..1");
    }
  }
}
