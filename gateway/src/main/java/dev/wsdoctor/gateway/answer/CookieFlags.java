package dev.wsdoctor.gateway.answer;

import dev.wsdoctor.conf.Directive;
import dev.wsdoctor.gateway.answer.PassedCookie.Attribute;
import dev.wsdoctor.nginx.Execution;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// `proxy_cookie_flags` (`ngx_http_proxy_rewrite_cookie_flags`).
record CookieFlags(Execution execution, List<Directive> rules) {
  private static final String SAME_SITE = "SameSite";

  /// What a flag without a value is called in a cookie.
  private static final Map<String, String> NAMES =
      Map.of("secure", "Secure", "httponly", "HttpOnly");

  /// Sets and takes away what the first rule for a cookie says; false if there is none.
  boolean set(List<Attribute> cookie) {
    Optional<Directive> rule =
        rules.stream()
            .filter(r -> r.parameter().equals("off") || fits(r.parameter(), cookie.getFirst()))
            .findFirst()
            .filter(r -> !r.parameter().equals("off"));
    rule.ifPresent(
        r ->
            r.parameters().stream()
                .skip(1)
                .map(flag -> execution.text(flag).toLowerCase(Locale.ROOT))
                .forEach(flag -> set(flag, cookie)));
    return rule.isPresent();
  }

  private boolean fits(String pattern, Attribute cookie) {
    return pattern.startsWith("~")
        ? execution.matched(pattern.substring(1), true, cookie.name(), "").isPresent()
        : execution.text(pattern).equalsIgnoreCase(cookie.name());
  }

  private static void set(String flag, List<Attribute> cookie) {
    switch (flag) {
      case "secure", "httponly" -> add(new Attribute(name(flag), Optional.empty()), cookie);
      case "nosecure", "nohttponly", "nosamesite" -> remove(flag.substring(2), cookie);
      case "samesite=strict" -> sameSite("Strict", cookie);
      case "samesite=lax" -> sameSite("Lax", cookie);
      case "samesite=none" -> sameSite("None", cookie);
      default -> {}
    }
  }

  private static String name(String flag) {
    return NAMES.getOrDefault(flag, flag);
  }

  /// One that is there already stays where it is.
  private static void add(Attribute flag, List<Attribute> cookie) {
    if (attributes(cookie).stream().noneMatch(a -> a.is(flag.name()))) {
      cookie.add(flag);
    }
  }

  private static void remove(String name, List<Attribute> cookie) {
    attributes(cookie).removeIf(a -> a.is(name));
  }

  /// One that says so already stays as it is written.
  private static void sameSite(String value, List<Attribute> cookie) {
    Attribute wanted = new Attribute(SAME_SITE, Optional.of(value));
    attributes(cookie)
        .replaceAll(
            a ->
                a.is(SAME_SITE) && !a.value().filter(value::equalsIgnoreCase).isPresent()
                    ? wanted
                    : a);
    add(wanted, cookie);
  }

  /// Those behind its name.
  private static List<Attribute> attributes(List<Attribute> cookie) {
    return cookie.subList(1, cookie.size());
  }
}
