package dev.wsdoctor.nginx;

import dev.wsdoctor.conf.Directive;
import java.util.List;
import java.util.Optional;

/// Where the URI lies in the file system (`ngx_http_map_uri_to_path`).
final class FilePath {
  private static final String DEFAULT_ROOT = "html";
  private static final String PREFIX_UNKNOWN = "it is relative to nginx's prefix";

  /// The `root` or `alias` in force: `strip` is how much of the URI an alias replaces; `whole` is
  /// an alias in a regex location, which is the path itself.
  record Base(Optional<Directive> directive, Value path, int strip, boolean whole) {
    boolean isAlias() {
      return whole || directive.filter(d -> d.is("alias")).isPresent();
    }
  }

  private FilePath() {}

  static Base base(RequestState state) {
    for (Scope level : state.scope().chain().reversed()) {
      List<Directive> alias = level.own("alias");
      if (!alias.isEmpty()) {
        return alias(alias.getLast(), level, state);
      }
      List<Directive> root = level.own("root");
      if (!root.isEmpty()) {
        Value path = ComplexValue.of(root.getLast().parameter()).evaluate(state);
        return new Base(Optional.of(root.getLast()), absolute(state, withoutSlash(path)), 0, false);
      }
    }
    return new Base(Optional.empty(), absolute(state, Value.of(DEFAULT_ROOT)), 0, false);
  }

  private static Base alias(Directive alias, Scope level, RequestState state) {
    Value path = absolute(state, ComplexValue.of(alias.parameter()).evaluate(state));
    Location location = LocationHead.read(level, List.of());
    return location.isRegex()
        ? new Base(Optional.of(alias), path, 0, true)
        : new Base(Optional.of(alias), path, location.name().length(), false);
  }

  private static Value withoutSlash(Value path) {
    return path instanceof Value.Known(String text) && text.endsWith("/")
        ? Value.of(text.substring(0, text.length() - 1))
        : path;
  }

  private static Value absolute(RequestState state, Value path) {
    if (!(path instanceof Value.Known(String text)) || text.startsWith("/") || text.isEmpty()) {
      return path;
    }
    String prefix = state.nginx.prefix();
    return prefix.isEmpty() ? new Value.Unknown(text, PREFIX_UNKNOWN) : Value.of(prefix + text);
  }

  /// `$document_root`.
  static Value root(RequestState state) {
    return base(state).path();
  }

  /// `$request_filename`.
  static Value of(RequestState state) {
    return of(state, state.uri);
  }

  /// Where that URI would lie.
  static Value of(RequestState state, String uri) {
    Base base = base(state);
    if (base.whole() && !state.addUriToAlias) {
      return base.path();
    }
    String rest = uri.substring(Math.min(base.strip(), uri.length()));
    return append(base.path(), rest);
  }

  /// nginx looks for a file below an `alias`, and does not know what it stands for any more.
  static void sayAliasIsLost(RequestState state) {
    String location = state.location().map(Location::name).orElse("");
    state.say(
        Remark.Severity.ALERT,
        "\"alias\" cannot be used in location \"" + location + "\" where URI was rewritten");
  }

  static Value append(Value path, String rest) {
    return switch (path) {
      case Value.Known(String text) -> Value.of(text + rest);
      case Value.Unknown(String template, String why) -> new Value.Unknown(template + rest, why);
    };
  }

  /// `$realpath_root`.
  static Value realRoot(RequestState state) {
    String root = root(state).text();
    return state
        .files
        .real(root)
        .map(Value::of)
        .orElseGet(() -> new Value.Unknown(root, "symbolic links are not followed here"));
  }

  /// What stands at a path, as far as it can be known.
  static FileView.Kind look(RequestState state, Value path) {
    if (!(path instanceof Value.Known(String text))) {
      return FileView.Kind.UNKNOWN;
    }
    boolean asDirectory = text.length() > 1 && text.endsWith("/");
    FileView.Kind kind = state.files.at(asDirectory ? text.substring(0, text.length() - 1) : text);
    // a slash behind the name of a file leads nowhere (ENOTDIR)
    return asDirectory && kind == FileView.Kind.FILE ? FileView.Kind.ABSENT : kind;
  }

  /// What stands at a path, or is taken to stand there where it is not known: the likeliest first.
  /// A path asked for twice has the same answer.
  static FileView.Kind assume(RequestState state, Value path, FileView.Kind likeliest) {
    FileView.Kind seen = look(state, path);
    if (seen != FileView.Kind.UNKNOWN) {
      return seen;
    }
    FileView.Kind before = state.assumedFiles.get(path.text());
    if (before != null) {
      return before;
    }
    FileView.Kind other =
        likeliest == FileView.Kind.ABSENT ? FileView.Kind.FILE : FileView.Kind.ABSENT;
    List<String> ways = List.of(sentence(path, likeliest), sentence(path, other));
    FileView.Kind taken = state.choices.choose(ways) == 0 ? likeliest : other;
    state.assumedFiles.put(path.text(), taken);
    return taken;
  }

  private static String sentence(Value path, FileView.Kind kind) {
    return (kind == FileView.Kind.ABSENT
            ? "there is taken to be no file "
            : "there is taken to be a file ")
        + path.text();
  }
}
