package dev.wsdoctor.nginx;

import dev.wsdoctor.conf.Directive;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// What becomes of a status that nginx ends with (`ngx_http_special_response_handler`).
final class ErrorPages {
  private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);
  private static final int BAD_REQUEST = 400;

  /// nginx's own statuses, of which only the page tells.
  private static final Set<Integer> SENT_AS_400 = Set.of(494, 495, 496, 497);

  /// Statuses after which the connection is not kept.
  private static final Set<Integer> CLOSING = Set.of(400, 413, 414, 495, 496, 497, 500, 501);

  private ErrorPages() {}

  static Turn handle(RequestState state, Turn.Status ended) {
    if (!state.hasServer()) {
      return Turn.done(ended.unlessErrorPage());
    }
    state.errStatus = ended.status();
    state.closes |= CLOSING.contains(ended.status());
    Optional<Directive> page = page(state, ended.status());
    if (page.isEmpty()) {
      state.errStatus = SENT_AS_400.contains(ended.status()) ? BAD_REQUEST : ended.status();
      return Turn.done(ended.unlessErrorPage());
    }
    return send(state, page.get(), ended);
  }

  private static Optional<Directive> page(RequestState state, int status) {
    List<Directive> pages = state.scope().inForce("error_page");
    if (state.errorPageShown || state.uriChanges == 0 || pages.isEmpty()) {
      return Optional.empty();
    }
    state.errorPageShown = !state.scope().flag("recursive_error_pages", false);
    String code = Integer.toString(status);
    return pages.stream().filter(page -> isFor(page, code)).findFirst();
  }

  /// Whether the code stands before the last parameter, which is the page.
  static boolean isFor(Directive page, String code) {
    int at = page.parameters().indexOf(code);
    return at >= 0 && at < page.parameterCount() - 1;
  }

  private static Turn send(RequestState state, Directive page, Turn.Status ended) {
    int overwrite = overwrite(page, ended.status());
    if (overwrite >= 0) {
      state.errStatus = overwrite;
    }
    ComplexValue template = ComplexValue.of(page.lastParameter());
    String target = template.evaluate(state).text();
    state.step(
        Phase.ERROR_PAGE,
        "status " + ended.status() + " goes on to " + target,
        "error_page takes it"
            + (overwrite < 0 ? " and keeps the status" : "")
            + (overwrite > 0 ? " and makes it " + overwrite : ""),
        page);
    if (target.startsWith("/")) {
      state.method = state.method.equals("HEAD") ? "HEAD" : "GET";
      return internalRedirect(target);
    }
    if (target.startsWith("@")) {
      return new Turn.ToNamed(target);
    }
    state.madeAbsolute = false;
    state.errStatus = REDIRECTS.contains(overwrite) ? overwrite : 302;
    return Turn.done(
        new Outcome.Answered(
            state.errStatus, Optional.of(Value.of(target)), reason(ended), Optional.of(page)));
  }

  /// The status that the page is sent with: -1 keeps it, 0 leaves it to whoever answers.
  private static int overwrite(Directive page, int status) {
    List<String> parameters = page.parameters();
    String equals = parameters.size() > 2 ? parameters.get(parameters.size() - 2) : "";
    if (!equals.startsWith("=")) {
      return status >= 494 && status <= 497 ? BAD_REQUEST : -1;
    }
    return equals.matches("=[0-9]{1,3}") ? Integer.parseInt(equals.substring(1)) : 0;
  }

  private static AnswerReason reason(Turn.Status ended) {
    return ended.unlessErrorPage() instanceof Outcome.Answered answered
        ? answered.reason()
        : AnswerReason.OTHER;
  }

  static Turn internalRedirect(String target) {
    int query = target.indexOf('?');
    return query < 0
        ? new Turn.InternalRedirect(target, "")
        : new Turn.InternalRedirect(target.substring(0, query), target.substring(query + 1));
  }
}
