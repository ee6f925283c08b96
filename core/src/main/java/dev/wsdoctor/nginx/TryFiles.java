package dev.wsdoctor.nginx;

import dev.wsdoctor.conf.Directive;
import java.util.List;

/// `try_files` (`ngx_http_try_files_handler`): the first of its files that exists becomes the URI,
/// else the last parameter is gone to.
final class TryFiles {
  private TryFiles() {}

  static Turn run(RequestState state) {
    List<Directive> lines = state.scope().own("try_files");
    return lines.isEmpty() ? Turn.NEXT : run(state, lines.getLast());
  }

  private static Turn run(RequestState state, Directive tryFiles) {
    if (FilePath.base(state).isAlias() && !state.validLocation) {
      String why = "alias cannot be used in a location where the URI was rewritten";
      state.step(Phase.PRECONTENT, "nginx answers 500", why, tryFiles);
      FilePath.sayAliasIsLost(state);
      return Turn.status(500, AnswerReason.TRY_FILES, tryFiles);
    }
    List<String> parameters = tryFiles.parameters();
    for (String name : parameters.subList(0, Math.max(0, parameters.size() - 1))) {
      if (finds(state, name)) {
        state.step(
            Phase.PRECONTENT, "the URI is " + state.uri, "try_files finds " + name, tryFiles);
        return Turn.NEXT;
      }
    }
    return fallBack(state, tryFiles, tryFiles.lastParameter());
  }

  private static boolean finds(RequestState state, String written) {
    boolean directory = written.endsWith("/");
    String name = directory ? written.substring(0, written.length() - 1) : written;
    ComplexValue template = ComplexValue.of(name);
    Value value = template.evaluate(state);
    FilePath.Base base = FilePath.base(state);
    String rest = value.text();
    boolean strips = base.isAlias() && !base.whole() && !template.isConstant();
    if (strips && rest.startsWith(prefix(state, base))) {
      rest = rest.substring(base.strip());
    }
    Value path = FilePath.append(base.path(), rest);
    if (!value.isKnown() && path instanceof Value.Known(String text)) {
      path = new Value.Unknown(text, "the name is not known");
    }
    FileView.Kind kind = FilePath.assume(state, path, FileView.Kind.ABSENT);
    if (kind != (directory ? FileView.Kind.DIRECTORY : FileView.Kind.FILE)) {
      return false;
    }
    found(state, base, rest, directory);
    return true;
  }

  private static String prefix(RequestState state, FilePath.Base base) {
    return state.uri.substring(0, Math.min(base.strip(), state.uri.length()));
  }

  private static void found(
      RequestState state, FilePath.Base base, String rest, boolean directory) {
    if (!base.isAlias()) {
      state.uri = rest;
    } else if (!base.whole()) {
      state.uri = prefix(state, base) + rest;
    } else if (!directory) {
      state.uri = rest;
      state.addUriToAlias = true;
    }
  }

  /// In a location with an alias nginx strips the location's name from the last parameter too, if
  /// it has variables.
  private static Value target(RequestState state, String written) {
    ComplexValue template = ComplexValue.of(written);
    Value target = template.evaluate(state);
    FilePath.Base base = FilePath.base(state);
    boolean strips =
        base.isAlias()
            && !base.whole()
            && !template.isConstant()
            && target.text().startsWith(prefix(state, base));
    return strips && target.isKnown() ? Value.of(target.text().substring(base.strip())) : target;
  }

  private static Turn fallBack(RequestState state, Directive tryFiles, String last) {
    if (last.matches("=[0-9]{1,3}")) {
      int status = Integer.parseInt(last.substring(1));
      state.step(Phase.PRECONTENT, "nginx answers " + status, "try_files finds nothing", tryFiles);
      return Turn.status(status, AnswerReason.TRY_FILES, tryFiles);
    }
    Value target = target(state, last);
    state.step(
        Phase.PRECONTENT, "goes on to " + target.text(), "try_files finds nothing", tryFiles);
    if (target instanceof Value.Unknown(String _, String why)) {
      state.uriDoubt = why;
    }
    return last.startsWith("@")
        ? new Turn.ToNamed(target.text())
        : ErrorPages.internalRedirect(target.text());
  }
}
