package dev.wsdoctor.directive.check;

import dev.wsdoctor.conf.Directive;
import dev.wsdoctor.directive.Quantities;
import java.util.List;
import java.util.Set;

/// Directives of ngx_http_rewrite_module.
final class RewriteRules {
  private static final Set<String> FLAGS = Set.of("last", "break", "redirect", "permanent");
  private static final Set<String> FILE_TESTS = Set.of("-f", "-d", "-e", "-x");

  private final Report report;
  private final Variables variables;

  RewriteRules(Report report, Variables variables) {
    this.report = report;
    this.variables = variables;
  }

  void addTo(CheckTable table) {
    table.put(this::set, "set");
    table.put(this::condition, "if");
    table.put(this::rewrite, "rewrite");
    table.putOfHttp(this::returned, "return");
    table.put(this::define, "auth_request_set", "perl_set");
  }

  private void set(Directive directive) {
    String name = directive.parameter();
    if (name.equals("$")) {
      report.error(directive, "invalid variable name \"" + name + "\"");
    } else {
      define(directive);
    }
  }

  /// Directives of other modules that define a variable as `set` does.
  private void define(Directive directive) {
    String name = directive.parameter();
    if (!name.startsWith("$")) {
      report.error(directive, "invalid variable name \"" + name + "\"");
    } else if (variables.isReserved(name.substring(1))) {
      report.error(directive, "the duplicate \"" + name.substring(1) + "\" variable");
    } else {
      variables.define(name.substring(1));
    }
  }

  private void rewrite(Directive directive) {
    List<String> parameters = directive.parameters();
    variables.regex(directive, parameters.getFirst());
    if (parameters.size() == 3 && !FLAGS.contains(parameters.get(2))) {
      report.error(directive, "invalid parameter \"" + parameters.get(2) + "\"");
    }
  }

  /// ngx_http_rewrite_return; in stream any text will do.
  private void returned(Directive directive) {
    List<String> parameters = directive.parameters();
    String first = parameters.getFirst();
    if (Quantities.number(first).isPresent()) {
      if (Quantities.number(first).getAsLong() > 999) {
        invalidCode(directive, first);
      }
    } else if (parameters.size() > 1 || !isRedirect(first)) {
      invalidCode(directive, first);
    }
  }

  private void invalidCode(Directive directive, String code) {
    report.error(directive, "invalid return code \"" + code + "\"");
  }

  private static boolean isRedirect(String text) {
    return text.regionMatches(true, 0, "http://", 0, 7)
        || text.regionMatches(true, 0, "https://", 0, 8)
        || text.regionMatches(true, 0, "$scheme", 0, 7);
  }

  /// ngx_http_rewrite_if_condition: the words between the parentheses, glued to them or not.
  private void condition(Directive directive) {
    List<String> words = directive.parameters();
    String first = words.getFirst();
    String last = words.getLast();
    if (!first.startsWith("(")) {
      invalidCondition(directive, first);
      return;
    }
    if (!last.endsWith(")")) {
      invalidCondition(directive, last);
      return;
    }
    int from = first.length() == 1 ? 1 : 0;
    int to = last.length() == 1 ? words.size() - 1 : words.size();
    if (from >= to || (from == 0 && to == 1 && first.length() < 3)) {
      invalidCondition(directive, from == 0 ? first.substring(1) : last);
      return;
    }
    test(directive, new Words(words.subList(from, to), from == 0, to == words.size()));
  }

  /// Words whose first or last one is glued to a parenthesis.
  private record Words(List<String> words, boolean opens, boolean closes) {
    int size() {
      return words.size();
    }

    String get(int index) {
      String word = words.get(index);
      int start = opens && index == 0 ? 1 : 0;
      int cut = closes && index == words.size() - 1 ? 1 : 0;
      return word.substring(start, Math.max(start, word.length() - cut));
    }
  }

  private void test(Directive directive, Words words) {
    String subject = words.get(0);
    if (subject.length() > 1 && subject.startsWith("$")) {
      if (words.size() != 1 && words.size() != 3) {
        invalidCondition(directive, subject);
        return;
      }
      variables.useName(directive, subject.substring(1));
      if (words.size() == 3) {
        comparison(directive, words.get(1), words.get(2));
      }
      return;
    }
    boolean fileTest =
        FILE_TESTS.contains(subject.startsWith("!") ? subject.substring(1) : subject);
    if (words.size() != 2 || !fileTest) {
      invalidCondition(directive, subject);
    } else {
      variables.use(directive, words.get(1));
    }
  }

  private void comparison(Directive directive, String operator, String value) {
    switch (operator) {
      case "=", "!=" -> variables.use(directive, value);
      case "~", "~*", "!~", "!~*" -> variables.regex(directive, value);
      default -> report.error(directive, "unexpected \"" + operator + "\" in condition");
    }
  }

  private void invalidCondition(Directive directive, String word) {
    report.error(directive, "invalid condition \"" + word + "\"");
  }
}
