package dev.wsdoctor.diagnosis;

import dev.wsdoctor.http.Fields;
import dev.wsdoctor.http.Request;
import dev.wsdoctor.nginx.Sent;

/// The request that reaches a later hop.
final class NextRequest {
  private NextRequest() {}

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
