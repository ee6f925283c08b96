package dev.wsdoctor.finding;

/// A finding that is known and set apart: it does not count for the exit code, and it stays in the
/// report with the reason.
public record Suppressed(Finding finding, By by) {
  /// What sets it apart.
  public sealed interface By {}

  /// A comment in the file, at `place`: `# wsdoctor: allow ID -- REASON`.
  public record Comment(Place place, String reason) implements By {}

  /// A file of findings that were there before.
  public record Baseline(String file) implements By {}

  /// The person asked for other causes, by this option.
  public record Selection(String option) implements By {}

  /// In a few words: why it does not count.
  public String because() {
    return switch (by) {
      case Comment(Place place, String reason) ->
          "allowed by a comment (%s: %s)".formatted(place.where(), reason);
      case Baseline(String file) -> "known in the baseline " + file;
      case Selection(String option) -> "left out by " + option;
    };
  }
}
