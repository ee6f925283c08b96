package dev.wsdoctor.log;

import dev.wsdoctor.finding.Severity;
import java.util.List;
import java.util.Optional;

/// A sentence of the error log and what it tells. `parts` stand in the message in this order;
/// `level` narrows it where the level alone tells who did it. `cause` is the id that the sentence
/// names, absent where it is worth a remark only; one of `better` takes its place when the
/// configuration shows that one.
public record LogSignature(
    List<String> parts,
    Optional<Level> level,
    Scope scope,
    Optional<String> cause,
    List<String> better,
    Severity severity,
    double confidence,
    String tells,
    String why,
    String advice) {
  /// Which lines of that kind concern a URL.
  public enum Scope {
    /// Those of its own server and path.
    REQUEST,
    /// Those of any request to the same upstream, too.
    UPSTREAM,
    /// All: the process as a whole is affected.
    PROCESS
  }

  public LogSignature {
    parts = List.copyOf(parts);
    better = List.copyOf(better);
  }

  static LogSignature error(
      Scope scope, String cause, double confidence, String tells, String why, String advice) {
    return new LogSignature(
        List.of(),
        Optional.empty(),
        scope,
        Optional.of(cause),
        List.of(),
        Severity.ERROR,
        confidence,
        tells,
        why,
        advice);
  }

  /// A sentence that explains something and names no cause.
  static LogSignature remark(Scope scope, String tells) {
    return new LogSignature(
        List.of(),
        Optional.empty(),
        scope,
        Optional.empty(),
        List.of(),
        Severity.NOTE,
        0,
        tells,
        "",
        "");
  }

  LogSignature when(String... sentence) {
    return new LogSignature(
        List.of(sentence), level, scope, cause, better, severity, confidence, tells, why, advice);
  }

  LogSignature at(Level only) {
    return new LogSignature(
        parts, Optional.of(only), scope, cause, better, severity, confidence, tells, why, advice);
  }

  LogSignature rather(String... ids) {
    return new LogSignature(
        parts, level, scope, cause, List.of(ids), severity, confidence, tells, why, advice);
  }

  LogSignature asWarning() {
    return new LogSignature(
        parts, level, scope, cause, better, Severity.WARNING, confidence, tells, why, advice);
  }

  boolean fits(ErrorEntry entry) {
    return level.filter(only -> !entry.isAt(only)).isEmpty() && fits(entry.message());
  }

  private boolean fits(String message) {
    int at = 0;
    for (String part : parts) {
      at = message.indexOf(part, at);
      if (at < 0) {
        return false;
      }
      at += part.length();
    }
    return true;
  }
}
