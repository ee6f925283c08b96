package dev.wsdoctor.conformance.mutation;

import dev.wsdoctor.conformance.healthy.Healthy;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;

/// A healthy configuration with one fault in it: where it was put, the texts that result, and the
/// ids of the catalogue that name it rightly.
record Mutant(
    Healthy healthy, String kind, String where, Map<Path, String> texts, Set<String> rightly) {
  Mutant {
    texts = Map.copyOf(texts);
    rightly = Set.copyOf(rightly);
  }

  @Override
  public String toString() {
    return kind + " in " + healthy + " " + where;
  }
}
