package dev.wsdoctor.http;

/// A request as it stands on the wire: method, request target, version (`HTTP/1.1`) and fields.
public record Request(String method, String target, String version, Fields fields) {
  /// `GET /x HTTP/1.1`.
  public String line() {
    return method + " " + target + " " + version;
  }
}
