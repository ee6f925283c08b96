package dev.wsdoctor.nginx;

import dev.wsdoctor.conf.Directive;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// `proxy_redirect`: how nginx rewrites Location and Refresh of an upstream's answer
/// (`ngx_http_proxy_rewrite_redirect`). The first rule that matches counts.
public final class ProxyRedirect {
  /// One rule: what a Location must begin with, or a regular expression, and what replaces that.
  private record Rule(String from, boolean regex, boolean caseless, String to) {}

  private final List<Rule> rules;

  private ProxyRedirect(List<Rule> rules) {
    this.rules = rules;
  }

  /// The rules in force, with the variables of what a Location must begin with.
  ProxyRedirect evaluated(UnaryOperator<String> text) {
    return new ProxyRedirect(
        rules.stream()
            .map(r -> r.regex ? r : new Rule(text.apply(r.from), false, false, r.to))
            .toList());
  }

  /// The rules in force for a proxied request.
  public static ProxyRedirect of(Outcome.Proxied proxied) {
    List<Directive> lines = proxied.scope().inForce("proxy_redirect");
    if (lines.isEmpty()) {
      return new ProxyRedirect(defaultRule(proxied).stream().toList());
    }
    if (lines.stream().anyMatch(d -> d.parameter().equals("off"))) {
      return new ProxyRedirect(List.of());
    }
    return new ProxyRedirect(lines.stream().flatMap(d -> rule(d, proxied).stream()).toList());
  }

  /// From the URL of proxy_pass to the name of the location; none when there are variables in it.
  private static Optional<Rule> defaultRule(Outcome.Proxied proxied) {
    String url = proxied.by().parameter();
    if (!ComplexValue.of(url).isConstant()) {
      return Optional.empty();
    }
    boolean hasUri =
        ProxyUrl.parse(url) instanceof ProxyUrl.Parsed.Valid(ProxyUrl parsed)
            && !parsed.uri().isEmpty();
    return Optional.of(
        hasUri
            ? new Rule(url, false, false, locationName(proxied.scope()))
            : new Rule(url + "/", false, false, "/"));
  }

  private static String locationName(Scope scope) {
    for (Scope level : scope.chain().reversed()) {
      if (level.block().is("location")) {
        return LocationHead.read(level, List.of()).name();
      }
    }
    return "/";
  }

  private static Optional<Rule> rule(Directive line, Outcome.Proxied proxied) {
    if (line.parameter().equals("default")) {
      return defaultRule(proxied);
    }
    String from = line.parameter();
    String to = line.lastParameter();
    if (from.startsWith("~")) {
      boolean caseless = from.startsWith("~*");
      return Optional.of(new Rule(from.substring(caseless ? 2 : 1), true, caseless, to));
    }
    return Optional.of(new Rule(from, false, false, to));
  }

  /// The Location as the client gets it; unknown where a rule with other variables than `$1` to
  /// `$9` applies.
  public Value apply(String location) {
    for (Rule rule : rules) {
      Optional<Captures> captures =
          rule.regex ? Captures.match(rule.from, rule.caseless, location) : Optional.empty();
      boolean matches = rule.regex ? captures.isPresent() : location.startsWith(rule.from);
      if (matches) {
        String rest = rule.regex ? "" : location.substring(rule.from.length());
        return replaced(rule.to, captures.orElse(Captures.NONE), rest);
      }
    }
    return Value.of(location);
  }

  private static Value replaced(String template, Captures captures, String rest) {
    StringBuilder out = new StringBuilder();
    boolean known = true;
    for (ComplexValue.Part part : ComplexValue.of(template).parts()) {
      switch (part) {
        case ComplexValue.Part.Literal(String text) -> out.append(text);
        case ComplexValue.Part.Capture(int number) -> out.append(captures.group(number));
        case ComplexValue.Part.Variable(String name) -> {
          known = false;
          out.append('$').append(name);
        }
      }
    }
    out.append(rest);
    return known
        ? Value.of(out.toString())
        : new Value.Unknown(out.toString(), "proxy_redirect has variables");
  }
}
