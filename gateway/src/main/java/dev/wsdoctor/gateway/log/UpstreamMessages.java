package dev.wsdoctor.gateway.log;

import dev.wsdoctor.gateway.openssl.OpensslFailure;
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

  public static Message broken(OpensslFailure failure) {
    return Message.of(failure.isUsual() ? Level.ERROR : Level.CRIT, failure.words());
  }

  /// While reading from the upstream, or writing to it.
  public static Message failed(IOException error) {
    return Message.ofSocket(Level.ERROR, error);
  }

  /// A socket of the upstream that cannot be read or written any more.
  ///
  /// @param function of the system or of OpenSSL: `send()`
  public static Message failed(String function, int errno) {
    return Message.of(Level.ERROR, function + " failed", errno);
  }

  /// A name that no `resolver` is there to look up.
  public static Message noResolver(String name) {
    return Message.of(Level.ERROR, "no resolver defined to resolve " + name);
  }

  /// In the words of `ngx_resolver_strerror`.
  public static Message notResolved(String name, int code, String words) {
    return Message.of(
        Level.ERROR, "%s could not be resolved (%d: %s)".formatted(name, code, words));
  }

  public static Message noLiveUpstreams() {
    return Message.of(Level.ERROR, "no live upstreams");
  }

  public static Message temporarilyDisabled() {
    return Message.of(Level.WARN, "upstream server temporarily disabled");
  }

  public static Message sentNoValidHeader() {
    return Message.of(Level.ERROR, "upstream sent no valid HTTP/1.0 header");
  }

  /// Of a header that cannot be used, in the words of its reader.
  public static Message badHeader(String words) {
    return Message.of(Level.ERROR, words);
  }

  public static Message upgradeInSubrequest() {
    return Message.of(Level.ERROR, "connection upgrade in subrequest");
  }

  public static Message sentInvalidChunked() {
    return Message.of(Level.ERROR, "upstream sent invalid chunked response");
  }

  public static Message sentMoreThanLength() {
    return Message.of(
        Level.WARN, "upstream sent more data than specified in \"Content-Length\" header");
  }

  /// The client went, and with it the connection to the upstream; `too` while the answer is
  /// awaited.
  public static Message clientClosedSoUpstream() {
    return Message.of(
        Level.INFO,
        "epoll_wait() reported that client prematurely closed connection, so upstream connection is"
            + " closed too");
  }

  /// Of a handshake that has failed, or was made with the wrong peer, in the words of who made it.
  public static Message badHandshake(String words) {
    return Message.of(Level.ERROR, words);
  }

  /// The client cut its connection.
  public static Message clientResetSoUpstream(IOException error) {
    return Message.of(Level.INFO, clientClosedSoUpstream().text(), error);
  }
}
