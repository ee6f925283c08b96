package dev.wsdoctor.gateway.exchange;

import dev.wsdoctor.conf.Directive;
import dev.wsdoctor.directive.Quantities;
import dev.wsdoctor.gateway.log.Action;
import dev.wsdoctor.gateway.log.Message;
import dev.wsdoctor.log.Level;
import dev.wsdoctor.nginx.Execution;
import dev.wsdoctor.nginx.Scope;
import dev.wsdoctor.nginx.ScopeValue;
import java.util.Optional;
import java.util.OptionalLong;

/// `limit_rate` and `limit_rate_after` as they are written; an upstream's `X-Accel-Limit-Rate` and
/// a `set` of `$limit_rate` go before them.
record SpeedLimit(Optional<String> rate, Optional<String> after) {
  static final ScopeValue<SpeedLimit> IN_FORCE = ScopeValue.of(SpeedLimit::of);

  private static final String VARIABLE = "limit_rate";

  private static SpeedLimit of(Scope scope) {
    return new SpeedLimit(
        scope.setting("limit_rate").map(Directive::parameter),
        scope.setting("limit_rate_after").map(Directive::parameter));
  }

  /// Whether anybody says how fast the answer is to be sent.
  boolean applies(Execution execution, UpstreamFacts facts) {
    return rate.isPresent()
        || facts.limitRate().isPresent()
        || execution.assigned(VARIABLE).isPresent();
  }

  /// The pace; a rate of 0 is none.
  Pace pace(Execution execution, UpstreamFacts facts, ErrorReport errors) {
    Optional<String> given = facts.limitRate().or(() -> execution.assigned(VARIABLE));
    return new Pace(
        given.isPresent() ? Long.parseLong(given.get()) : size(rate, execution, errors),
        size(after, execution, errors));
  }

  /// `ngx_http_complex_value_size`
  private static long size(Optional<String> written, Execution execution, ErrorReport errors) {
    String text = written.map(execution::text).orElse("0");
    OptionalLong size = Quantities.size(text);
    if (size.isEmpty()) {
      errors.say(
          new Message(Level.ERROR, "invalid size \"" + text + "\""), Action.SENDING_RESPONSE);
    }
    return size.orElse(0);
  }
}
