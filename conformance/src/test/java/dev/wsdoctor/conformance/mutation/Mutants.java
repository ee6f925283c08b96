package dev.wsdoctor.conformance.mutation;

import dev.wsdoctor.conformance.healthy.Healthy;
import java.util.List;
import java.util.stream.Stream;

/// Every single fault that is put into a healthy configuration.
///
/// Faults that no configuration shows are left out, since a prediction cannot name them: a wrong
/// upstream port, the other scheme upstream. A live probe finds those.
final class Mutants {
  private Mutants() {}

  static List<Mutant> of(Healthy healthy) {
    Original original = Original.of(healthy);
    return Stream.of(
            HeaderFaults.of(original),
            SettingFaults.of(original),
            SyntaxFaults.of(original),
            LocationFaults.of(original),
            ServerFaults.of(original))
        .flatMap(mutants -> mutants)
        .toList();
  }
}
