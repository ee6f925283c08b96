package dev.wsdoctor.nginx;

import dev.wsdoctor.conf.Directive;
import java.util.Optional;

/// Hands the request to the handler in force, else to the file system
/// (`ngx_http_core_content_phase`).
final class ContentPhase {
  private ContentPhase() {}

  static Turn run(RequestState state) {
    Optional<Directive> handler = state.handlerScope().flatMap(ContentHandler::in);
    if (handler.isEmpty()) {
      return StaticContent.run(state);
    }
    Directive by = handler.get();
    if (by.is("proxy_pass")) {
      return ProxyPass.run(state, state.handlerScope().orElseThrow(), by);
    }
    String module = ContentHandler.module(by);
    state.step(Phase.CONTENT, module + " takes the request", by.name() + " " + by.parameter(), by);
    return Turn.done(new Outcome.Handled(module, by));
  }
}
