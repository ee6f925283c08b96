package dev.wsdoctor.directive.check;

import dev.wsdoctor.conf.Directive;
import dev.wsdoctor.directive.Quantities;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The ways of `sticky` to bind a client to a server of an upstream, each with options of its own
/// (ngx_http_upstream_sticky_module, since 1.29.6).
final class StickyRules {
  private static final Set<String> SAME_SITE = Set.of("strict", "lax", "none");

  /// What `learn` cannot do without, in the order in which nginx misses it.
  private static final List<String> LEARNT = List.of("create", "lookup", "zone");

  private final Report report;

  StickyRules(Report report) {
    this.report = report;
  }

  void addTo(CheckTable table) {
    table.putOfHttp(this::sticky, "sticky");
  }

  private void sticky(Directive directive) {
    List<String> options = directive.parameters().subList(1, directive.parameterCount());
    Optional<String> problem =
        switch (directive.parameter()) {
          case "cookie" -> cookie(options.subList(1, options.size()));
          case "route" -> route(options);
          case "learn" -> learn(options);
          default -> unknown(directive.parameter());
        };
    problem.ifPresent(message -> report.error(directive, message));
  }

  private static Optional<String> unknown(String parameter) {
    return Optional.of("unknown parameter \"" + parameter + "\"");
  }

  private static Optional<String> cookie(List<String> options) {
    for (String option : options) {
      String value = value(option);
      boolean known =
          switch (name(option)) {
            case "domain", "path", "expires", "samesite" -> true;
            default -> option.equals("httponly") || option.equals("secure");
          };
      if (!known) {
        return unknown(option);
      }
      boolean valid =
          switch (name(option)) {
            case "expires" -> value.equals("max") || Quantities.seconds(value).isPresent();
            case "samesite" -> value.startsWith("$") || SAME_SITE.contains(value);
            default -> true;
          };
      if (!valid) {
        return Optional.of("\"sticky\" directive invalid \"" + name(option) + "\" parameter value");
      }
    }
    return Optional.empty();
  }

  private static Optional<String> route(List<String> variables) {
    return variables.stream()
        .filter(variable -> !variable.startsWith("$"))
        .findFirst()
        .map(variable -> "invalid variable name \"" + variable + "\"");
  }

  private static Optional<String> learn(List<String> options) {
    Set<String> given = new LinkedHashSet<>();
    for (String option : options) {
      String name = name(option);
      boolean known = LEARNT.contains(name) || name.equals("timeout") || option.equals("header");
      if (!known) {
        return unknown(option);
      }
      boolean isVariable = name.equals("create") || name.equals("lookup");
      if (isVariable && !option.contains("$")) {
        return Optional.of(
            "\"sticky\" directive missing variable in the \"" + name + "\" parameter");
      }
      if (name.equals("zone") && !option.contains(":")) {
        return Optional.of("\"sticky\" directive zone size is not specified");
      }
      given.add(name);
    }
    return LEARNT.stream()
        .filter(name -> !given.contains(name))
        .findFirst()
        .map(name -> "\"sticky\" directive \"" + name + "\" parameter is not specified");
  }

  /// What stands before `=`; empty for a word.
  private static String name(String option) {
    return option.substring(0, Math.max(option.indexOf('='), 0));
  }

  private static String value(String option) {
    return option.substring(option.indexOf('=') + 1);
  }
}
