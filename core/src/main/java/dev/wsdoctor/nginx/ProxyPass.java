package dev.wsdoctor.nginx;

import dev.wsdoctor.conf.Directive;
import java.util.List;
import java.util.Optional;

/// `proxy_pass`: where the request goes, and what is sent there (`ngx_http_proxy_handler`,
/// `ngx_http_proxy_create_request`).
final class ProxyPass {
  /// The directive taken apart, in the scope of its block.
  ///
  /// @param parsed what is written there, which is the URL if that has no variables
  record Line(Scope handlerScope, Directive by, ComplexValue template, ProxyUrl.Parsed parsed) {
    static Line of(Scope handlerScope, Directive by) {
      return new Line(
          handlerScope, by, ComplexValue.of(by.parameter()), ProxyUrl.parse(by.parameter()));
    }

    ProxyUrl.Parsed parse(Value written) {
      return template.isConstant() ? parsed : ProxyUrl.parse(written.text());
    }
  }

  private final RequestState state;
  private final Line line;
  private final Directive by;
  private final ComplexValue template;

  private ProxyPass(RequestState state, Line line) {
    this.state = state;
    this.line = line;
    this.by = line.by;
    this.template = line.template;
  }

  static Turn run(RequestState state, Line line) {
    return new ProxyPass(state, line).run();
  }

  private Turn run() {
    Value written = template.evaluate(state);
    return switch (line.parse(written)) {
      case ProxyUrl.Parsed.Invalid(String message) -> invalid(message, written);
      case ProxyUrl.Parsed.Valid(ProxyUrl url) ->
          proxy(template.isConstant() ? url : url.withSlashBeforeQuery(), written);
    };
  }

  private Turn invalid(String message, Value written) {
    state.step(Phase.CONTENT, "nginx answers 500", message + " in \"" + written.text() + "\"", by);
    state.say(Remark.Severity.ERROR, said(message, written.text()));
    return Turn.status(500, AnswerReason.UPSTREAM_UNUSABLE, by);
  }

  /// `ngx_http_proxy_eval`
  private static String said(String message, String url) {
    int scheme = url.indexOf("://") + 3;
    return message.equals(ProxyUrl.INVALID_PREFIX)
        ? message + " in \"" + url + "\""
        : message + " in upstream \"" + url.substring(scheme) + "\"";
  }

  /// nginx writes the request before it looks for somebody to send it to.
  private Turn proxy(ProxyUrl url, Value written) {
    state.proxyTo(url);
    Scope scope = state.scope();
    String version = ProxyVersion.of(scope, state.nginx.version());
    Value uri = ProxyUri.of(state, line.handlerScope, url, template, written);
    List<Sent.Field> fields = ProxyHeaders.of(state, scope, version);
    if (state.outgrown) {
      return RewritePhase.outgrown(state, Phase.CONTENT, by);
    }
    Sent sent = new Sent(ProxyVersion.method(state, scope), uri, version, fields);
    return switch (UpstreamSelection.select(state, by, url, template, written)) {
      case UpstreamSelection.Selected.Usable(ProxyTarget target) -> {
        if (state.explains()) {
          sayWhereItGoes(url, sent, written);
        }
        yield send(target.asking(url.uri(), tlsName(target)), sent);
      }
      case UpstreamSelection.Selected.Unusable(int status, String why, String said) -> {
        state.say(Remark.Severity.ERROR, said);
        state.step(Phase.UPSTREAM, "nginx answers " + status, why, by);
        yield Turn.status(status, AnswerReason.UPSTREAM_UNUSABLE, by);
      }
    };
  }

  /// `ngx_http_upstream_ssl_name` cuts the port off.
  private Value tlsName(ProxyTarget target) {
    Optional<Directive> setting =
        target.tls() ? state.scope().setting("proxy_ssl_name") : Optional.empty();
    return setting
        .map(name -> ComplexValue.of(name.parameter()).evaluate(state))
        .map(ProxyPass::withoutPort)
        .orElse(target.host());
  }

  private static Value withoutPort(Value name) {
    return switch (name) {
      case Value.Known(String text) -> Value.of(text.replaceFirst(":[0-9]+$", ""));
      case Value.Unknown _ -> name;
    };
  }

  private void sayWhereItGoes(ProxyUrl url, Sent sent, Value written) {
    ProxyHeaders.sayWhatIsCancelled(state, state.scope());
    String what = "the request goes to " + written.text() + " as " + sent.line();
    state.step(Phase.CONTENT, what, ProxyUri.reason(state, url, template), by);
  }

  private Turn send(ProxyTarget target, Sent sent) {
    Scope scope = state.scope();
    boolean upgradable = Upgrade.isPossible(state, sent.version());
    Tunnel tunnel = TunnelLimits.of(scope);
    state.upstreamTried = true;
    int attempt = state.upstreams++;
    if (state.truth.isRunning()) {
      return attempt < state.truth.upstreamEndings().size()
          ? ended(state.truth.upstreamEndings().get(attempt))
          : Turn.done(new Outcome.Proxied(by, scope, target, sent, tunnel, upgradable));
    }
    Optional<Turn> intercepted = InterceptedErrors.branch(state, scope);
    return intercepted.orElseGet(
        () -> Turn.done(new Outcome.Proxied(by, scope, target, sent, tunnel, upgradable)));
  }

  private Turn ended(UpstreamEnding ending) {
    state.doing = LogContext.Doing.SENDING_TO_CLIENT;
    return switch (ending) {
      case UpstreamEnding.Status(int status) ->
          Turn.status(status, AnswerReason.UPSTREAM_UNUSABLE, by);
      case UpstreamEnding.Redirect(String target) ->
          target.startsWith("@") ? new Turn.ToNamed(target) : redirected(target);
    };
  }

  private Turn redirected(String target) {
    state.method = state.method.equals("HEAD") ? "HEAD" : "GET";
    return ErrorPages.internalRedirect(target);
  }
}
