package dev.wsdoctor.gateway.log;

import dev.wsdoctor.gateway.openssl.BrokenTlsException;
import dev.wsdoctor.gateway.openssl.OpensslFailure;
import dev.wsdoctor.log.Level;
import java.io.IOException;

/// What nginx says of clients (`ngx_http_request.c` and others), apart from what the evaluator says
/// of their requests.
public final class ClientMessages {
  private ClientMessages() {}

  public static Message timedOut() {
    return Message.of(Level.INFO, "client timed out", Errno.ETIMEDOUT);
  }

  public static Message cacheLockTimedOut() {
    return Message.of(Level.INFO, "cache lock timeout");
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

  public static Message failed(IOException error) {
    if (error instanceof BrokenTlsException broken) {
      return broken(broken.failure());
    }
    return Message.ofSocket(Level.INFO, error);
  }

  /// A socket of the client that cannot be read or written any more.
  ///
  /// @param function of the system or of OpenSSL: `send()`
  public static Message failed(String function, int errno) {
    return Message.of(Level.INFO, function + " failed", errno);
  }

  public static Message broken(OpensslFailure failure) {
    return Message.of(failure.isUsual() ? Level.INFO : Level.CRIT, failure.words());
  }

  public static Message invalidChunked() {
    return Message.of(Level.ERROR, "client sent invalid chunked body");
  }

  /// `received` bytes came before the chunk of `more`.
  public static Message tooLargeChunkedBody(long received, long more) {
    return Message.of(
        Level.ERROR,
        "client intended to send too large chunked body: " + received + "+" + more + " bytes");
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

  /// The file of `auth_basic_user_file`, with the system's number and words.
  public static Message usersNotOpened(String path, String errno, boolean isMissing) {
    return Message.of(
        isMissing ? Level.ERROR : Level.CRIT, "open() \"" + path + "\" failed (" + errno + ")");
  }
}
