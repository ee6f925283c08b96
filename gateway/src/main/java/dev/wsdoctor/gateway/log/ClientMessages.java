package dev.wsdoctor.gateway.log;

import dev.wsdoctor.log.Level;
import java.io.IOException;

/// What nginx says of clients and their requests (`ngx_http_request.c` and others).
public final class ClientMessages {
  private ClientMessages() {}

  public static Message timedOut() {
    return Message.of(Level.INFO, "client timed out", Errno.ETIMEDOUT);
  }

  public static Message prematurelyClosed() {
    return Message.of(Level.INFO, "client prematurely closed connection");
  }

  public static Message closed() {
    return Message.of(Level.INFO, "client closed connection");
  }

  public static Message closedKeepalive(String address) {
    return Message.of(Level.INFO, "client " + address + " closed keepalive connection");
  }

  public static Message receiveFailed(IOException error) {
    return Message.of(Level.INFO, "recv() failed", error);
  }

  public static Message sendFailed(IOException error) {
    return Message.of(Level.INFO, "send() failed", error);
  }

  public static Message invalidMethod() {
    return Message.of(Level.INFO, "client sent invalid method");
  }

  public static Message invalidRequest() {
    return Message.of(Level.INFO, "client sent invalid request");
  }

  public static Message invalidVersion() {
    return Message.of(Level.INFO, "client sent invalid version");
  }

  public static Message tooLongUri() {
    return Message.of(Level.INFO, "client sent too long URI");
  }

  public static Message invalidHeaderLine(String line) {
    return Message.of(Level.INFO, "client sent invalid header line: \"" + line + "\"");
  }

  public static Message tooLongHeaderLine(String start) {
    return Message.of(Level.INFO, "client sent too long header line: \"" + start + "...\"");
  }

  public static Message tooLargeRequest() {
    return Message.of(Level.INFO, "client sent too large request");
  }

  public static Message noHost() {
    return Message.of(Level.INFO, "client sent HTTP/1.1 request without \"Host\" header");
  }

  public static Message invalidHost() {
    return Message.of(Level.INFO, "client sent invalid host header");
  }

  public static Message duplicateHost(String line, String before) {
    return Message.of(
        Level.INFO,
        "client sent duplicate host header: \"" + line + "\", previous value: \"" + before + "\"");
  }

  public static Message invalidLength() {
    return Message.of(Level.INFO, "client sent invalid \"Content-Length\" header");
  }

  public static Message lengthAndEncoding() {
    return Message.of(
        Level.INFO,
        "client sent \"Content-Length\" and \"Transfer-Encoding\" headers at the same time");
  }

  public static Message unknownEncoding(String value) {
    return Message.of(Level.INFO, "client sent unknown \"Transfer-Encoding\": \"" + value + "\"");
  }

  public static Message encodingInHttp10() {
    return Message.of(Level.INFO, "client sent HTTP/1.0 request with \"Transfer-Encoding\" header");
  }

  /// Since 1.23.0; `line` and `before` are whole lines.
  public static Message duplicateLine(String line, String before) {
    return Message.of(
        Level.INFO,
        "client sent duplicate header line: \"" + line + "\", previous value: \"" + before + "\"");
  }

  public static Message traceMethod() {
    return Message.of(Level.INFO, "client sent TRACE method");
  }

  public static Message invalidChunked() {
    return Message.of(Level.ERROR, "client sent invalid chunked body");
  }

  public static Message tooLargeBody(long bytes) {
    return Message.of(Level.ERROR, "client intended to send too large body: " + bytes + " bytes");
  }

  /// `received` bytes came before the chunk of `more`.
  public static Message tooLargeChunkedBody(long received, long more) {
    return Message.of(
        Level.ERROR,
        "client intended to send too large chunked body: " + received + "+" + more + " bytes");
  }

  public static Message bodyBufferedToFile(String path) {
    return Message.of(Level.WARN, "a client request body is buffered to a temporary file " + path);
  }

  public static Message plainToTls() {
    return Message.of(Level.INFO, "client sent plain HTTP request to HTTPS port");
  }

  public static Message noCertificate() {
    return Message.of(Level.INFO, "client sent no required SSL certificate");
  }

  public static Message certificateError(int code, String words) {
    return Message.of(
        Level.INFO, "client SSL certificate verify error: (" + code + ":" + words + ")");
  }

  public static Message handshakeFailed(String reason) {
    return Message.of(Level.INFO, "SSL_do_handshake() failed (SSL: " + reason + ")");
  }

  public static Message peerClosedInHandshake() {
    return Message.of(Level.INFO, "peer closed connection in SSL handshake");
  }

  public static Message brokenProxyHeader(String start) {
    return Message.of(Level.ERROR, "broken header: \"" + start + "\"");
  }

  public static Message accessForbidden() {
    return Message.of(Level.ERROR, "access forbidden by rule");
  }

  public static Message noCredentials() {
    return Message.of(Level.INFO, "no user/password was provided for basic authentication");
  }

  public static Message userNotFound(String user, String file) {
    return Message.of(Level.ERROR, "user \"" + user + "\" was not found in \"" + file + "\"");
  }

  public static Message passwordMismatch(String user) {
    return Message.of(Level.ERROR, "user \"" + user + "\": password mismatch");
  }

  public static Message authRequestStatus(int status) {
    return Message.of(Level.ERROR, "auth request unexpected status: " + status);
  }
}
