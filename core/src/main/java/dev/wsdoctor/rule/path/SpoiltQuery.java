package dev.wsdoctor.rule.path;

import dev.wsdoctor.conf.Directive;
import dev.wsdoctor.nginx.Phase;
import dev.wsdoctor.rule.Subject;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The client's query does not arrive, or not as it came: with variables in `proxy_pass`, behind
/// the question mark of a rewrite, and by an internal redirect it is what is written there.
final class SpoiltQuery {
  /// An argument that a variable is the value of.
  private static final Pattern ARGUMENT = Pattern.compile("[?&](\\w+)=(\\$\\w+|\\$\\{\\w+})");

  private SpoiltQuery() {}

  /// A query in a URI part without variables: what follows the location's name stands behind it.
  static Stream<Wish> swallowing(Subject subject, SentPath path) {
    String uri = path.writtenUri();
    boolean swallows =
        path.isReplaced() && !uri.contains("$") && uri.contains("?") && !path.rest().isEmpty();
    String base = SentPath.path(uri).replaceFirst("/$", "");
    return swallows
        ? Stream.of(
            Wish.of(
                base + "/" + path.rest().replaceFirst("^/", "") + path.askedQuery(),
                0.9,
                "What follows the location's name is put behind the URI part, which ends in a query: the rest of the path"
                    + " becomes a part of that."))
        : Stream.of();
  }

  /// The last parameter of `try_files` or of an `error_page` that is taken.
  static Stream<Wish> byRedirect(Subject subject, SentPath path) {
    return isLost(path)
        ? subject.entered(path.hop()).stream()
            .flatMap(
                entered ->
                    Stream.concat(
                        entered.scope().own("try_files").stream(),
                        entered.scope().inForce("error_page").stream()
                            .filter(page -> isTaken(path, page))))
            .filter(line -> line.lastParameter().matches("/[^?]*"))
            .filter(line -> !line.lastParameter().contains("$is_args"))
            .map(
                line ->
                    Wish.of(
                            (path.sent().equals(path.askedPath() + "/")
                                    ? path.askedPath()
                                    : path.sent())
                                + path.askedQuery(),
                            0.85,
                            "The last parameter of %s is the whole URI of an internal redirect: without the query in it there is none."
                                .formatted(line.name()))
                        .at(List.of(line)))
        : Stream.of();
  }

  private static boolean isTaken(SentPath path, Directive page) {
    return path.hop().decision().steps().stream()
        .filter(step -> step.phase() == Phase.ERROR_PAGE)
        .flatMap(step -> step.place().stream())
        .anyMatch(place -> place.start() == page.range().start());
  }

  private static boolean isLost(SentPath path) {
    return !path.askedQuery().isEmpty() && path.sentQuery().isEmpty();
  }

  /// A question mark at the end of a rewrite's replacement leaves the query out
  /// (ngx_http_rewrite_module).
  static Stream<Wish> byRewrite(Subject subject, SentPath path) {
    return path.isReplaced() || !isLost(path)
        ? Stream.of()
        : path.rewrites()
            .filter(rewrite -> rewrite.parameters().get(1).endsWith("?"))
            .limit(1)
            .map(
                rewrite ->
                    Wish.of(
                            path.sent() + path.askedQuery(),
                            0.75,
                            "The question mark at the end of the replacement keeps nginx from adding the query.")
                        .at(List.of(rewrite)));
  }

  /// By variables in `proxy_pass`.
  static Stream<Wish> byVariables(Subject subject, SentPath path) {
    String asked = path.askedQuery();
    boolean written = path.isReplaced() && path.hasVariables() && path.isKnown();
    if (!written || asked.length() < 2) {
      return Stream.of();
    }
    String bare = asked.substring(1);
    if (path.sentQuery().equals(asked + asked)) {
      return Stream.of(
          Wish.of(
                  path.sentPath() + asked,
                  0.9,
                  "$request_uri has the query in it, and it is written once more.")
              .orElse("write the query once, as $is_args$args"));
    }
    if (path.sent().endsWith(bare) && path.sentQuery().isEmpty()) {
      return Stream.of(
          Wish.of(
                  path.sent().substring(0, path.sent().length() - bare.length()) + asked,
                  0.9,
                  "$args is the query without its question mark.")
              .orElse("write the query once, as $is_args$args"));
    }
    if (path.sentQuery().length() < 2) {
      return Stream.of(
          Wish.of(
                  (SpoiltSlash.isClosed(path)
                          ? path.sentPath().replaceFirst("/$", "")
                          : path.sentPath())
                      + asked,
                  0.8,
                  "With variables in proxy_pass nginx sends its URI part as it stands, without the query.")
              .orElse("end proxy_pass in $is_args$args"));
    }
    return otherValue(path);
  }

  /// `?token=$token` for a client's `?token=...`, where the variable has something else.
  private static Stream<Wish> otherValue(SentPath path) {
    List<String> sent = WantedTarget.arguments(path.sent());
    return ARGUMENT
        .matcher(path.pass().parameter())
        .results()
        .filter(written -> sent.contains(written.group(1) + "="))
        .flatMap(
            written ->
                WantedTarget.arguments(path.asked()).stream()
                    .filter(came -> came.startsWith(written.group(1) + "="))
                    .filter(came -> !sent.contains(came))
                    .map(
                        came ->
                            Wish.of(
                                path.sent().replace(written.group(1) + "=", came),
                                0.82,
                                "%s is empty; what the client sends as %s is $arg_%s."
                                    .formatted(
                                        written.group(2), written.group(1), written.group(1)))));
  }

  /// A question mark that is written encoded is part of the path.
  static Stream<Wish> encodedMark(Subject subject, SentPath path) {
    boolean encoded =
        path.sentPath().matches(".*%3[Ff].*") && !path.askedPath().matches(".*%3[Ff].*");
    return encoded
        ? Stream.of(
            Wish.of(
                path.sent().replace('?', '&').replaceFirst("%3[Ff]", "?"),
                0.86,
                "%3F is a question mark within the path: what follows is no query."))
        : Stream.of();
  }

  /// Behind a query of its own nginx puts the client's with its mark.
  static Stream<Wish> markTwice(Subject subject, SentPath path) {
    String query = path.sentQuery();
    boolean doubled = query.indexOf('?', 1) > 0 && path.asked().matches("[^?]*\\?[^?]*");
    return doubled
        ? Stream.of(
            Wish.of(
                path.sentPath() + "?" + query.substring(1).replace('?', '&'),
                0.86,
                "The client's query is put behind the one of the URI part, question mark and all."))
        : Stream.of();
  }

  /// What a query of the configuration's own leaves out, unless it takes the arguments one by one.
  static Stream<Wish> replaced(Subject subject, SentPath path) {
    List<String> lost =
        WantedTarget.arguments(path.asked()).stream()
            .filter(argument -> !WantedTarget.arguments(path.sent()).contains(argument))
            .filter(argument -> !path.sent().contains(value(argument)))
            .toList();
    boolean owned = path.sent().contains("?") && !path.writtenUri().contains("$arg_");
    return lost.isEmpty() || !owned || isCut(path)
        ? Stream.of()
        : Stream.of(
            Wish.of(
                path.sent() + "&" + String.join("&", lost),
                0.8,
                "A query of its own takes the place of the client's: %s does not arrive."
                    .formatted(String.join("&", lost))));
  }

  private static String value(String argument) {
    return argument.substring(argument.indexOf('=') + 1);
  }

  /// A question mark at the end of a replacement, or an empty query, says so.
  private static boolean isCut(SentPath path) {
    return path.lastRewrite().filter(line -> line.parameters().get(1).endsWith("?")).isPresent()
        || path.proxied().scope().chain().stream()
            .flatMap(level -> level.own("set").stream())
            .filter(set -> set.parameter().equals("$args"))
            .anyMatch(set -> set.lastParameter().isEmpty());
  }

  /// A slash too many in the middle of the path, and no query.
  static Stream<Wish> withASlash(Subject subject, SentPath path) {
    boolean both =
        path.isReplaced()
            && path.hasVariables()
            && isLost(path)
            && path.sentPath().matches(".*[^/]//+[^/].*")
            && !path.askedPath().contains("//");
    return both
        ? Stream.of(
            Wish.of(
                path.sentPath().replaceAll("/{2,}", "/") + path.askedQuery(),
                0.84,
                "What a variable has begins with a slash, another one stands before it, and with variables in"
                    + " proxy_pass the query is not sent."))
        : Stream.of();
  }
}
