package dev.wsdoctor.conformance.mutation;

import dev.wsdoctor.conf.Edit;
import dev.wsdoctor.conformance.healthy.Healthy;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// A healthy configuration with a fault in it: where it was put and by which edits, the texts that
/// result, and the ids of the catalogue that name it rightly.
record Mutant(
    Healthy healthy,
    String kind,
    String where,
    List<Edit> edits,
    Map<Path, String> texts,
    Set<String> rightly) {
  Mutant {
    edits = List.copyOf(edits);
    texts = Map.copyOf(texts);
    rightly = Set.copyOf(rightly);
  }

  /// Who may come in is for a person to say, so that nothing may be offered.
  boolean isForAPerson() {
    return rightly.equals(Set.of("access-refused"));
  }

  @Override
  public String toString() {
    return kind + " in " + healthy + " " + where;
  }
}
