package dev.wsdoctor.nginx;

import dev.wsdoctor.conf.Directive;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// `$invalid_referer` (`ngx_http_referer_variable`): "1" unless the Referer is one of
/// `valid_referers`.
final class Referers {
  private Referers() {}

  static Value invalid(RequestState state) {
    List<Directive> lines = state.scope().inForce("valid_referers");
    if (lines.isEmpty()) {
      return Value.of("");
    }
    List<String> valid = lines.stream().flatMap(d -> d.parameters().stream()).toList();
    return Value.of(isValid(state, valid) ? "" : "1");
  }

  private static boolean isValid(RequestState state, List<String> valid) {
    Optional<String> referer = state.field("Referer");
    if (referer.isEmpty()) {
      return valid.contains("none");
    }
    String written = referer.get();
    String rest = written.replaceFirst("(?i)^https?://", "");
    if (rest.length() == written.length() || rest.isEmpty()) {
      return valid.contains("blocked");
    }
    String host = rest.split("[/:]", 2)[0].toLowerCase(Locale.ROOT);
    String uri = rest.indexOf('/') < 0 ? "" : rest.substring(rest.indexOf('/'));
    return valid.stream().anyMatch(v -> matches(state, v, host, uri, rest));
  }

  private static boolean matches(
      RequestState state, String valid, String host, String uri, String rest) {
    if (valid.equals("server_names")) {
      return state.server().names().stream().anyMatch(n -> matches(state, n, host, uri, rest));
    }
    if (valid.startsWith("~")) {
      return Captures.match(valid.substring(1), true, rest).isPresent();
    }
    int slash = valid.indexOf('/');
    String name = (slash < 0 ? valid : valid.substring(0, slash)).toLowerCase(Locale.ROOT);
    boolean sameUri = slash < 0 || uri.startsWith(valid.substring(slash));
    return sameUri && matchesName(name, host);
  }

  private static boolean matchesName(String name, String host) {
    if (name.startsWith("*.")) {
      return host.endsWith(name.substring(1));
    }
    if (name.startsWith(".")) {
      return host.endsWith(name) || host.equals(name.substring(1));
    }
    return name.endsWith(".*")
        ? host.startsWith(name.substring(0, name.length() - 1))
        : host.equals(name) && !name.isEmpty();
  }
}
