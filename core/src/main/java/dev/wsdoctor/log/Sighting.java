package dev.wsdoctor.log;

/// How often a sentence stood in a log, and its latest line.
public record Sighting(LogSignature signature, long count, ErrorEntry latest) {
  Sighting again(ErrorEntry entry) {
    return new Sighting(signature, count + 1, entry);
  }

  /// `12 times, last 2026/11/20 15:00:01`.
  public String often() {
    String times = count == 1 ? "once" : count + " times";
    return latest.time().isEmpty() ? times : times + ", last " + latest.time();
  }
}
