package dev.wsdoctor.log;

/// Handshakes, or requests to a path of sockets, that got another status than 101: how many, at
/// which path, from whom, and when the last one. `asked` of them are known to have come with
/// Upgrade, `stripped` without it or as HTTP/1.0; what the format does not tell is neither.
public record Refusal(
    int status, By by, String path, long count, long asked, long stripped, String last) {
  /// Who answered.
  public enum By {
    NGINX,
    BACKEND,
    /// The format does not tell.
    UNKNOWN
  }

  /// Both together; they have the same status, place and origin.
  public Refusal and(Refusal newer) {
    return new Refusal(
        status,
        by,
        path,
        count + newer.count,
        asked + newer.asked,
        stripped + newer.stripped,
        newer.last);
  }

  /// The same at any path.
  public Refusal at(String place) {
    return new Refusal(status, by, place, count, asked, stripped, last);
  }

  static Refusal of(int status, AccessEntry entry, boolean handshake) {
    boolean noUpgrade = entry.has("http_upgrade") && entry.value("http_upgrade").isEmpty();
    boolean stripped = !handshake && (noUpgrade || entry.version().equals("HTTP/1.0"));
    return new Refusal(
        status, by(entry), entry.path(), 1, handshake ? 1 : 0, stripped ? 1 : 0, entry.time());
  }

  /// nginx writes its own 502 and 504 into `$upstream_status` too; an answer has a header time.
  private static By by(AccessEntry entry) {
    if (!entry.has("upstream_status")) {
      return By.UNKNOWN;
    }
    if (entry.value("upstream_status").filter(s -> s.endsWith(status(entry))).isEmpty()) {
      return By.NGINX;
    }
    if (entry.has("upstream_header_time")) {
      return entry.value("upstream_header_time").filter(t -> !t.endsWith("-")).isPresent()
          ? By.BACKEND
          : By.NGINX;
    }
    return status(entry).equals("502") || status(entry).equals("504") ? By.UNKNOWN : By.BACKEND;
  }

  private static String status(AccessEntry entry) {
    return entry.value("status").orElse("");
  }
}
