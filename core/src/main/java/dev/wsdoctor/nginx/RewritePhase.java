package dev.wsdoctor.nginx;

import dev.wsdoctor.conf.Directive;
import dev.wsdoctor.directive.BuiltInVariables;
import dev.wsdoctor.directive.Quantities;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/// Runs the directives of the rewrite module of one block in file order
/// (`ngx_http_rewrite_handler`).
final class RewritePhase {
  private static final Set<String> DIRECTIVES = Set.of("set", "if", "rewrite", "return", "break");
  private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);
  private static final int CLOSE = 444;

  /// What the module does in a block; of every `if`, the scope inside.
  private record Line(Directive directive, Scope inner) {}

  private static final ScopeValue<List<Line>> CODE = ScopeValue.of(RewritePhase::code);

  private final RequestState state;
  private final Phase phase;

  private RewritePhase(RequestState state, Phase phase) {
    this.state = state;
    this.phase = phase;
  }

  static Turn server(RequestState state) {
    return new RewritePhase(state, Phase.SERVER_REWRITE).start(state.server().scope());
  }

  /// The code of the location; a request without a location has none.
  static Turn location(RequestState state) {
    return state.location().isEmpty()
        ? Turn.NEXT
        : new RewritePhase(state, Phase.REWRITE).start(state.scope());
  }

  private Turn start(Scope block) {
    state.escapesCaptures = true;
    return CODE.in(block).isEmpty() ? Turn.NEXT : run(block).orElse(Turn.NEXT);
  }

  /// Nothing when the block ran to its end and what follows it goes on.
  private Optional<Turn> run(Scope block) {
    for (Line line : CODE.in(block)) {
      Directive directive = line.directive;
      Optional<Turn> turn =
          switch (directive.name()) {
            case "set" -> set(directive);
            case "if" -> conditional(line.inner, directive);
            case "rewrite" -> Rewrite.apply(state, phase, directive);
            case "return" -> Optional.of(returned(directive));
            case "break" -> Optional.of(stop(directive));
            default -> Optional.empty();
          };
      if (state.outgrown) {
        return Optional.of(outgrown(state, phase, directive));
      }
      if (turn.isPresent()) {
        return turn;
      }
    }
    return Optional.empty();
  }

  /// The answer to a value that has grown while it was being written.
  static Turn outgrown(RequestState state, Phase phase, Directive by) {
    state.outgrown = false;
    state.step(phase, "nginx answers 500", AnswerReason.OUTGROWN.because(), by);
    return Turn.status(500, AnswerReason.OUTGROWN, by);
  }

  private static List<Line> code(Scope block) {
    if (Collections.disjoint(DIRECTIVES, block.ownNames())) {
      return List.of();
    }
    return block
        .block()
        .body()
        .filter(d -> DIRECTIVES.contains(d.name()))
        .map(d -> new Line(d, d.is("if") ? block.within(d) : block))
        .toList();
  }

  private Optional<Turn> set(Directive set) {
    String name = set.parameter().replaceFirst("^\\$", "").toLowerCase(Locale.ROOT);
    Value value = ComplexValue.of(set.lastParameter()).evaluate(state, state.escapesCaptures);
    if (name.equals("args")) {
      state.args = value.text();
      state.argsFound = true;
      state.validUnparsedUri = false;
      if (value instanceof Value.Unknown(String _, String why)) {
        state.uriDoubt = why;
      }
    } else if (name.equals("limit_rate") && value.isKnown()) {
      limitRate(value.text());
    } else if (!BuiltInVariables.isAlwaysAsked(name)) {
      state.assigned.put(name, value);
    }
    state.step(phase, "$" + name + " is \"" + value.text() + "\"", "set", set);
    return Optional.empty();
  }

  /// `ngx_http_variable_set_limit_rate`
  private void limitRate(String text) {
    OptionalLong size = Quantities.size(text);
    size.ifPresent(bytes -> state.assigned.put("limit_rate", Value.of("" + bytes)));
    if (size.isEmpty()) {
      state.say(Remark.Severity.ERROR, "invalid $limit_rate \"" + text + "\"");
    }
  }

  private Optional<Turn> conditional(Scope inner, Directive condition) {
    String written = String.join(" ", condition.parameters());
    if (!Condition.holds(state, condition)) {
      state.step(phase, "if " + written + " is not entered", "the condition is false", condition);
      return Optional.empty();
    }
    if (phase == Phase.REWRITE) {
      state.switchTo(inner);
      state.step(
          phase,
          "if " + written + " takes over",
          "the condition is true; from here the settings of this block are in force",
          condition);
    } else {
      state.step(phase, "if " + written + " is entered", "the condition is true", condition);
    }
    return run(inner);
  }

  private Turn stop(Directive directive) {
    if (state.uriChanged) {
      state.validLocation = false;
      state.uriChanged = false;
    }
    state.step(phase, "no further rewrite directive runs", "break", directive);
    return Turn.NEXT;
  }

  /// `return` sends what it is told, except that a bare error status may go to an `error_page`
  /// (`ngx_http_script_return_code`).
  private Turn returned(Directive directive) {
    List<String> parameters = directive.parameters();
    boolean onlyUrl = !directive.parameter().matches("[0-9]{1,3}");
    int status = onlyUrl ? 302 : Integer.parseInt(directive.parameter());
    boolean hasText = onlyUrl || parameters.size() > 1;
    Value text = ComplexValue.of(hasText ? directive.lastParameter() : "").evaluate(state);
    if (status == CLOSE && !hasText) {
      state.step(phase, "the connection is closed without an answer", "return 444", directive);
      return Turn.done(new Outcome.Closed(directive));
    }
    if (REDIRECTS.contains(status)) {
      Value location = AbsoluteRedirect.of(state, text);
      state.step(
          phase, "nginx redirects with " + status + " to " + location.text(), "return", directive);
      return Turn.redirect(status, location, AnswerReason.RETURN, directive);
    }
    int sent = state.errStatus == 0 ? status : state.errStatus;
    if (status < 400 || (hasText && !directive.lastParameter().isEmpty())) {
      state.step(phase, "nginx answers " + sent + " by itself", "return", directive);
      return Turn.done(
          new Outcome.Answered(
              sent, Optional.empty(), AnswerReason.RETURN, Optional.of(directive)));
    }
    state.step(phase, "nginx answers " + status + " by itself", "return", directive);
    return Turn.status(status, AnswerReason.RETURN, directive);
  }
}
