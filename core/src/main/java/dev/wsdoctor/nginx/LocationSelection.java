package dev.wsdoctor.nginx;

import dev.wsdoctor.nginx.LocationLevel.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Chooses the location for a normalised URI (`ngx_http_core_find_location`).
final class LocationSelection {
  /// What was chosen: nothing, a location, or the redirect to its name with the slash. `captures`
  /// are those of the regular expressions that matched, outermost first; `longestPrefix` is the
  /// prefix location that a regular expression has beaten; `doubts` tell which patterns could not
  /// be judged.
  record Chosen(
      Optional<Location> location,
      boolean slashRedirect,
      List<Captures> captures,
      Optional<Location> longestPrefix,
      List<String> doubts) {}

  /// How sure a level is, as nginx's return codes have it.
  private enum Certainty {
    /// NGX_DECLINED: nothing here.
    NONE,
    /// NGX_AGAIN: a prefix, unless a regular expression matches.
    PREFIX,
    /// NGX_OK
    FINAL,
    /// NGX_DONE
    SLASH_REDIRECT
  }

  private final String uri;
  private @Nullable Location location;
  private @Nullable Location prefix;
  private final List<Captures> captures = new ArrayList<>();
  private final List<String> doubts = new ArrayList<>();

  private LocationSelection(String uri) {
    this.uri = uri;
  }

  static Chosen choose(LocationLevel level, String uri) {
    LocationSelection selection = new LocationSelection(uri);
    Certainty certainty = selection.search(level);
    boolean beaten = selection.prefix != null && !selection.prefix.equals(selection.location);
    return new Chosen(
        Optional.ofNullable(selection.location),
        certainty == Certainty.SLASH_REDIRECT,
        List.copyOf(selection.captures),
        beaten ? Optional.ofNullable(selection.prefix) : Optional.empty(),
        List.copyOf(selection.doubts));
  }

  private Certainty search(LocationLevel level) {
    if (level.isEmpty()) {
      return Certainty.NONE;
    }
    Node exact = level.exact(uri);
    if (exact != null) {
      location = exact.location();
      return Certainty.FINAL;
    }
    Node equal = level.prefix(uri);
    Node slash = equal == null ? slashRedirect(level) : null;
    if (slash != null) {
      location = slash.location();
      return Certainty.SLASH_REDIRECT;
    }
    Node longest = equal == null ? level.longestPrefix(uri) : equal;
    Certainty certainty = Certainty.NONE;
    if (longest != null) {
      location = longest.location();
      prefix = location;
      certainty = search(longest.inner());
      if (certainty == Certainty.FINAL || certainty == Certainty.SLASH_REDIRECT) {
        return certainty;
      }
      certainty = Certainty.PREFIX;
    }
    boolean patternsTried =
        longest == null || longest.location().kind() != Location.Kind.PREFERENTIAL;
    return patternsTried && searchPatterns(level) ? Certainty.FINAL : certainty;
  }

  private @Nullable Node slashRedirect(LocationLevel level) {
    Node exact = level.exact(uri + "/");
    Node prefixed = level.prefix(uri + "/");
    boolean redirects =
        (exact != null && exact.redirectsSlash())
            || (prefixed != null && prefixed.redirectsSlash());
    if (!redirects) {
      return null;
    }
    return exact != null ? exact : prefixed;
  }

  private boolean searchPatterns(LocationLevel level) {
    for (Node node : level.patterns()) {
      Location candidate = node.location();
      boolean caseless = candidate.kind() == Location.Kind.REGEX_CASELESS;
      Optional<Captures> matched = Captures.match(candidate.name(), caseless, uri, doubts::add);
      if (matched.isPresent()) {
        location = candidate;
        captures.add(matched.get());
        // whatever it finds inside, nginx takes as final: even a slash redirect is forgotten
        search(node.inner());
        return true;
      }
    }
    return false;
  }

  /// Every location of the level and of those inside, with its reason to lose or to win.
  static List<Candidate> candidates(LocationLevel level, String uri) {
    Chosen chosen = choose(level, uri);
    List<Candidate> candidates = new ArrayList<>();
    collect(level.locations(), uri, chosen, candidates);
    return candidates;
  }

  private static void collect(
      List<Location> locations, String uri, Chosen chosen, List<Candidate> to) {
    for (Location location : locations) {
      boolean isChosen = chosen.location().filter(location::equals).isPresent();
      boolean matches = matches(location, uri);
      to.add(new Candidate(location, matches, isChosen, reason(location, uri, matches, chosen)));
      collect(location.nested(), uri, chosen, to);
    }
  }

  private static boolean matches(Location location, String uri) {
    return switch (location.kind()) {
      case EXACT -> uri.equals(location.name());
      case PREFIX, PREFERENTIAL -> uri.startsWith(location.name());
      case REGEX -> Captures.match(location.name(), false, uri).isPresent();
      case REGEX_CASELESS -> Captures.match(location.name(), true, uri).isPresent();
      case NAMED -> false;
    };
  }

  private static String reason(Location location, String uri, boolean matches, Chosen chosen) {
    if (chosen.location().filter(location::equals).isPresent()) {
      return chosen.slashRedirect()
          ? "redirects " + uri + " to " + location.name()
          : winning(location, chosen.longestPrefix().isPresent());
    }
    if (!matches) {
      return switch (location.kind()) {
        case EXACT -> "is not exactly " + uri;
        case PREFIX, PREFERENTIAL -> uri + " does not begin with it";
        case REGEX, REGEX_CASELESS -> "the regular expression does not match " + uri;
        case NAMED -> "is reached only by an internal redirect";
      };
    }
    String winner = chosen.location().map(Location::title).orElse("another server block");
    return switch (location.kind()) {
      case EXACT -> "an enclosing location is not chosen";
      case PREFIX, PREFERENTIAL -> "matches, but " + winner + " is preferred";
      case REGEX, REGEX_CASELESS -> lostPattern(winner, chosen);
      case NAMED -> "is reached only by an internal redirect";
    };
  }

  private static String lostPattern(String winner, Chosen chosen) {
    boolean patternWon = chosen.location().filter(Location::isRegex).isPresent();
    return patternWon
        ? "matches, but " + winner + " stands before it, or inside a chosen location"
        : "matches, but " + winner + " lets no regular expression of this level be tried";
  }

  /// Why a location takes the request.
  static String winning(Location location, boolean beatsPrefix) {
    return switch (location.kind()) {
      case EXACT -> "an exact match ends the search";
      case PREFIX -> "the longest prefix that matches, and no regular expression does";
      case PREFERENTIAL -> "the longest prefix that matches; ^~ keeps regular expressions out";
      case REGEX, REGEX_CASELESS ->
          beatsPrefix
              ? "the first regular expression in file order that matches; it beats every plain prefix"
              : "the first regular expression in file order that matches";
      case NAMED -> "the name that was asked for";
    };
  }
}
