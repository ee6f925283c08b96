package dev.wsdoctor.finding;

/// One observation that supports a finding.
public record Evidence(Kind kind, String text) {
  /// Where the observation comes from.
  public enum Kind {
    CONFIG,
    SANDBOX,
    PROBE,
    LOG,
    SOCKET,
    /// What the person says the client saw.
    SYMPTOM
  }

  public static Evidence config(String text) {
    return new Evidence(Kind.CONFIG, text);
  }

  public static Evidence probe(String text) {
    return new Evidence(Kind.PROBE, text);
  }

  public static Evidence sandbox(String text) {
    return new Evidence(Kind.SANDBOX, text);
  }

  public static Evidence log(String text) {
    return new Evidence(Kind.LOG, text);
  }

  public static Evidence symptom(String text) {
    return new Evidence(Kind.SYMPTOM, text);
  }
}
