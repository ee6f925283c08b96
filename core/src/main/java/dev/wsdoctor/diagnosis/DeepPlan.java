package dev.wsdoctor.diagnosis;

import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/// How far `check --deep` goes: `until` bounds the look for idle limits, `mostBytes` is the largest
/// message. `progress` is told what goes on; `stopped` ends it early with what is known.
public record DeepPlan(
    Duration until, long mostBytes, Consumer<String> progress, BooleanSupplier stopped) {
  /// Long enough to see nginx's default of 60 s.
  public static final Duration USUAL_UNTIL = Duration.ofSeconds(90);

  /// What many servers take without being told to; less surprises an application.
  public static final long USUAL_MOST_BYTES = 1 << 20;
}
