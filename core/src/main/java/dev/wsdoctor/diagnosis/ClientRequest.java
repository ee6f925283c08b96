package dev.wsdoctor.diagnosis;

import dev.wsdoctor.http.Field;
import dev.wsdoctor.http.Fields;
import dev.wsdoctor.http.Request;
import dev.wsdoctor.http.Target;
import dev.wsdoctor.nginx.Sent;
import dev.wsdoctor.websocket.OpeningHandshake;
import java.nio.charset.StandardCharsets;

/// The request that a client sends for a target.
final class ClientRequest {
  /// The nonce of the example in RFC 6455, 1.3: a prediction needs some key, and no randomness.
  private static final byte[] NONCE = "the sample nonce".getBytes(StandardCharsets.US_ASCII);

  private ClientRequest() {}

  /// The opening handshake of a WebSocket target, or a plain GET; `extra` replaces fields of the
  /// same name.
  static Request of(Target target, Fields extra) {
    if (target.webSocket()) {
      return OpeningHandshake.of(target, extra, NONCE).request();
    }
    Fields fields = Fields.of("Host", target.authority());
    for (Field field : extra) {
      fields = fields.with(field.name(), field.value());
    }
    return new Request("GET", target.requestTarget(), "HTTP/1.1", fields);
  }

  /// The request of a hop as the next one ought to get it: what was sent, with the handshake's own
  /// fields right whatever the hop made of them.
  static Request onwards(Sent sent, boolean handshake) {
    Fields fields = Fields.NONE;
    for (Sent.Field field : sent.fields()) {
      fields = fields.and(field.name(), field.value().text());
    }
    if (handshake) {
      fields = fields.with("Upgrade", "websocket").with("Connection", "upgrade");
    }
    return new Request(sent.method(), sent.target().text(), "HTTP/1.1", fields);
  }
}
