package dev.wsdoctor.gateway.answer;

import dev.wsdoctor.conf.Directive;
import dev.wsdoctor.nginx.Execution;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// `proxy_cookie_flags`, `proxy_cookie_domain` and `proxy_cookie_path`
/// (`ngx_http_proxy_rewrite_cookie`): of each the first rule that fits changes the cookie.
record PassedCookie(
    Execution execution, List<Directive> flags, List<Directive> domains, List<Directive> paths) {
  /// As a cookie has it: `Path=/`, `Secure`; the first one is its name and value.
  record Attribute(String name, Optional<String> value) {
    private static Attribute of(String text) {
      int equals = text.indexOf('=');
      return equals < 0
          ? new Attribute(text.strip(), Optional.empty())
          : new Attribute(
              text.substring(0, equals).strip(), Optional.of(text.substring(equals + 1).strip()));
    }

    boolean is(String other) {
      return name.equalsIgnoreCase(other);
    }

    @Override
    public String toString() {
      return name + value.map(v -> "=" + v).orElse("");
    }
  }

  /// What no rule fits stays as it was written.
  String rewrite(String cookie) {
    List<Attribute> attributes = new ArrayList<>();
    for (String part : cookie.split(";", -1)) {
      attributes.add(Attribute.of(part));
    }
    if (attributes.getFirst().value().isEmpty()) {
      return cookie;
    }
    boolean changed = new CookieFlags(execution, flags).set(attributes);
    for (int i = 1; i < attributes.size(); i++) {
      Optional<Attribute> other = other(attributes.get(i));
      if (other.isPresent()) {
        attributes.set(i, other.get());
        changed = true;
      }
    }
    return changed
        ? attributes.stream().map(Attribute::toString).collect(Collectors.joining("; "))
        : cookie;
  }

  private Optional<Attribute> other(Attribute attribute) {
    Optional<String> value = attribute.value();
    if (attribute.is("domain")) {
      value = value.flatMap(this::domain);
    } else if (attribute.is("path")) {
      value = value.flatMap(this::path);
    } else {
      return Optional.empty();
    }
    return value.map(v -> new Attribute(attribute.name(), Optional.of(v)));
  }

  private Optional<String> domain(String value) {
    for (Directive rule : domains) {
      String from = rule.parameter();
      if (from.equals("off")) {
        return Optional.empty();
      }
      if (from.startsWith("~")) {
        Optional<String> replaced = regex(from.substring(1), true, value, rule);
        if (replaced.isPresent()) {
          return replaced;
        }
        continue;
      }
      String wanted = bare(execution.text(from));
      if (bare(value).equalsIgnoreCase(wanted)) {
        String dot = value.startsWith(".") ? "." : "";
        return Optional.of(dot + execution.text(rule.lastParameter()));
      }
    }
    return Optional.empty();
  }

  /// A leading dot says nothing.
  private static String bare(String domain) {
    return domain.startsWith(".") ? domain.substring(1) : domain;
  }

  private Optional<String> path(String value) {
    for (Directive rule : paths) {
      String from = rule.parameter();
      if (from.equals("off")) {
        return Optional.empty();
      }
      if (from.startsWith("~")) {
        boolean caseless = from.startsWith("~*");
        Optional<String> replaced = regex(from.substring(caseless ? 2 : 1), caseless, value, rule);
        if (replaced.isPresent()) {
          return replaced;
        }
        continue;
      }
      String prefix = execution.text(from);
      if (value.startsWith(prefix)) {
        String rest = value.substring(prefix.length());
        return Optional.of(execution.text(rule.lastParameter()) + rest);
      }
    }
    return Optional.empty();
  }

  private Optional<String> regex(String pattern, boolean caseless, String value, Directive rule) {
    return execution.matched(pattern, caseless, value, rule.lastParameter());
  }
}
