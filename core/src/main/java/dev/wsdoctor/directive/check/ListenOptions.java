package dev.wsdoctor.directive.check;

import dev.wsdoctor.directive.Quantities;
import java.util.Optional;

/// The values of those parameters of `listen` that have one (ngx_http_core_listen).
final class ListenOptions {
  private ListenOptions() {}

  /// What nginx says of an option that it knows.
  static Optional<String> problem(String option) {
    int equals = option.indexOf('=');
    String name = option.substring(0, Math.max(equals, 0));
    String value = option.substring(equals + 1);
    boolean valid =
        switch (name) {
          case "backlog" -> Quantities.number(value).orElse(0) > 0;
          case "rcvbuf", "sndbuf" -> Quantities.size(value).orElse(0) > 0;
          case "fastopen" -> Quantities.number(value).isPresent();
          case "ipv6only" -> value.equals("on") || value.equals("off");
          case "so_keepalive" -> isKeepalive(value);
          default -> true;
        };
    return valid ? Optional.empty() : Optional.of(message(name, option, value));
  }

  private static String message(String name, String option, String value) {
    return switch (name) {
      case "ipv6only" -> "invalid parameter \"" + option + "\"";
      case "so_keepalive" -> "invalid so_keepalive value: \"" + value + "\"";
      default -> "invalid " + name + " \"" + option + "\"";
    };
  }

  /// `on`, `off`, or idle time, interval and count, of which some may be missing.
  private static boolean isKeepalive(String value) {
    if (value.equals("on") || value.equals("off")) {
      return true;
    }
    String[] parts = value.split(":", 3);
    boolean times = isTime(parts[0]) && (parts.length < 2 || isTime(parts[1]));
    boolean count =
        parts.length < 3 || parts[2].isEmpty() || Quantities.number(parts[2]).isPresent();
    return times && count && !value.replace(":", "").isEmpty();
  }

  private static boolean isTime(String text) {
    return text.isEmpty() || Quantities.seconds(text).isPresent();
  }
}
