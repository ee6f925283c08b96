package dev.wsdoctor.nginx;

import dev.wsdoctor.conf.Directive;
import java.util.Optional;
import java.util.Set;

/// Hands the request to the handler in force, else to the file system
/// (`ngx_http_core_content_phase`).
final class ContentPhase {
  /// The nearest level with a `proxy_pass`, up to the location.
  private static final ScopeValue<Optional<ProxyPass.Line>> PROXY_PASS =
      ScopeValue.of(ContentPhase::nearest);

  private static final Set<String> READS = Set.of("GET", "HEAD");

  private ContentPhase() {}

  static Turn run(RequestState state) {
    Optional<Directive> handler = state.handlerScope().flatMap(ContentHandler::in);
    if (handler.isEmpty()) {
      return StaticContent.run(state);
    }
    Directive by = handler.get();
    if (by.is("proxy_pass")) {
      return proxy(state, by);
    }
    if (by.is("stub_status") && !READS.contains(state.method)) {
      String why = "stub_status has no method " + state.method;
      state.step(Phase.CONTENT, "nginx answers 405", why, by);
      return Turn.status(405, AnswerReason.OTHER, by);
    }
    String module = ContentHandler.module(by);
    state.step(Phase.CONTENT, module + " takes the request", by.name() + " " + by.parameter(), by);
    return Turn.done(new Outcome.Handled(module, by));
  }

  /// The proxy_pass in force in the block that took over last, be it the block's own or that of the
  /// location around it; one of an earlier `if` is forgotten.
  private static Turn proxy(RequestState state, Directive by) {
    Optional<ProxyPass.Line> line = PROXY_PASS.in(state.scope());
    if (line.isPresent()) {
      return ProxyPass.run(state, line.get());
    }
    state.step(
        Phase.CONTENT,
        "nginx answers 500",
        "an if before this one has a proxy_pass, but neither this one nor the location has",
        state.scope().block());
    return Turn.status(500, AnswerReason.OTHER, by);
  }

  private static Optional<ProxyPass.Line> nearest(Scope scope) {
    for (Scope level : scope.chain().reversed()) {
      if (!level.own("proxy_pass").isEmpty()) {
        return Optional.of(ProxyPass.Line.of(level, level.own("proxy_pass").getLast()));
      }
      if (level.block().is("location")) {
        break;
      }
    }
    return Optional.empty();
  }
}
