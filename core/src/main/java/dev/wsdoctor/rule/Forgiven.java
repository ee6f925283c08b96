package dev.wsdoctor.rule;

import dev.wsdoctor.http.Fields;
import dev.wsdoctor.http.Request;
import dev.wsdoctor.nginx.FileView;
import dev.wsdoctor.nginx.Outcome;
import dev.wsdoctor.nginx.Sent;

/// A fault of one hop that the next hop in the same nginx makes good: it writes the handshake's
/// fields itself, from what is left of them.
final class Forgiven {
  private Forgiven() {}

  static boolean by(Subject subject, Outcome.Proxied proxied) {
    for (int i = 0; i + 1 < subject.hops().size(); i++) {
      if (subject.hops().get(i).proxied().filter(proxied::equals).isPresent()) {
        return completes(subject, subject.hops().get(i + 1), proxied.sent());
      }
    }
    return false;
  }

  private static boolean completes(Subject subject, Hop next, Sent sent) {
    Fields fields = Fields.NONE;
    for (Sent.Field field : sent.fields()) {
      fields = fields.and(field.name(), field.value().text());
    }
    Request request = new Request(sent.method(), sent.target().text(), sent.version(), fields);
    return subject
        .nginx()
        .decide(next.connection(), request, FileView.EMPTY)
        .proxied()
        .filter(onwards -> Handshake.of(onwards).isComplete())
        .isPresent();
  }
}
