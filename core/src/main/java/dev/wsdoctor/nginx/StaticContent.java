package dev.wsdoctor.nginx;

import dev.wsdoctor.conf.Directive;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Files: the index of a directory, the file itself, or what nginx says where there is none
/// (`ngx_http_index_handler`, `ngx_http_static_handler`).
final class StaticContent {
  private static final Set<String> METHODS = Set.of("GET", "HEAD", "POST");
  private static final List<String> DEFAULT_INDEX = List.of("index.html");

  private final RequestState state;
  private final FilePath.Base base;

  private StaticContent(RequestState state) {
    this.state = state;
    this.base = FilePath.base(state);
  }

  static Turn run(RequestState state) {
    return new StaticContent(state).run();
  }

  private Turn run() {
    if (!METHODS.contains(state.method)) {
      return ended(405, FilePath.of(state), "a file has no method " + state.method);
    }
    if (base.isAlias() && !state.validLocation) {
      String why = "alias cannot be used in a location where the URI was rewritten";
      FilePath.sayAliasIsLost(state);
      return ended(500, FilePath.of(state), why);
    }
    return state.uri.isEmpty() || state.uri.endsWith("/") ? directory() : file();
  }

  private Turn directory() {
    Value path = FilePath.of(state);
    if (isFile(path)) {
      sayNotFound(indexPath());
      return ended(404, path, "it is a file, not a directory");
    }
    Optional<Turn> index = randomIndex(path).or(this::index);
    if (index.isPresent()) {
      return index.get();
    }
    boolean absent = FilePath.look(state, path) == FileView.Kind.ABSENT;
    if (!absent && !state.method.equals("POST") && state.scope().flag("autoindex", false)) {
      return autoindex(path);
    }
    if (absent) {
      sayNotFound(indexPath());
      return ended(404, path, "there is no such directory");
    }
    state.say(Remark.Severity.ERROR, "directory index of \"" + path.text() + "\" is forbidden");
    return ended(403, path, "no file of index is in the directory, and autoindex is off");
  }

  /// `ngx_http_random_index_handler`
  private Optional<Turn> randomIndex(Value path) {
    if (!state.scope().flag("random_index", false)) {
      return Optional.empty();
    }
    if (FilePath.look(state, path) == FileView.Kind.ABSENT) {
      String folder = path.text().substring(0, Math.max(1, path.text().length() - 1));
      state.say(Remark.Severity.ERROR, "opendir() \"" + folder + "\" failed" + failure(folder));
      return Optional.of(ended(404, path, "there is no such directory"));
    }
    return state.files.anyFile(path.text()).map(this::toAnyFile);
  }

  private Turn toAnyFile(String file) {
    String target = state.uri + file;
    state.step(
        Phase.CONTENT,
        "goes on to " + target,
        "random_index takes any file of the directory",
        state.scope().setting("random_index"));
    return new Turn.InternalRedirect(target, state.args);
  }

  /// `ngx_http_autoindex_handler`
  private Turn autoindex(Value path) {
    Optional<Turn> badCallback = FolderCallback.refusal(state);
    if (badCallback.isPresent()) {
      return badCallback.get();
    }
    if (!state.files.isReadable(path.text())) {
      String folder = path.text().substring(0, Math.max(1, path.text().length() - 1));
      state.say(Remark.Severity.ERROR, "opendir() \"" + folder + "\" failed" + failure(folder));
      return ended(403, path, "nginx may not read the directory");
    }
    return ended(200, path, "autoindex lists the directory");
  }

  /// The first file of `index`, which is the one that nginx names.
  private String indexPath() {
    String name = ComplexValue.of(indexes().getFirst()).evaluate(state).text();
    return FilePath.append(FilePath.of(state), name).text();
  }

  /// `ngx_http_index_error`
  private void sayNotFound(String index) {
    if (state.scope().flag("log_not_found", true)) {
      state.say(Remark.Severity.ERROR, "\"" + index + "\" is not found" + failure(index));
    }
  }

  private String failure(String path) {
    return " (" + state.files.failure(path) + ")";
  }

  /// Whether the path without its slash is a file, so that nothing can lie below it.
  private boolean isFile(Value path) {
    return path instanceof Value.Known(String text)
        && !text.isEmpty()
        && FilePath.look(state, Value.of(text.substring(0, text.length() - 1)))
            == FileView.Kind.FILE;
  }

  private Optional<Turn> index() {
    for (String name : indexes()) {
      String file = ComplexValue.of(name).evaluate(state).text();
      if (file.startsWith("/")) {
        return Optional.of(new Turn.InternalRedirect(file, state.args));
      }
      Value path = FilePath.append(FilePath.of(state), file);
      if (FilePath.assume(state, path, FileView.Kind.FILE) == FileView.Kind.FILE) {
        String target = state.uri + file;
        state.step(
            Phase.CONTENT,
            "goes on to " + target,
            "it is the index file of the directory",
            state.scope().setting("index"));
        return Optional.of(new Turn.InternalRedirect(target, state.args));
      }
    }
    return Optional.empty();
  }

  private List<String> indexes() {
    List<String> names =
        state.scope().inForce("index").stream()
            .flatMap(line -> line.parameters().stream())
            .toList();
    return names.isEmpty() ? DEFAULT_INDEX : names;
  }

  private Turn file() {
    Value path = FilePath.of(state);
    FileView.Kind kind = FilePath.assume(state, path, FileView.Kind.ABSENT);
    return switch (kind) {
      case FILE -> send(path);
      case DIRECTORY -> redirectToDirectory();
      case ABSENT, UNKNOWN -> {
        if (state.scope().flag("log_not_found", true)) {
          sayUnopened(path);
        }
        yield ended(
            404, path, "nothing here proxies, so nginx looks for a file, and there is none");
      }
    };
  }

  private void sayUnopened(Value path) {
    state.say(
        Remark.Severity.ERROR, "open() \"" + path.text() + "\" failed" + failure(path.text()));
  }

  private Turn send(Value path) {
    if (!state.files.isReadable(path.text())) {
      sayUnopened(path);
      return ended(403, path, "nginx may not read the file");
    }
    return state.method.equals("POST")
        ? ended(405, path, "a file cannot be posted to")
        : ended(200, path, "nothing here proxies, so nginx looks for a file");
  }

  private Turn redirectToDirectory() {
    String target =
        UriEscaping.redirected(state.uri, state.nginx.version())
            + "/"
            + (state.args.isEmpty() ? "" : "?" + state.args);
    Value url = AbsoluteRedirect.of(state, Value.of(target));
    Directive by = base.directive().orElse(state.server().directive());
    state.step(Phase.CONTENT, "nginx redirects with 301 to " + url.text(), "it is a directory", by);
    return Turn.redirect(301, url, AnswerReason.DIRECTORY_REDIRECT, by);
  }

  private Turn ended(int status, Value path, String because) {
    if (status >= 300) {
      state.step(
          Phase.CONTENT, "nginx answers " + status + " for " + path.text(), because, place());
      return new Turn.Status(status, new Outcome.Static(path, status, base.directive()));
    }
    state.sendsFile = true;
    int sent = state.errStatus == 0 ? status : state.errStatus;
    state.step(Phase.CONTENT, "nginx sends " + path.text() + " with " + sent, because, place());
    return Turn.done(new Outcome.Static(path, sent, base.directive()));
  }

  private Optional<Directive> place() {
    return base.directive().or(() -> Optional.of(state.scope().block()));
  }
}
