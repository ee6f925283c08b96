package dev.wsdoctor.rule.path;

import dev.wsdoctor.conf.Directive;
import dev.wsdoctor.conf.Edit;
import dev.wsdoctor.conf.Layout;
import dev.wsdoctor.finding.Fix;
import dev.wsdoctor.finding.Severity;
import dev.wsdoctor.nginx.Location;
import dev.wsdoctor.rule.SocketLocations;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A character that the client encodes comes out as itself: nginx matches, rewrites and captures
/// the decoded path, and writes variables as they are.
final class DecodedPath {
  private static final Pattern UNFIT_FOR_A_REQUEST_LINE = Pattern.compile("[^\\x21-\\x7e]");

  /// Those that mean something else when they are not encoded: `/ ? # %`.
  private static final Pattern MEANINGFUL = Pattern.compile("%(?:2[35Ff]|3[Ff])");

  private static final Pattern ENCODED = Pattern.compile("%([0-9A-Fa-f]{2})");

  private DecodedPath() {}

  static Optional<Fault> of(SentPath path) {
    boolean unfit = UNFIT_FOR_A_REQUEST_LINE.matcher(path.sent()).find();
    boolean lost = kept(path) < count(SentPath.path(path.asked()));
    if (!unfit && !lost) {
      return Optional.empty();
    }
    String why =
        "A path is decoded before nginx matches it, and what a variable or the URI part makes of it is not what the"
            + " client encoded: %s."
                .formatted(
                    unfit
                        ? "a space or a letter that is not ASCII breaks the request line"
                        : "a slash or a question mark that was part of a name is one now");
    return Optional.of(
        new Fault(path.pass(), path.sent(), Severity.ERROR, unfit ? 0.95 : 0.82, why, mend(path)));
  }

  /// Of the path alone; the query goes its own way.
  private static int kept(SentPath path) {
    String query = path.asked().substring(SentPath.path(path.asked()).length());
    boolean whole = !query.isEmpty() && path.sent().endsWith(query);
    return count(path.sent()) - (whole ? count(query) : 0);
  }

  private static int count(String text) {
    return (int) MEANINGFUL.matcher(text).results().count();
  }

  private static Fix mend(SentPath path) {
    String asked = decoded(SentPath.path(path.asked()));
    boolean same = decoded(path.sent()).startsWith(asked);
    if (same || decoded(SentPath.path(path.sent())).equals(asked)) {
      return path.unchanged();
    }
    boolean unfit = UNFIT_FOR_A_REQUEST_LINE.matcher(path.sent()).find();
    return path.location()
        .flatMap(
            location ->
                (unfit ? rewritten(path.pass(), location, path) : Optional.<Fix>empty())
                    .or(() -> raw(path.pass(), location, path)))
        .orElseGet(
            () ->
                Fix.manual(
                    "make the path of $request_uri, which is as the client sent it, or send it unchanged"));
  }

  /// What a rewrite makes is encoded again on its way to the backend.
  private static Optional<Fix> rewritten(Directive pass, Location location, SentPath path) {
    String uri = SentPath.path(path.writtenUri()).replaceFirst("\\$is_args\\$args$", "");
    boolean made = location.isRegex() && uri.matches("/.*\\$.*") && !location.name().contains("{");
    String line = "rewrite %s %s break;".formatted(location.name(), uri);
    return made
        ? Optional.of(
            Fix.review(
                "make the path by %s, which encodes it again".formatted(line),
                List.of(
                    Layout.before(pass, List.of(line)),
                    new Edit(pass.parameterRange(0), path.origin()))))
        : Optional.empty();
  }

  /// `$request_uri` as the URI, so that what follows works on what came.
  private static Optional<Fix> raw(Directive pass, Location location, SentPath path) {
    String uri = path.writtenUri().replaceFirst("\\$is_args\\$args$", "");
    boolean prefix = !location.isRegex() && location.kind() != Location.Kind.NAMED;
    boolean open =
        location.isRegex() && location.name().matches(".*\\((?:\\?<\\w+>)?\\.[*+]\\)\\$?");
    if (uri.isEmpty() || !(prefix ? !uri.contains("$") : open)) {
      return Optional.empty();
    }
    String pattern = prefix ? "^" + location.name().replace(".", "\\.") + "(.*)$" : location.name();
    List<String> lines =
        List.of(
            "rewrite ^ $request_uri;",
            "rewrite %s %s break;".formatted(pattern, prefix ? uri + "$1" : uri),
            "return 400;");
    String url = SocketLocations.origin(pass) + "$uri";
    return Optional.of(
        Fix.review(
            "cut the path as the client encoded it, and proxy to " + url,
            List.of(Layout.before(pass, lines), new Edit(pass.parameterRange(0), url))));
  }

  /// As nginx has it, one char per byte: slashes that follow each other are one.
  private static String decoded(String path) {
    Matcher escapes = ENCODED.matcher(path);
    String plain =
        escapes.replaceAll(
            escape ->
                Matcher.quoteReplacement(
                    new String(
                        new byte[] {(byte) Integer.parseInt(escape.group(1), 16)},
                        StandardCharsets.ISO_8859_1)));
    return plain.replaceAll("/+", "/");
  }
}
