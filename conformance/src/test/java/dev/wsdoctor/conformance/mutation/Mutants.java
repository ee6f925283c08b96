package dev.wsdoctor.conformance.mutation;

import dev.wsdoctor.conformance.healthy.Healthy;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;

/// Every single fault that is put into a healthy configuration.
///
/// Faults that no configuration shows are left out, since a prediction cannot name them: a wrong
/// upstream port, the other scheme upstream. A live probe finds those.
final class Mutants {
  private Mutants() {}

  static List<Mutant> of(Healthy healthy) {
    return of(Original.of(healthy));
  }

  /// So many pairs of them, by that chance; of those that a mend is offered for.
  static List<Mutant> pairs(Healthy healthy, int count, Random chance) {
    Original original = Original.of(healthy);
    List<Mutant> single = of(original).stream().filter(one -> !one.isForAPerson()).toList();
    return Stream.generate(() -> original.both(any(single, chance), any(single, chance)))
        .flatMap(Optional::stream)
        .limit(count)
        .toList();
  }

  private static Mutant any(List<Mutant> mutants, Random chance) {
    return mutants.get(chance.nextInt(mutants.size()));
  }

  private static List<Mutant> of(Original original) {
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
