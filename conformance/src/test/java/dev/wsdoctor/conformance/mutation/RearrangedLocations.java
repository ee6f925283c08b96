package dev.wsdoctor.conformance.mutation;

import dev.wsdoctor.conf.Directive;
import dev.wsdoctor.conf.Edit;
import dev.wsdoctor.conf.Layout;
import dev.wsdoctor.conformance.mutation.Original.Spot;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The location of a socket under another name, inside another, or behind a door.
final class RearrangedLocations {
  private static final Pattern WHOLE_PATH = Pattern.compile("https?://[^/$]+");
  private static final Pattern WITH_URI = Pattern.compile("(https?://[^/$]+)(/[^$?]*)");
  private static final Pattern PLAIN = Pattern.compile("/[\\w./-]*");

  private RearrangedLocations() {}

  static Stream<Rearranged> of(Original original) {
    return original
        .proxyingLocations()
        .filter(spot -> spot.isIn("server"))
        .filter(spot -> spot.directive().body("location").findAny().isEmpty())
        .flatMap(spot -> of(original, spot));
  }

  private static Stream<Rearranged> of(Original original, Spot spot) {
    Directive location = spot.directive();
    Directive server = spot.around().getLast();
    return Stream.of(
            handedOn(original, location, "try_files /nonexistent @rearranged;"),
            handedOn(original, location, "error_page 418 = @rearranged; return 418;"),
            nested(original, location, server),
            byRegex(original, location),
            byRewrite(original, location),
            sentOn(original, location),
            byCapture(original, location),
            byRequestUri(original, location),
            exact(original, location))
        .flatMap(rearranged -> rearranged);
  }

  /// The location is a door to a named one that has all it had.
  private static Stream<Rearranged> handedOn(Original original, Directive location, String door) {
    if (location.parameter().startsWith("@") || !hasPass(location, WHOLE_PATH)) {
      return Stream.of();
    }
    return Stream.of(
        original.rearranged(
            "behind " + door.split(" ", 2)[0],
            location,
            new Edit(
                location.range(),
                location.head().text()
                    + " { "
                    + door
                    + " }\n"
                    + block("location @rearranged", location))));
  }

  /// Inside `location /`, that of the server or one for it alone.
  private static Stream<Rearranged> nested(
      Original original, Directive location, Directive server) {
    String name = location.parameter();
    if (!isPrefix(location) || name.equals("/")) {
      return Stream.of();
    }
    return Stream.of(
        server
            .body("location")
            .filter(other -> other.parameters().equals(List.of("/")))
            .findFirst()
            .map(
                root ->
                    original.rearranged(
                        "nested in the server's /",
                        location,
                        Layout.remove(location),
                        Layout.last(root, Layout.lines(location))))
            .orElseGet(
                () ->
                    original.rearranged(
                        "nested in a / of its own",
                        location,
                        new Edit(
                            location.range(),
                            "location / {\n" + location.range().text() + "\n}"))));
  }

  private static Stream<Rearranged> byRegex(Original original, Directive location) {
    String name = location.parameter();
    if (!isPrefix(location) || !hasPass(location, WHOLE_PATH)) {
      return Stream.of();
    }
    String regex = "^" + name.replace(".", "\\.");
    return Stream.of(
        original.rearranged(
            "by a regex", location, new Edit(location.parameterRange(0), "~ " + regex)));
  }

  /// `rewrite ... break` in the place of the URI of `proxy_pass`.
  private static Stream<Rearranged> byRewrite(Original original, Directive location) {
    String name = location.parameter();
    if (!isPrefix(location)) {
      return Stream.of();
    }
    return passes(location, WITH_URI)
        .map(
            target ->
                original.rearranged(
                    "by a rewrite",
                    location,
                    new Edit(
                        location.body("proxy_pass").findFirst().orElseThrow().parameterRange(0),
                        target.group(1)),
                    Layout.first(
                        location,
                        List.of(
                            "rewrite ^%s(.*)$ %s$1 break;"
                                .formatted(name.replace(".", "\\."), target.group(2))))));
  }

  /// `rewrite ... last` leads to a location of another name that asks the backend for the same.
  private static Stream<Rearranged> sentOn(Original original, Directive location) {
    String name = location.parameter();
    if (!isPrefix(location) || !hasPass(location, WHOLE_PATH)) {
      return Stream.of();
    }
    String inner =
        block("location /rearranged", location)
            .replaceFirst("(proxy_pass\\s+https?://[^;/]+)", "$1" + Matcher.quoteReplacement("/"));
    return Stream.of(
        original.rearranged(
            "by way of rewrite last",
            location,
            new Edit(
                location.range(),
                "location %s { rewrite ^ /rearranged$uri last; }\n%s"
                    .formatted(
                        name, inner.replace("location /rearranged", "location /rearranged/")))));
  }

  /// A regular expression whose capture is the URI of `proxy_pass`.
  private static Stream<Rearranged> byCapture(Original original, Directive location) {
    String name = location.parameter();
    if (!isPrefix(location)) {
      return Stream.of();
    }
    return passes(location, WITH_URI)
        .map(
            target ->
                original.rearranged(
                    "by a capture",
                    location,
                    new Edit(
                        location.parameterRange(0), "~ ^" + name.replace(".", "\\.") + "(.*)$"),
                    new Edit(
                        location.body("proxy_pass").findFirst().orElseThrow().parameterRange(0),
                        target.group() + "$1$is_args$args")));
  }

  private static Stream<Rearranged> byRequestUri(Original original, Directive location) {
    return location
        .body("proxy_pass")
        .filter(pass -> WHOLE_PATH.matcher(pass.parameter()).matches())
        .filter(_ -> !location.parameter().startsWith("@"))
        .filter(_ -> location.body("rewrite").findAny().isEmpty())
        .map(
            pass ->
                original.rearranged(
                    "by $request_uri",
                    location,
                    new Edit(pass.parameterRange(0), pass.parameter() + "$request_uri")));
  }

  private static boolean isPrefix(Directive location) {
    return location.parameterCount() == 1 && PLAIN.matcher(location.parameter()).matches();
  }

  private static Stream<MatchResult> passes(Directive location, Pattern pattern) {
    return location
        .body("proxy_pass")
        .map(pass -> pattern.matcher(pass.parameter()))
        .filter(Matcher::matches)
        .map(Matcher::toMatchResult);
  }

  private static Stream<Rearranged> exact(Original original, Directive location) {
    return location.parameters().equals(List.of(original.path()))
        ? Stream.of(
            original.rearranged(
                "by its exact name",
                location,
                Edit.insert(location.range().file(), location.parameterRange(0).start(), "= ")))
        : Stream.of();
  }

  private static boolean hasPass(Directive location, Pattern pattern) {
    return location
        .body("proxy_pass")
        .anyMatch(pass -> pattern.matcher(pass.parameter()).matches());
  }

  private static String block(String head, Directive location) {
    return location.children().stream()
        .map(child -> child.range().text())
        .collect(Collectors.joining("\n", head + " {\n", "\n}\n"));
  }
}
