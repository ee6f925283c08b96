package dev.wsdoctor.conformance.mutation;

import dev.wsdoctor.conformance.TemporaryFolder;
import dev.wsdoctor.conformance.healthy.Healthy;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/// Other ways to write a healthy configuration, one at a time: what people do with a working file
/// before they break it.
final class Rearrangements {
  private Rearrangements() {}

  static Stream<Rearranged> of(Healthy healthy) {
    Original original = Original.of(healthy);
    return Stream.of(
            RearrangedLocations.of(original),
            RearrangedSettings.of(original),
            RearrangedServers.of(original),
            RearrangedWords.of(original))
        .flatMap(rearranged -> rearranged);
  }

  /// Rearranged so many times, by that chance.
  static Rearranged walk(Healthy healthy, int steps, Random chance) {
    List<Rearranged> all = of(healthy).toList();
    Rearranged step = all.get(chance.nextInt(all.size()));
    if (steps == 1) {
      return step;
    }
    try (TemporaryFolder folder = TemporaryFolder.create("walk")) {
      return walk(step.in(folder), steps - 1, chance);
    }
  }
}
