package dev.wsdoctor.nginx;

import dev.wsdoctor.conf.Directive;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// `proxy_intercept_errors`: an `error_page` may take what the upstream answers. Which answer comes
/// is not known, so this is a branch; the likeliest way is that nothing is intercepted.
final class InterceptedErrors {
  private InterceptedErrors() {}

  static Optional<Turn> branch(RequestState state, Scope scope) {
    List<Directive> pages = scope.inForce("error_page");
    if (!scope.flag("proxy_intercept_errors", false) || pages.isEmpty() || state.errorPageShown) {
      return Optional.empty();
    }
    List<String> ways = new ArrayList<>();
    ways.add("the upstream is taken to answer with no status that error_page intercepts");
    for (Directive page : pages) {
      ways.add("the upstream is taken to answer with " + page.parameter());
    }
    int way = state.choices.choose(ways);
    if (way == 0 || !pages.get(way - 1).parameter().matches("[1-9][0-9]{2}")) {
      return Optional.empty();
    }
    int status = Integer.parseInt(pages.get(way - 1).parameter());
    return Optional.of(Turn.status(status, AnswerReason.OTHER, pages.get(way - 1)));
  }
}
