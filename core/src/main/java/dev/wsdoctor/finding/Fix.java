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

  /// What an advice ends in whose edit is planned and was not tried here.
  private static final String LEFT_TO_FIX = "; 'wsdoctor fix' makes the edit and tries it";

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

  /// One whose edit is not shown, because nobody has tried it yet.
  public static Fix untried(String advice) {
    return manual(advice + LEFT_TO_FIX);
  }

  /// Whether there is an edit all the same, which `wsdoctor fix` plans.
  public boolean isUntried() {
    return advice.contains(LEFT_TO_FIX);
  }
}
