package dev.wsdoctor.conformance.mutation;

import dev.wsdoctor.conformance.healthy.Healthy;
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
}
