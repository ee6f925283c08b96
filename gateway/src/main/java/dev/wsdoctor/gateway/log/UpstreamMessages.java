package dev.wsdoctor.gateway.log;

import dev.wsdoctor.log.Level;
import java.io.IOException;

/// What nginx says of upstreams (`ngx_http_upstream.c`, `ngx_http_proxy_module.c`).
public final class UpstreamMessages {
  private UpstreamMessages() {}

  /// A connection that could not be made, found when it was waited for.
  public static Message connectFailed(IOException error) {
    return Message.of(Level.ERROR, "connect() failed", error);
  }

  /// A connection that could not even be begun, as with unix sockets that are not there.
  public static Message connectToFailed(String address, IOException error) {
    boolean usual =
        Errno.of(error)
            .filter(
                e ->
                    e == Errno.ECONNREFUSED
                        || e == Errno.EHOSTUNREACH
                        || e == Errno.ENETUNREACH
                        || e == Errno.ETIMEDOUT
                        || e == Errno.ECONNRESET)
            .isPresent();
    return Message.of(
        usual ? Level.ERROR : Level.CRIT, "connect() to " + address + " failed", error);
  }

  public static Message timedOut() {
    return Message.of(Level.ERROR, "upstream timed out", Errno.ETIMEDOUT);
  }

  /// In a tunnel it is nothing out of the ordinary.
  public static Message timedOutInTunnel() {
    return Message.of(Level.INFO, "upstream timed out", Errno.ETIMEDOUT);
  }

  public static Message prematurelyClosed() {
    return Message.of(Level.ERROR, "upstream prematurely closed connection");
  }

  /// While reading from the upstream.
  public static Message receiveFailed(IOException error) {
    return Message.of(Level.ERROR, "recv() failed", error);
  }

  /// While writing to the upstream.
  public static Message sendFailed(IOException error) {
    return Message.of(Level.ERROR, "send() failed", error);
  }

  public static Message noLiveUpstreams() {
    return Message.of(Level.ERROR, "no live upstreams");
  }

  public static Message temporarilyDisabled() {
    return Message.of(Level.WARN, "upstream server temporarily disabled");
  }

  public static Message sentNoValidHeader(String version) {
    return Message.of(Level.ERROR, "upstream sent no valid " + version + " header");
  }

  public static Message sentInvalidHeader(String start) {
    return Message.of(Level.ERROR, "upstream sent invalid header: \"" + start + "\"");
  }

  public static Message sentTooBigHeader() {
    return Message.of(Level.ERROR, "upstream sent too big header");
  }

  public static Message sentDuplicate(String line, String before) {
    return Message.of(
        Level.ERROR,
        "upstream sent duplicate header line: \""
            + line
            + "\", previous value: \""
            + before
            + "\"");
  }

  public static Message sentInvalidLength(String line) {
    return Message.of(
        Level.ERROR, "upstream sent invalid \"Content-Length\" header: \"" + line + "\"");
  }

  public static Message sentLengthAndEncoding() {
    return Message.of(
        Level.ERROR,
        "upstream sent \"Content-Length\" and \"Transfer-Encoding\" headers at the same time");
  }

  public static Message sentUnknownEncoding(String line) {
    return Message.of(Level.ERROR, "upstream sent unknown \"Transfer-Encoding\": \"" + line + "\"");
  }

  public static Message sentInvalidChunked() {
    return Message.of(Level.ERROR, "upstream sent invalid chunked response");
  }

  public static Message sentMoreThanLength() {
    return Message.of(
        Level.WARN, "upstream sent more data than specified in \"Content-Length\" header");
  }

  public static Message noResolver(String name) {
    return Message.of(Level.ERROR, "no resolver defined to resolve " + name);
  }

  public static Message invalidUrlPrefix(String url) {
    return Message.of(Level.ERROR, "invalid URL prefix in \"" + url + "\"");
  }

  /// `code` is the DNS server's, or 110 for no answer in time.
  public static Message notResolved(String name, int code, String words) {
    return Message.of(Level.ERROR, name + " could not be resolved (" + code + ": " + words + ")");
  }

  /// The client went, and with it the connection to the upstream; `too` while the answer is
  /// awaited.
  public static Message clientClosedSoUpstream() {
    return Message.of(
        Level.INFO,
        "epoll_wait() reported that client prematurely closed connection, so upstream connection is"
            + " closed too");
  }

  public static Message certificateError(int code, String words) {
    return Message.of(
        Level.ERROR, "upstream SSL certificate verify error: (" + code + ":" + words + ")");
  }

  public static Message certificateMismatch(String name) {
    return Message.of(Level.ERROR, "upstream SSL certificate does not match \"" + name + "\"");
  }

  public static Message handshakeFailed(String reason) {
    return Message.of(Level.ERROR, "SSL_do_handshake() failed (SSL: " + reason + ")");
  }

  public static Message responseBufferedToFile(String path) {
    return Message.of(Level.WARN, "an upstream response is buffered to a temporary file " + path);
  }
}
