package dev.wsdoctor.rule.path;

import dev.wsdoctor.conf.Directive;
import dev.wsdoctor.conf.Edit;
import dev.wsdoctor.conf.Layout;
import dev.wsdoctor.nginx.Location;
import dev.wsdoctor.rule.LocationCopy;
import dev.wsdoctor.rule.SocketLocations;
import dev.wsdoctor.rule.WrittenParameter;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// What can be done to a `proxy_pass` and to the name of its location: another URI part, none, the
/// path rewritten in front of it.
final class PassEdits {
  /// Done before what is smaller.
  private static final int COPY = 0;

  /// Done where nothing else helps.
  static final int LATE = 1000;

  private final SentPath path;
  private final WantedTarget wanted;
  private final Directive pass;
  private final WrittenParameter written;
  private final int origin;
  private final List<PathEdit> edits = new ArrayList<>();

  private PassEdits(SentPath path, WantedTarget wanted) {
    this.path = path;
    this.wanted = wanted;
    this.pass = path.pass();
    this.written = WrittenParameter.of(pass, 0);
    this.origin = SocketLocations.origin(pass).length();
  }

  static Stream<PathEdit> of(SentPath path, WantedTarget wanted) {
    PassEdits all = new PassEdits(path, wanted);
    all.uri();
    path.location().filter(Location::isRegex).ifPresent(all::groups);
    path.location().ifPresent(all::name);
    path.location().filter(SocketLocations::isFallback).ifPresent(all::copied);
    all.rewritten();
    return all.edits.stream();
  }

  private void add(Edit... own) {
    edits.add(new PathEdit(pass, List.of(own)));
  }

  private void uri() {
    String pattern = path.location().map(Location::name).orElse("");
    new TextEdits(written, origin)
        .all(LostCapture.groups(pattern).size()).stream()
            .filter(edit -> mayHaveUri() || edit.replacement().contains("$"))
            .forEach(this::add);
    int query = written.text().lastIndexOf("$is_args$args");
    if (query >= 0 && path.sentQuery().indexOf('?', 1) > 0) {
      add(written.replace(query, written.text().length(), ""));
    }
    if (written.text().length() > origin) {
      Edit none = written.replace(origin, written.text().length(), "");
      edits.add(
          new PathEdit(
              pass, List.of(none), path.hasVariables() ? LATE : none.range().text().length()));
    }
    if (!path.hasVariables() && mayHaveUri() && wanted.path().endsWith(path.rest())) {
      String uri = wanted.path().substring(0, wanted.path().length() - path.rest().length());
      if (!uri.equals(path.name())) {
        add(differing(uri));
      }
    }
  }

  /// nginx refuses a URI part without variables in an `if`, in a named location and in one with a
  /// regular expression.
  private boolean mayHaveUri() {
    return path.hasVariables()
        || (path.prefix().isPresent() && !path.proxied().scope().block().is("if"));
  }

  /// What stands behind the origin, changed as little as can be.
  private Edit differing(String uri) {
    String old = written.text();
    int start = origin;
    while (start < old.length()
        && start - origin < uri.length()
        && old.charAt(start) == uri.charAt(start - origin)) {
      start++;
    }
    return written.replace(start, old.length(), uri.substring(start - origin));
  }

  /// What a named group of the location has, or stands behind what its expression matches.
  private void groups(Location location) {
    String query = "$is_args$args";
    String text = written.text();
    String front = text.endsWith(query) ? text.substring(0, text.length() - query.length()) : text;
    String slash = front.endsWith("/") ? "" : "/";
    LostCapture.namedGroups(location.name())
        .forEach(
            name -> {
              add(written.replace(front.length(), text.length(), slash + "$" + name + query));
              TextEdits.VARIABLE
                  .matcher(text)
                  .results()
                  .filter(variable -> variable.start() >= origin)
                  .forEach(
                      variable ->
                          add(written.replace(variable.start(), variable.end(), "$" + name)));
            });
    String between = location.name().endsWith("/") ? slash : "";
    add(
        WrittenParameter.last(location.directive()).append("(?<behind>.*)$"),
        written.replace(front.length(), text.length(), between + "$behind" + query));
  }

  private void name(Location location) {
    boolean plain =
        !location.isRegex()
            && location.kind() != Location.Kind.NAMED
            && location.directive().parameterCount() > 0;
    if (!plain) {
      return;
    }
    WrittenParameter name = WrittenParameter.last(location.directive());
    int end = name.text().length();
    boolean slashed = name.text().endsWith("/") && end > 1;
    Edit other = slashed ? name.replace(end - 1, end, "") : name.append("/");
    add(other);
    String uri = path.writtenUri();
    if (!path.hasVariables() && !uri.isEmpty()) {
      add(differing(SentPath.path(uri)), other);
    }
  }

  /// The words that the root has in its URI part, as a location of their own.
  private void copied(Location root) {
    String words = path.writtenUri().replaceFirst("/$", "");
    if (!path.hasVariables()
        && words.startsWith("/")
        && path.asked().startsWith(words + "/")
        && wanted.path().equals(path.askedPath())) {
      path.hop()
          .decision()
          .server()
          .flatMap(server -> LocationCopy.under(server, root, words + "/", path.origin()))
          .ifPresent(copy -> edits.add(new PathEdit(pass, List.of(copy), COPY)));
    }
  }

  /// What can always be done, if nothing smaller does: the beginning of the path is rewritten.
  private void rewritten() {
    String asked = SentPath.path(path.asked());
    int same = 0;
    while (same < Math.min(asked.length(), wanted.path().length())
        && asked.charAt(asked.length() - 1 - same)
            == wanted.path().charAt(wanted.path().length() - 1 - same)) {
      same++;
    }
    String rest = asked.substring(asked.length() - same);
    String kept = rest.substring(Math.max(0, rest.indexOf('/')));
    String from = asked.substring(0, asked.length() - kept.length());
    String to = wanted.path().substring(0, wanted.path().length() - kept.length());
    if (kept.startsWith("/") && from.matches("(?:/[\\w.-]+)+") && to.matches("(?:/[\\w.-]+)*")) {
      String line = "rewrite ^%s(/.*)$ %s$1 break;".formatted(from.replace(".", "\\."), to);
      Edit added = Layout.before(pass, List.of(line));
      Edit none = written.replace(origin, written.text().length(), "");
      edits.add(new PathEdit(pass, List.of(added), LATE));
      edits.add(new PathEdit(pass, List.of(added, none), LATE));
    }
  }
}
