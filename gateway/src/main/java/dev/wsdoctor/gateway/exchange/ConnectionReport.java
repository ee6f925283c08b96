package dev.wsdoctor.gateway.exchange;

import dev.wsdoctor.gateway.log.Action;
import dev.wsdoctor.gateway.log.ErrorPlace;
import dev.wsdoctor.gateway.log.Message;
import dev.wsdoctor.gateway.proxyprotocol.ProxyHeader;
import dev.wsdoctor.gateway.proxyprotocol.ProxyHeaderEvent;
import dev.wsdoctor.gateway.tls.TlsEvent;
import dev.wsdoctor.gateway.tls.TlsFacts;
import dev.wsdoctor.log.Level;
import dev.wsdoctor.nginx.Scope;

/// Tells the error log of a connection while it has no request: the log is that of the default
/// server of its listener (`ngx_http_log_error`). Used by one thread.
///
/// @param scope of that server
record ConnectionReport(Site site, Scope scope, ConnectionFacts facts) {
  /// Whether nginx counts the fields of a head (`max_headers`).
  boolean countsLines() {
    return site.nginx().version().isAtLeast(1, 29, 8);
  }

  /// Writes a message of something that happened meanwhile.
  void say(Message message, Action during) {
    write(
        message,
        ErrorPlace.ofConnection(facts.number(), during, facts.client(), facts.listening()));
  }

  /// Writes a message about a connection between two requests, which tells nothing else.
  void sayIdle(Message message) {
    write(message, ErrorPlace.ofIdle(facts.number()));
  }

  /// What the gates before the connection tell of it.
  void hear(Object event) {
    switch (event) {
      case TlsEvent.Established(TlsFacts secured) -> facts.secured(secured);
      case TlsEvent.Failed(String message) -> sayOfHandshake(message);
      case ProxyHeaderEvent.Known(ProxyHeader header) -> facts.proxied(header);
      case ProxyHeaderEvent.Broken(String message) -> sayOfProxyHeader(message);
      default -> {}
    }
  }

  /// A handshake that has failed, in nginx's words.
  private void sayOfHandshake(String words) {
    say(new Message(Level.INFO, words), Action.SSL_HANDSHAKING);
  }

  /// A header of the PROXY protocol that is none, in nginx's words; it closes without any for some.
  private void sayOfProxyHeader(String words) {
    if (words.startsWith("client timed out")) {
      say(new Message(Level.INFO, words), Action.READING_PROXY_PROTOCOL);
    } else if (!words.isEmpty()) {
      say(new Message(Level.ERROR, words), Action.READING_PROXY_PROTOCOL);
    }
  }

  private void write(Message message, ErrorPlace place) {
    site.logs().ifPresent(logs -> logs.error(scope, message, place, site.clock().instant()));
  }
}
