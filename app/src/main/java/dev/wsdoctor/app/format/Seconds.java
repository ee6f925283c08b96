package dev.wsdoctor.app.format;

import java.math.BigDecimal;
import java.time.Duration;

/// A limit as a person writes it.
final class Seconds {
  private Seconds() {}

  /// `60 s`, `0.5 s`: to the millisecond, without needless zeros.
  static String of(Duration time) {
    return BigDecimal.valueOf(time.toMillis(), 3).stripTrailingZeros().toPlainString() + " s";
  }
}
