package dev.wsdoctor.nginx;

import dev.wsdoctor.conf.Directive;
import dev.wsdoctor.directive.Quantities;
import dev.wsdoctor.nginx.LocationSelection.Chosen;
import java.util.Optional;

/// The search for the location, and what is checked at once when it is found
/// (`ngx_http_core_find_config_phase`).
final class FindLocation {
  private static final long DEFAULT_MAX_BODY = 1 << 20;

  private FindLocation() {}

  static Turn find(RequestState state) {
    state.uriChanged = false;
    state.leaveLocation();
    Chosen chosen = LocationSelection.choose(state.server().level(), state.uri);
    chosen.doubts().forEach(state.choices::assume);
    state.enter(chosen);
    if (state.explains()) {
      record(state, chosen);
    }
    Optional<Directive> internal = state.scope().setting("internal");
    if (internal.isPresent() && !state.internal) {
      state.step(
          Phase.FIND_LOCATION, "nginx answers 404", "the location is internal", internal.get());
      return Turn.status(404, AnswerReason.INTERNAL, internal.get());
    }
    state.searched = true;
    LimitExcept.apply(state);
    Optional<Turn> tooLarge = tooLarge(state);
    if (tooLarge.isPresent()) {
      return tooLarge.get();
    }
    return chosen.slashRedirect() ? slashRedirect(state) : Turn.NEXT;
  }

  private static void record(RequestState state, Chosen chosen) {
    if (chosen.slashRedirect()) {
      return;
    }
    if (chosen.location().isEmpty()) {
      state.step(
          Phase.FIND_LOCATION,
          "no location matches " + state.uri,
          "the server itself takes the request",
          state.server().directive());
      return;
    }
    Location location = chosen.location().get();
    boolean beats = chosen.longestPrefix().isPresent() && location.isRegex();
    String beaten = beats ? " (among them " + chosen.longestPrefix().get().title() + ")" : "";
    state.step(
        Phase.FIND_LOCATION,
        location.title() + " matches " + state.uri,
        LocationSelection.winning(location, beats) + beaten,
        location.directive());
  }

  private static Optional<Turn> tooLarge(RequestState state) {
    long length =
        state.field("Content-Length").map(text -> Quantities.number(text).orElse(-1)).orElse(-1L);
    if (length <= 0) {
      return Optional.empty();
    }
    Optional<Directive> limit = state.scope().setting("client_max_body_size");
    long bytes =
        limit
            .map(d -> Quantities.offset(d.parameter()).orElse(DEFAULT_MAX_BODY))
            .orElse(DEFAULT_MAX_BODY);
    if (bytes == 0 || length <= bytes) {
      return Optional.empty();
    }
    String because =
        "the body of " + length + " bytes is larger than client_max_body_size, " + bytes;
    state.step(Phase.FIND_LOCATION, "nginx answers 413", because, limit);
    state.say(
        Remark.Severity.ERROR, "client intended to send too large body: " + length + " bytes");
    return Optional.of(
        new Turn.Status(
            413, new Outcome.Answered(413, Optional.empty(), AnswerReason.TOO_LARGE, limit)));
  }

  private static Turn slashRedirect(RequestState state) {
    Location location = state.location().orElseThrow();
    String target =
        UriEscaping.redirected(location.name(), state.nginx.version())
            + (state.args.isEmpty() ? "" : "?" + state.args);
    Value url = AbsoluteRedirect.of(state, Value.of(target));
    state.step(
        Phase.FIND_LOCATION,
        "nginx redirects with 301 to " + url.text(),
        location.title() + " ends in a slash and proxies, and no location is for " + state.uri,
        location.directive());
    return Turn.redirect(301, url, AnswerReason.SLASH_REDIRECT, location.directive());
  }
}
