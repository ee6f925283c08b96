package dev.wsdoctor.nginx;

import dev.wsdoctor.conf.Directive;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The condition of an `if` (`ngx_http_rewrite_if_condition`).
final class Condition {
  private final RequestState state;
  private final Directive directive;
  private final List<String> operands;

  private Condition(RequestState state, Directive directive) {
    this.state = state;
    this.directive = directive;
    this.operands = withoutParentheses(directive.parameters());
  }

  static boolean holds(RequestState state, Directive directive) {
    return new Condition(state, directive).holds();
  }

  private static List<String> withoutParentheses(List<String> parameters) {
    List<String> operands = new ArrayList<>(parameters);
    if (!operands.isEmpty() && operands.getFirst().startsWith("(")) {
      operands.set(0, operands.getFirst().substring(1));
      if (operands.getFirst().isEmpty()) {
        operands.removeFirst();
      }
    }
    if (!operands.isEmpty() && operands.getLast().endsWith(")")) {
      String last = operands.getLast();
      operands.set(operands.size() - 1, last.substring(0, last.length() - 1));
      // an empty operand stays only where it was quoted: ($a = "")
      if (last.length() == 1 && operands.size() != 3) {
        operands.removeLast();
      }
    }
    return operands;
  }

  private boolean holds() {
    if (operands.isEmpty()) {
      return false;
    }
    String first = operands.getFirst();
    if (first.matches("!?-[fdex]")) {
      return fileTest(first);
    }
    Value left = ComplexValue.of(first).evaluate(state);
    if (operands.size() < 3) {
      return left instanceof Value.Unknown(String _, String why)
          ? unknown(why)
          : !left.text().isEmpty() && !left.text().equals("0");
    }
    return compare(left, operands.get(1), operands.get(2));
  }

  private boolean compare(Value left, String operator, String right) {
    boolean negated = operator.startsWith("!");
    if (operator.endsWith("=")) {
      Value other = ComplexValue.of(right).evaluate(state, state.escapesCaptures);
      for (Value side : List.of(left, other)) {
        if (side instanceof Value.Unknown(String _, String why)) {
          return unknown(why) != negated;
        }
      }
      return left.text().equals(other.text()) != negated;
    }
    if (left instanceof Value.Unknown(String _, String why)) {
      return unknown(why) != negated;
    }
    Optional<Captures> captures =
        Captures.match(right, operator.endsWith("*"), left.text(), state.choices::assume);
    state.captures = Captures.NONE;
    captures.ifPresent(state::capture);
    return captures.isPresent() != negated;
  }

  private boolean fileTest(String operator) {
    boolean negated = operator.startsWith("!");
    String path = operands.size() > 1 ? operands.get(1) : "";
    FileView.Kind kind =
        FilePath.look(state, ComplexValue.of(path).evaluate(state, state.escapesCaptures));
    if (kind == FileView.Kind.UNKNOWN) {
      return unknown("what lies at " + path + " is not known here") != negated;
    }
    boolean holds =
        switch (operator.charAt(operator.length() - 1)) {
          case 'f' -> kind == FileView.Kind.FILE;
          case 'd' -> kind == FileView.Kind.DIRECTORY;
          default -> kind != FileView.Kind.ABSENT;
        };
    return holds != negated;
  }

  /// Whether the bare test, without its negation, is taken to hold.
  private boolean unknown(String why) {
    String test = "if " + String.join(" ", directive.parameters()) + " (" + directive.where() + ")";
    int way =
        state.choices.choose(
            List.of(
                test + ": the test in it is taken to fail; " + why,
                test + ": the test in it is taken to succeed; " + why));
    return way == 1;
  }
}
