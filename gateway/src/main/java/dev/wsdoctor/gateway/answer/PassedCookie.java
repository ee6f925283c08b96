package dev.wsdoctor.gateway.answer;

import dev.wsdoctor.conf.Directive;
import dev.wsdoctor.nginx.Execution;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// `proxy_cookie_domain` and `proxy_cookie_path` (`ngx_http_proxy_rewrite_cookie`): the first rule
/// that fits changes the attribute.
record PassedCookie(Execution execution, List<Directive> domains, List<Directive> paths) {
  String rewrite(String cookie) {
    if (domains.isEmpty() && paths.isEmpty()) {
      return cookie;
    }
    StringBuilder out = new StringBuilder();
    String[] attributes = cookie.split(";", -1);
    for (int i = 0; i < attributes.length; i++) {
      out.append(i == 0 ? attributes[i] : ";" + attribute(attributes[i]));
    }
    return out.toString();
  }

  private String attribute(String attribute) {
    int equals = attribute.indexOf('=');
    if (equals < 0) {
      return attribute;
    }
    String value = attribute.substring(equals + 1);
    String name = attribute.substring(0, equals).strip().toLowerCase(Locale.ROOT);
    return switch (name) {
      case "domain" -> attribute.substring(0, equals + 1) + domain(value);
      case "path" -> attribute.substring(0, equals + 1) + path(value);
      default -> attribute;
    };
  }

  private String domain(String value) {
    for (Directive rule : domains) {
      String from = rule.parameter();
      if (from.equals("off")) {
        return value;
      }
      if (from.startsWith("~")) {
        Optional<String> replaced = regex(from.substring(1), true, value, rule);
        if (replaced.isPresent()) {
          return replaced.get();
        }
        continue;
      }
      String wanted = bare(execution.text(from));
      if (bare(value).equalsIgnoreCase(wanted)) {
        String dot = value.startsWith(".") ? "." : "";
        return dot + execution.text(rule.parameters().getLast());
      }
    }
    return value;
  }

  /// A leading dot says nothing.
  private static String bare(String domain) {
    return domain.startsWith(".") ? domain.substring(1) : domain;
  }

  private String path(String value) {
    for (Directive rule : paths) {
      String from = rule.parameter();
      if (from.equals("off")) {
        return value;
      }
      if (from.startsWith("~")) {
        boolean caseless = from.startsWith("~*");
        Optional<String> replaced = regex(from.substring(caseless ? 2 : 1), caseless, value, rule);
        if (replaced.isPresent()) {
          return replaced.get();
        }
        continue;
      }
      String prefix = execution.text(from);
      if (value.startsWith(prefix)) {
        return execution.text(rule.parameters().getLast()) + value.substring(prefix.length());
      }
    }
    return value;
  }

  private Optional<String> regex(String pattern, boolean caseless, String value, Directive rule) {
    return execution.matched(pattern, caseless, value, rule.parameters().getLast());
  }
}
