package dev.wsdoctor.nginx;

import dev.wsdoctor.conf.Directive;
import java.util.List;
import java.util.Optional;

/// One `rewrite` (`ngx_http_script_regex_start_code`, `ngx_http_script_regex_end_code`).
final class Rewrite {
  private final RequestState state;
  private final Phase phase;
  private final Directive directive;
  private final String replacement;
  private final boolean addsArgs;
  private final String flag;

  private Rewrite(RequestState state, Phase phase, Directive directive) {
    List<String> parameters = directive.parameters();
    String written = parameters.size() > 1 ? parameters.get(1) : "";
    this.state = state;
    this.phase = phase;
    this.directive = directive;
    this.addsArgs = !written.endsWith("?");
    this.replacement = addsArgs ? written : written.substring(0, written.length() - 1);
    this.flag = parameters.size() > 2 ? parameters.get(2) : "";
  }

  /// Nothing when the directives behind it go on.
  static Optional<Turn> apply(RequestState state, Phase phase, Directive directive) {
    String pattern = directive.parameter();
    Optional<Captures> captures = Captures.match(pattern, false, state.uri, state.choices::assume);
    if (captures.isEmpty()) {
      state.captures = Captures.NONE;
      state.step(
          phase,
          "rewrite " + pattern + " does nothing",
          "the regular expression does not match " + state.uri,
          directive);
      return Optional.empty();
    }
    state.capture(captures.get());
    return new Rewrite(state, phase, directive).matched();
  }

  private Optional<Turn> matched() {
    int status = redirectStatus();
    state.internal = true;
    state.escapesCaptures = false;
    state.validUnparsedUri = false;
    if (flag.equals("break")) {
      state.validLocation = false;
      state.uriChanged = false;
    } else {
      state.uriChanged = true;
    }
    if (status != 0) {
      return Optional.of(redirect(status));
    }
    String before = state.uri;
    change();
    if (state.uri.isEmpty()) {
      state.step(phase, "nginx answers 500", "the rewritten URI has a zero length", directive);
      return Optional.of(Turn.status(500, AnswerReason.REWRITE, directive));
    }
    state.step(
        phase,
        before + " becomes " + state.uri + (state.args.isEmpty() ? "" : "?" + state.args),
        "rewrite matches" + consequence(),
        directive);
    return flag.equals("last") || flag.equals("break") ? Optional.of(Turn.NEXT) : Optional.empty();
  }

  private String consequence() {
    return switch (flag) {
      case "last" -> "; last ends the phase, and a location is searched anew";
      case "break" -> "; break ends the phase, and the location stays";
      default -> "";
    };
  }

  private int redirectStatus() {
    if (flag.equals("permanent")) {
      return 301;
    }
    boolean absolute =
        replacement.startsWith("http://")
            || replacement.startsWith("https://")
            || replacement.startsWith("$scheme");
    return absolute || flag.equals("redirect") ? 302 : 0;
  }

  private Turn redirect(int status) {
    Value target = ComplexValue.of(replacement).evaluate(state, true);
    String location = UriEscaping.unescapeRedirect(target.text());
    if (addsArgs && !state.args.isEmpty()) {
      location += (replacement.indexOf('?') >= 0 ? "&" : "?") + state.args;
    }
    Value value =
        target instanceof Value.Unknown(String _, String why)
            ? new Value.Unknown(location, why)
            : Value.of(location);
    Value sent = AbsoluteRedirect.of(state, value);
    state.step(
        phase, "nginx redirects with " + status + " to " + sent.text(), "rewrite", directive);
    return Turn.redirect(status, sent, AnswerReason.REWRITE, directive);
  }

  private void change() {
    int query = replacement.indexOf('?');
    String path = query < 0 ? replacement : replacement.substring(0, query);
    Value uri = ComplexValue.of(path).evaluate(state, false);
    if (query >= 0) {
      Value args = ComplexValue.of(replacement.substring(query + 1)).evaluate(state, true);
      boolean more = addsArgs && !state.args.isEmpty();
      state.argsFound = true;
      state.args = args.text() + (more ? "&" + state.args : "");
      doubt(args);
    } else if (!addsArgs) {
      state.argsFound |= !state.args.isEmpty();
      state.args = "";
    }
    state.uri = uri.text();
    doubt(uri);
  }

  private void doubt(Value value) {
    if (value instanceof Value.Unknown(String _, String why)) {
      state.uriDoubt = why;
    }
  }
}
