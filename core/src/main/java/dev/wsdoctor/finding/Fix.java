package dev.wsdoctor.finding;

import dev.wsdoctor.conf.Edit;
import java.util.List;

/// What to change. A manual fix has no edits: `advice` says what to do, and where.
public record Fix(Safety safety, String advice, List<Edit> edits) {
  /// What applying the edits may touch besides the tested URL.
  public enum Safety {
    /// Cannot change other requests.
    SAFE,
    /// Can change other requests; a person should look.
    REVIEW,
    /// The cure is elsewhere: backend, CDN, client.
    MANUAL
  }

  public Fix {
    edits = List.copyOf(edits);
    if (edits.isEmpty() != (safety == Safety.MANUAL)) {
      throw new IllegalArgumentException("a manual fix has no edits, any other has some");
    }
  }

  public static Fix safe(String advice, List<Edit> edits) {
    return new Fix(Safety.SAFE, advice, edits);
  }

  public static Fix review(String advice, List<Edit> edits) {
    return new Fix(Safety.REVIEW, advice, edits);
  }

  public static Fix manual(String advice) {
    return new Fix(Safety.MANUAL, advice, List.of());
  }
}
