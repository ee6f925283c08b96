package dev.wsdoctor.gateway.tls;

import dev.wsdoctor.conf.Directive;
import dev.wsdoctor.directive.Quantities;
import dev.wsdoctor.gateway.openssl.SessionCache;
import dev.wsdoctor.nginx.Scope;
import java.time.Duration;
import java.util.List;

/// How a server remembers sessions.
record Sessions(SessionCache cache, boolean tickets, Duration timeout) {
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
    return new Sessions(cache(cache), tickets, Duration.ofSeconds(timeout));
  }

  /// At least one, which the JDK cannot do without.
  int mostKept() {
    return cache instanceof SessionCache.Kept(int most) ? most : 1;
  }

  /// Of `off`, `none` and `builtin` the last counts, and the first two against a shared one, too.
  private static SessionCache cache(List<String> written) {
    String own =
        written.stream().filter(word -> !word.startsWith("shared:")).reduce("", (_, last) -> last);
    if (own.equals("off")) {
      return new SessionCache.Refused();
    }
    int most = written.stream().mapToInt(Sessions::size).max().orElse(0);
    return most == 0 || own.equals("none")
        ? new SessionCache.Pretended()
        : new SessionCache.Kept(most);
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
