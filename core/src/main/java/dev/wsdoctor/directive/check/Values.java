package dev.wsdoctor.directive.check;

import dev.wsdoctor.conf.Directive;
import dev.wsdoctor.conf.SourceRange;
import dev.wsdoctor.directive.DirectiveDefinition;
import dev.wsdoctor.directive.Quantities;
import dev.wsdoctor.directive.ValueType;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;

/// What nginx's ngx_conf_set_*_slot functions refuse.
final class Values {
  /// Their first parameter is a name or a pattern, no text with variables.
  private static final Set<String> FIRST_IS_PLAIN =
      Set.of(
          "add_header",
          "add_trailer",
          "proxy_set_header",
          "grpc_set_header",
          "fastcgi_param",
          "uwsgi_param",
          "scgi_param",
          "rewrite",
          "log_format",
          "set",
          "auth_request_set",
          "proxy_cookie_flags");

  /// They are compiled for the levels that a server has, not where they stand.
  private static final Set<String> MERGED =
      Set.of(
          "proxy_set_header",
          "proxy_set_body",
          "grpc_set_header",
          "fastcgi_param",
          "uwsgi_param",
          "scgi_param");

  /// What follows their first parameter is no text with variables, or names one to define.
  private static final Set<String> FIRST_ONLY =
      Set.of("map", "split_clients", "limit_conn_zone", "limit_req_zone", "hash");

  private final Report report;
  private final Variables variables;

  Values(Report report, Variables variables) {
    this.report = report;
    this.variables = variables;
  }

  void check(Directive directive, DirectiveDefinition definition) {
    ValueType type = definition.value();
    if (type.variables() && mentions(directive, '$')) {
      useVariables(directive);
      return;
    }
    switch (type.kind()) {
      case FLAG -> flag(directive);
      case NUMBER -> number(directive, type.words());
      case SIZE, OFFSET, MILLISECONDS, SECONDS -> quantity(directive, type);
      case BUFFERS -> buffers(directive);
      case CHOICE, SET -> words(directive, type);
      case TEXT, OWN -> {}
    }
  }

  /// Looks at the text as written: most directives have no variables and need not be decoded.
  private static boolean mentions(Directive directive, char c) {
    SourceRange head = directive.head();
    return head.file().text().indexOf(c, head.start(), head.end()) >= 0;
  }

  private void useVariables(Directive directive) {
    List<String> parameters = directive.parameters();
    int from = FIRST_IS_PLAIN.contains(directive.name()) ? 1 : 0;
    int end = end(directive, from);
    boolean merged = MERGED.contains(directive.name());
    for (int i = from; i < end; i++) {
      String text = parameters.get(i);
      if (merged) {
        variables.useWhenMerged(directive, text);
      } else if (directive.is("log_format")) {
        variables.useInLog(directive, text);
      } else if (!text.startsWith("~")) {
        variables.use(directive, text);
      }
    }
  }

  private static int end(Directive directive, int from) {
    if (FIRST_ONLY.contains(directive.name())) {
      return 1;
    }
    // a third parameter is a word: `always`, `if_not_empty`, `last`
    boolean two = from == 1 && !directive.is("log_format") && !directive.is("proxy_cookie_flags");
    return two ? Math.min(2, directive.parameterCount()) : directive.parameterCount();
  }

  private void flag(Directive directive) {
    String value = directive.parameter();
    if (!value.equalsIgnoreCase("on") && !value.equalsIgnoreCase("off")) {
      report.error(
          directive,
          "invalid value \"%s\" in \"%s\" directive, it must be \"on\" or \"off\""
              .formatted(value, directive.name()));
    }
  }

  private void number(Directive directive, List<String> bounds) {
    OptionalLong number = Quantities.number(directive.parameter());
    if (number.isEmpty()) {
      report.error(directive, ownMessage(directive, "invalid number"));
      return;
    }
    for (String bound : bounds) {
      int dash = bound.indexOf('-');
      long low = Long.parseLong(bound.substring(0, dash));
      long high = Long.parseLong(bound.substring(dash + 1));
      if (number.getAsLong() < low || number.getAsLong() > high) {
        report.error(directive, "value must be between " + low + " and " + high);
      }
    }
  }

  private void quantity(Directive directive, ValueType type) {
    String value = directive.parameter();
    OptionalLong parsed =
        switch (type.kind()) {
          case SIZE -> Quantities.size(value);
          case OFFSET -> Quantities.offset(value);
          case SECONDS -> Quantities.seconds(value);
          case FLAG, NUMBER, MILLISECONDS, BUFFERS, CHOICE, SET, TEXT, OWN ->
              Quantities.milliseconds(value);
        };
    if (parsed.isEmpty() && !type.words().contains(value)) {
      report.error(directive, ownMessage(directive, "invalid value"));
    }
  }

  private void buffers(Directive directive) {
    OptionalLong number = Quantities.number(directive.parameters().get(0));
    OptionalLong size = Quantities.size(directive.parameters().get(1));
    if (number.orElse(0) == 0 || size.orElse(0) == 0) {
      report.error(directive, ownMessage(directive, "invalid value"));
    }
  }

  private void words(Directive directive, ValueType type) {
    for (String value : directive.parameters()) {
      if (!type.words().contains(value) && !containsIgnoringCase(type.words(), value)) {
        report.error(directive, "invalid value \"" + value + "\"");
        return;
      }
    }
  }

  private static boolean containsIgnoringCase(List<String> words, String value) {
    return words.stream().anyMatch(value::equalsIgnoreCase);
  }

  private static String ownMessage(Directive directive, String what) {
    return "\"" + directive.name() + "\" directive " + what;
  }
}
