package dev.wsdoctor.log;

/// The parts of `GET /ws?x=1 HTTP/1.1` as it stands in a log; each is empty where it is missing.
final class RequestLine {
  private RequestLine() {}

  static String target(String line) {
    int start = line.indexOf(' ');
    int end = line.lastIndexOf(" HTTP/");
    if (start < 0) {
      return "";
    }
    return end > start ? line.substring(start + 1, end) : line.substring(start + 1);
  }

  static String path(String line) {
    return pathOf(target(line));
  }

  static String pathOf(String target) {
    int query = target.indexOf('?');
    return query < 0 ? target : target.substring(0, query);
  }

  static String query(String target) {
    int query = target.indexOf('?');
    return query < 0 ? "" : target.substring(query + 1);
  }

  /// `HTTP/1.0`.
  static String version(String line) {
    int at = line.lastIndexOf(" HTTP/");
    return at < 0 ? "" : line.substring(at + 1);
  }
}
