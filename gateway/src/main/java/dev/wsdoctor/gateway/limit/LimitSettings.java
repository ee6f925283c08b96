package dev.wsdoctor.gateway.limit;

import dev.wsdoctor.conf.Directive;
import dev.wsdoctor.directive.Quantities;
import dev.wsdoctor.log.Level;
import dev.wsdoctor.nginx.Scope;
import java.util.Locale;

/// How a limit refuses: `limit_req_status`, `limit_req_log_level`, `limit_req_dry_run` and their
/// like for `limit_conn`.
record LimitSettings(int status, Level level, boolean dryRun) {
  private static final int SERVICE_UNAVAILABLE = 503;

  /// `limit` is `limit_req` or `limit_conn`.
  static LimitSettings of(Scope scope, String limit) {
    int status =
        scope
            .setting(limit + "_status")
            .map(d -> (int) Quantities.number(d.parameter()).orElse(SERVICE_UNAVAILABLE))
            .orElse(SERVICE_UNAVAILABLE);
    Level level =
        scope
            .setting(limit + "_log_level")
            .map(d -> Level.valueOf(d.parameter().toUpperCase(Locale.ROOT)))
            .orElse(Level.ERROR);
    boolean dryRun =
        scope
            .setting(limit + "_dry_run")
            .map(Directive::parameter)
            .filter(p -> p.equalsIgnoreCase("on"))
            .isPresent();
    return new LimitSettings(status, level, dryRun);
  }

  /// One milder than that of a refusal.
  Level delayLevel() {
    return switch (level) {
      case DEBUG, INFO, NOTICE -> Level.INFO;
      case WARN -> Level.NOTICE;
      case ERROR -> Level.WARN;
      case CRIT, ALERT, EMERG -> Level.ERROR;
    };
  }
}
