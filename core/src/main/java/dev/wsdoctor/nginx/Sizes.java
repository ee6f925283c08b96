package dev.wsdoctor.nginx;

import dev.wsdoctor.directive.Quantities;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/// Sizes and times of directives; nothing for what nginx would refuse.
final class Sizes {
  private Sizes() {}

  /// Bytes of `1m`.
  static Optional<Long> parse(String written) {
    return boxed(Quantities.offset(written));
  }

  /// The length of `1m 30s`, `500ms` or `60`.
  static Optional<Duration> time(String written) {
    return boxed(Quantities.milliseconds(written)).map(Duration::ofMillis);
  }

  private static Optional<Long> boxed(OptionalLong number) {
    return number.isPresent() ? Optional.of(number.getAsLong()) : Optional.empty();
  }
}
