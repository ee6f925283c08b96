package dev.wsdoctor.gateway.tls;

import dev.wsdoctor.conf.Directive;
import dev.wsdoctor.directive.Quantities;
import dev.wsdoctor.nginx.Scope;
import java.time.Duration;
import java.util.List;

/// How a server remembers sessions.
///
/// @param cached sessions kept here for clients that come back with an id; 0 for none
record Sessions(int cached, boolean tickets, Duration timeout) {
  /// As nginx's manual has it: one megabyte holds about 4000 sessions.
  private static final int SESSIONS_PER_MEGABYTE = 4_000;

  private static final int MAX_SESSIONS = 1_000_000;
  private static final int BUILTIN = 20_480;
  private static final Duration TIMEOUT = Duration.ofMinutes(5);

  static Sessions of(Scope scope) {
    List<String> cache =
        scope.setting("ssl_session_cache").map(Directive::parameters).orElse(List.of("none"));
    long usual = TIMEOUT.toSeconds();
    long timeout =
        scope
            .setting("ssl_session_timeout")
            .map(d -> Quantities.seconds(d.parameter()).orElse(usual))
            .orElse(usual);
    boolean tickets =
        scope
            .setting("ssl_session_tickets")
            .filter(d -> d.parameter().equalsIgnoreCase("off"))
            .isEmpty();
    return new Sessions(
        cache.stream().mapToInt(Sessions::size).max().orElse(0),
        tickets,
        Duration.ofSeconds(timeout));
  }

  private static int size(String written) {
    if (written.startsWith("builtin")) {
      String size = written.substring("builtin".length());
      return size.startsWith(":") ? number(size.substring(1)) : BUILTIN;
    }
    if (written.startsWith("shared:")) {
      String size = written.substring(written.lastIndexOf(':') + 1);
      long bytes = Quantities.size(size).orElse(1L << 20);
      return (int) Math.clamp((bytes * SESSIONS_PER_MEGABYTE) >> 20, 1L, MAX_SESSIONS);
    }
    return 0;
  }

  private static int number(String digits) {
    return digits.matches("\\d{1,6}") ? Integer.parseInt(digits) : BUILTIN;
  }
}
