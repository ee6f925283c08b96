package dev.wsdoctor.application;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// An application that is recognised well enough to speak of it, and by which signs; `weight` is
/// their sum in hundredths.
public record Recognition(ApplicationProfile profile, int weight, List<String> signs) {
  /// A path or an argument that nothing else has suffices, as does the backend's name; a port of
  /// its own needs one sign more.
  private static final int ENOUGH = 60;

  public Recognition {
    signs = List.copyOf(signs);
  }

  /// The application that all clues together point to; none if they say too little, or point to two
  /// alike.
  public static Optional<Recognition> of(Clues clues) {
    List<Recognition> all = new ArrayList<>();
    Applications.signs()
        .forEach(
            (id, signs) -> {
              Evidence.Sum sum = Evidence.weigh(signs, clues);
              if (sum.weight() >= ENOUGH) {
                all.add(of(id, sum));
              }
            });
    Set<String> protocols =
        all.stream().flatMap(r -> r.profile.protocol().stream()).collect(Collectors.toSet());
    List<Recognition> best =
        all.stream()
            .filter(recognition -> !protocols.contains(recognition.profile.id()))
            .sorted((one, other) -> Integer.compare(other.weight, one.weight))
            .toList();
    boolean tied = best.size() > 1 && best.get(0).weight == best.get(1).weight;
    return tied ? Optional.empty() : best.stream().findFirst();
  }

  private static Recognition of(String id, Evidence.Sum sum) {
    return new Recognition(Applications.find(id).orElseThrow(), sum.weight(), sum.signs());
  }

  /// What to do in the application against this cause, in a sentence's second half that begins with
  /// its name.
  public Optional<String> advice(String cause, String origin) {
    return profile.advice(cause, origin).map(text -> "in " + profile.title() + ": " + text);
  }

  /// `Grafana (by the path /api/live/ws, the name grafana)`.
  public String sentence() {
    return "%s (by %s)".formatted(profile.title(), String.join(", ", signs));
  }
}
