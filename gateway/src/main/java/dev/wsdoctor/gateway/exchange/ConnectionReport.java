package dev.wsdoctor.gateway.exchange;

import dev.wsdoctor.gateway.log.Action;
import dev.wsdoctor.gateway.log.ErrorPlace;
import dev.wsdoctor.gateway.log.Message;
import dev.wsdoctor.log.Level;
import dev.wsdoctor.nginx.Scope;

/// Tells the error log of a connection while it has no request: the log is that of the default
/// server of its listener (`ngx_http_log_error`). Used by one thread.
///
/// @param scope of that server
record ConnectionReport(Site site, Scope scope, ConnectionFacts facts) {
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

  /// A handshake that has failed, in nginx's words.
  void sayOfHandshake(String words) {
    say(new Message(Level.INFO, words), Action.SSL_HANDSHAKING);
  }

  /// A header of the PROXY protocol that is none, in nginx's words; it closes without any for some.
  void sayOfProxyHeader(String words) {
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
