package dev.wsdoctor.capture;

/// What bytes are that are no HTTP/1, by how they begin.
final class OtherProtocol {
  private static final String HTTP2_PREFACE = "PRI * HTTP/2.0";
  private static final String PROXY_V2 = "\r\n\r\n\0\r\nQUIT\n";

  private OtherProtocol() {}

  static String of(String begin) {
    // A TLS record: its type and the version's 3 (RFC 8446, 5.1).
    if (begin.length() > 1
        && begin.charAt(0) >= 20
        && begin.charAt(0) <= 23
        && begin.charAt(1) == 3) {
      return begin.charAt(0) == 21 ? "a TLS alert" : "TLS, which a capture cannot show";
    }
    if (begin.startsWith(HTTP2_PREFACE)) {
      return "HTTP/2, which has no WebSocket handshake of HTTP/1.1";
    }
    if (begin.startsWith(PROXY_V2)) {
      return "the PROXY protocol, version 2";
    }
    return "neither HTTP nor TLS";
  }
}
