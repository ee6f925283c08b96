package dev.wsdoctor.rule.path;

import dev.wsdoctor.nginx.Location;
import dev.wsdoctor.rule.BlockTitle;
import dev.wsdoctor.rule.LocationGroups;
import dev.wsdoctor.rule.SocketLocations;
import dev.wsdoctor.rule.Subject;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The location around a socket's leads to the same server and sends another path for the same
/// request: it takes its name away, by whatever means, and the socket's keeps it; or it keeps what
/// the socket's, with the same URI part, takes away.
record OuterLocation(Location location, String sent) {
  private static final Pattern GROUP =
      Pattern.compile("(/?)\\$(?:1|\\{1\\})(?:\\$is_args\\$args|\\?\\$args)?");

  /// A server may have its socket at the full path, or at the root, all the same.
  static Stream<Wish> of(Subject subject, SentPath path) {
    return around(subject, path)
        .filter(outer -> outer.keepsMore(path) || outer.keepsLess(path))
        .map(outer -> outer.wish(path).asWarning());
  }

  private Wish wish(SentPath path) {
    String why =
        keepsLess(path)
            ? "%s takes its name away from what the same server is asked for; here it is sent along."
            : "%s has the same URI part and keeps the rest of the path; here it replaces the whole name, so that the path is lost.";
    return Wish.of(sent, 0.76, why.formatted(BlockTitle.withPlace(location.directive())));
  }

  private boolean keepsLess(SentPath path) {
    int taken = path.asked().length() - sent.length();
    return path.sent().equals(path.asked())
        && path.rewrites().findAny().isEmpty()
        && taken > 0
        && sent.startsWith("/")
        && path.asked().endsWith(sent)
        && path.asked().substring(0, taken).equals(words(location));
  }

  /// What its name begins with, letter by letter, without a slash at the end.
  private static String words(Location location) {
    String name = location.name();
    return (location.isRegex()
            ? name.replaceFirst("^\\^", "").replaceFirst("[^\\w/-].*", "")
            : name)
        .replaceFirst("/$", "");
  }

  private boolean keepsMore(SentPath path) {
    return path.isReplaced()
        && !path.hasVariables()
        && path.writtenUri().endsWith("/")
        && path.name().startsWith(location.name().replaceFirst("/$", "") + "/")
        && !sent.equals(path.sent())
        && SocketLocations.proxyPass(location)
            .filter(pass -> pass.parameter().equals(path.pass().parameter()))
            .isPresent();
  }

  /// What the location around would send for the same path.
  static Optional<String> sent(Subject subject, SentPath path) {
    return around(subject, path).map(OuterLocation::sent).findFirst();
  }

  private static Stream<OuterLocation> around(Subject subject, SentPath path) {
    String own = path.location().map(Location::name).orElse("");
    return Stream.concat(
        path.neighbours()
            .filter(Location::isRegex)
            .flatMap(
                outer -> caught(path, outer).map(sent -> new OuterLocation(outer, sent)).stream()),
        path.neighbours()
            .filter(outer -> isAround(outer, own))
            .flatMap(
                outer ->
                    path.hop().decision().server().stream()
                        .map(
                            server ->
                                subject
                                    .nginx()
                                    .decideIn(
                                        server,
                                        outer,
                                        path.hop().connection(),
                                        path.hop().request(),
                                        subject.files()))
                        .flatMap(decision -> decision.proxied().stream())
                        .filter(other -> SocketLocations.origin(other.by()).equals(path.origin()))
                        .filter(other -> other.sent().target().isKnown())
                        .map(
                            other -> new OuterLocation(outer, one(other.sent().target().text())))));
  }

  /// What a regular expression that takes the path, too, would send of its one group: `~
  /// ^/app/(.*)$` with `http://app/$1`.
  private static Optional<String> caught(SentPath path, Location outer) {
    List<Optional<String>> groups = LocationGroups.caught(outer, path.askedPath());
    String uri =
        SocketLocations.proxyPass(outer)
            .map(pass -> pass.parameter().substring(SocketLocations.origin(pass).length()))
            .orElse("");
    Matcher only = GROUP.matcher(uri);
    return groups.size() == 2 && only.matches()
        ? groups.get(1).map(rest -> only.group(1) + rest + path.askedQuery())
        : Optional.empty();
  }

  /// A location without a slash at its end puts two where its URI part has one.
  private static String one(String sent) {
    return sent.replaceFirst("^/{2,}", "/");
  }

  private static boolean isAround(Location outer, String own) {
    return !outer.isRegex()
        && outer.kind() != Location.Kind.NAMED
        && outer.kind() != Location.Kind.EXACT
        && outer.name().length() > 1
        && own.length() > outer.name().length()
        && own.startsWith(outer.name());
  }
}
