package dev.wsdoctor.conformance.mutation;

import dev.wsdoctor.conf.Directive;
import dev.wsdoctor.conf.Edit;
import dev.wsdoctor.conf.Layout;
import dev.wsdoctor.conformance.mutation.Original.Spot;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/// What sends the request to another location, or leaves its own without a proxy.
final class LocationFaults {
  private LocationFaults() {}

  static Stream<Mutant> of(Original original) {
    return Stream.of(
            passDropped(original),
            renamed(original),
            slashOfName(original),
            slashOfPass(original),
            shadowed(original),
            handedOn(original))
        .flatMap(mutants -> mutants);
  }

  private static Stream<Mutant> passDropped(Original original) {
    return original
        .spots("proxy_pass")
        .map(
            spot ->
                original.mutant(
                    "drop proxy_pass",
                    spot.directive(),
                    Set.of("location-without-handler"),
                    Layout.remove(spot.directive())));
  }

  /// Whether the location or the URL is misspelt nobody can say; and where another location that is
  /// no fallback takes the request, it is as well the wrong one.
  private static Stream<Mutant> renamed(Original original) {
    return prefixes(original)
        .map(
            location ->
                original.mutant(
                    "rename the location",
                    location,
                    Set.of(
                        "no-location-for-path", "client-url-mismatch", "wrong-location-selected"),
                    new Edit(name(location), misspelt(nameOf(location)))));
  }

  private static String misspelt(String name) {
    return name.equals("/") ? "/app2/" : name.replaceFirst("^/(.)", "/x$1");
  }

  private static Stream<Mutant> slashOfName(Original original) {
    return prefixes(original)
        .filter(location -> nameOf(location).length() > 1)
        .map(
            location ->
                original.mutant(
                    "slash of the location",
                    location,
                    Set.of(
                        "redirect-instead-of-upgrade",
                        "proxy-pass-rewrites-path",
                        "no-location-for-path"),
                    new Edit(name(location), slashed(nameOf(location)))));
  }

  private static Stream<Mutant> slashOfPass(Original original) {
    return original
        .spots("proxy_pass")
        .map(Spot::directive)
        .filter(pass -> !pass.parameter().contains("$") && !pass.parameter().contains("unix:"))
        .map(
            pass ->
                original.mutant(
                    "slash of proxy_pass",
                    pass,
                    Set.of("proxy-pass-rewrites-path"),
                    new Edit(pass.parameterRange(0), slashed(pass.parameter()))));
  }

  private static String slashed(String text) {
    return text.endsWith("/") ? text.substring(0, text.length() - 1) : text + "/";
  }

  private static Stream<Directive> prefixes(Original original) {
    return original
        .spots("location")
        .map(Spot::directive)
        .filter(location -> nameOf(location).startsWith("/"))
        .filter(location -> !location.parameter().startsWith("~"));
  }

  private static String nameOf(Directive location) {
    return location.parameters().isEmpty() ? "" : location.parameters().getLast();
  }

  private static dev.wsdoctor.conf.SourceRange name(Directive location) {
    return location.parameterRange(location.parameterCount() - 1);
  }

  /// A location without a proxy that takes the URL, in the server that has the socket's one.
  private static Stream<Mutant> shadowed(Original original) {
    String path = original.path();
    if (!path.matches("[\\w./-]+")) {
      return Stream.of();
    }
    String part = path.length() > 1 ? path.substring(0, path.length() - 1) : path;
    return Stream.of(
            shadow(original, "shadow by a regex", "~ ^" + path.replace(".", "\\."), "root /srv;"),
            shadow(original, "shadow by an exact location", "= " + path, "return 404;"),
            shadow(original, "shadow by ^~", "^~ " + part, "root /srv;"),
            shadow(original, "shadow by a longer prefix", path, "return 404;"))
        .flatMap(mutants -> mutants);
  }

  private static Stream<Mutant> shadow(Original original, String kind, String name, String body) {
    return original
        .spots("location")
        .filter(spot -> spot.isIn("server"))
        .map(spot -> spot.around().getLast())
        .distinct()
        .flatMap(server -> server.body("location").limit(1))
        .map(
            first ->
                original.mutant(
                    kind,
                    first,
                    Set.of("wrong-location-selected"),
                    Layout.before(first, List.of("location " + name + " { " + body + " }"))));
  }

  /// The location has the settings, its own or inherited ones, and hands the request to one whose
  /// own line cancels what it would inherit.
  private static Stream<Mutant> handedOn(Original original) {
    return original
        .proxyingLocations()
        .filter(spot -> spot.isIn("server"))
        .map(Spot::directive)
        .filter(location -> !nameOf(location).startsWith("@"))
        .filter(location -> location.body("try_files").findAny().isEmpty())
        .flatMap(
            location ->
                location
                    .body("proxy_pass")
                    .filter(pass -> pass.parameter().matches("https?://[\\w.:-]+"))
                    .limit(1)
                    .map(pass -> handedOn(original, location, pass)));
  }

  private static Mutant handedOn(Original original, Directive location, Directive pass) {
    String other =
        "location @plain { proxy_pass " + pass.parameter() + "; proxy_set_header Host $host; }";
    return original.mutant(
        "handed to a named location",
        location,
        Set.of("internal-redirect-loses-upgrade", "headers-lost-by-inheritance"),
        Layout.before(location, List.of(other)),
        Layout.first(location, List.of("try_files /nonexistent @plain;")));
  }
}
