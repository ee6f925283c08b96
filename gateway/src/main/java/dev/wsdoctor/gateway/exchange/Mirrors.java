package dev.wsdoctor.gateway.exchange;

import dev.wsdoctor.conf.Directive;
import dev.wsdoctor.nginx.Execution;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// The copies of one request (`ngx_http_mirror_handler`): each is sent once, however often the
/// request is decided. Used by one thread.
final class Mirrors {
  /// A copy that is still to be sent.
  private record Copy(Execution main, Directive by) {}

  private final Recipient exchange;
  private final ClientConnection client;
  private final List<Copy> waiting = new ArrayList<>();
  private int begun;

  Mirrors(Recipient exchange, ClientConnection client) {
    this.exchange = exchange;
    this.client = client;
  }

  /// Whether the copies have the request's body, so that it is read before.
  static boolean takeBody(Execution execution) {
    return !execution.mirrors().isEmpty() && execution.scope().flag("mirror_request_body", true);
  }

  /// The request has come to its answer.
  void begin(Execution execution) {
    List<Directive> all = execution.mirrors();
    all.subList(Math.min(begun, all.size()), all.size())
        .forEach(by -> waiting.add(new Copy(execution, by)));
    begun = all.size();
  }

  /// Sends what has not been sent.
  ///
  /// @param body of the request, as far as it was read
  void send(RequestUpload body) {
    List<Copy> now = List.copyOf(waiting);
    waiting.clear();
    for (Copy copy : now) {
      boolean with = takeBody(copy.main);
      try {
        RequestUpload own = with ? body.copy() : new RequestUpload(false);
        Subrequest.mirroring(exchange, client, copy.main, copy.by, own).start();
      } catch (IOException _) {
        // a copy that cannot be made is not sent: nobody waits for it
      }
    }
  }
}
