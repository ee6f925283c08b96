package dev.wsdoctor.nginx;

import java.util.Optional;

/// The function that `autoindex_format jsonp` is to call, as the client names it
/// (`ngx_http_autoindex_jsonp_callback`).
final class FolderCallback {
  private static final int MOST = 128;

  private FolderCallback() {}

  /// 400 for a name that nginx does not take.
  static Optional<Turn> refusal(RequestState state) {
    boolean isAsked =
        state
            .scope()
            .setting("autoindex_format")
            .filter(d -> d.parameter().equals("jsonp"))
            .isPresent();
    String name = isAsked ? state.nginx.variables().value("arg_callback", state).text() : "";
    if (name.length() > MOST) {
      return Optional.of(bad(state, "too long", name));
    }
    return name.matches("[A-Za-z0-9_.]*")
        ? Optional.empty()
        : Optional.of(bad(state, "invalid", name));
  }

  private static Turn bad(RequestState state, String how, String name) {
    state.say(Remark.Severity.INFO, "client sent " + how + " callback name: \"" + name + "\"");
    state.step(
        Phase.CONTENT,
        "nginx answers 400",
        "the callback has no proper name",
        state.scope().block());
    return Turn.status(400, AnswerReason.OTHER);
  }
}
