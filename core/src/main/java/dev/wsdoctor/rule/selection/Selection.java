package dev.wsdoctor.rule.selection;

import dev.wsdoctor.conf.Directive;
import dev.wsdoctor.nginx.Candidate;
import dev.wsdoctor.nginx.Location;
import dev.wsdoctor.nginx.Outcome;
import dev.wsdoctor.nginx.Phase;
import dev.wsdoctor.nginx.VirtualServer;
import dev.wsdoctor.rule.BlockTitle;
import dev.wsdoctor.rule.Handshake;
import dev.wsdoctor.rule.HandshakeRules;
import dev.wsdoctor.rule.Hop;
import dev.wsdoctor.rule.LocationGroups;
import dev.wsdoctor.rule.NextServer;
import dev.wsdoctor.rule.SocketLocations;
import dev.wsdoctor.rule.SocketPath;
import dev.wsdoctor.rule.Subject;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// Which location the handshake enters at the hop that fails, and which ones made for sockets lost,
/// doors to such ones among them.
///
/// `beaten` match the path too; `elsewhere` do not.
record Selection(
    VirtualServer server,
    Optional<Location> chosen,
    List<Location> beaten,
    List<Location> elsewhere,
    boolean matchesAnyWords) {
  /// Modules that may answer a handshake themselves.
  private static final Set<String> OWN_SOCKETS =
      Set.of(
          "nchan_pubsub",
          "nchan_subscriber",
          "push_stream_subscriber",
          "push_stream_websocket",
          "js_content",
          "perl",
          "content_by_lua",
          "content_by_lua_block",
          "content_by_lua_file",
          "tunnel");

  /// The selection at the last hop, if what was selected there does not pass a handshake on.
  static Optional<Selection> ofFailing(Subject subject) {
    Hop hop = subject.last();
    boolean judged = hop.decision().server().isPresent() && !carries(hop) && !mayOpen(hop);
    if (!judged || NextServer.missed(subject).isPresent()) {
      return Optional.empty();
    }
    VirtualServer server = hop.decision().server().get();
    Optional<Location> chosen =
        subject.nginx().locate(server, hop.request().target()).or(() -> entered(hop));
    if (chosen.filter(one -> isMeant(server, one)).isPresent()) {
      return Optional.empty();
    }
    List<Location> matching = matching(subject, server, hop.request().target());
    List<Location> others =
        Stream.concat(SocketLocations.of(server).stream(), SocketLocations.doors(server))
            .distinct()
            .filter(
                location ->
                    chosen.filter(c -> c.directive().equals(location.directive())).isEmpty())
            .sorted((one, other) -> nearer(subject, one, other))
            .toList();
    return Optional.of(
        new Selection(
            server,
            chosen,
            others.stream().filter(matching::contains).toList(),
            others.stream().filter(location -> !matching.contains(location)).toList(),
            chosen.filter(one -> matchesAnyWords(subject, server, one)).isPresent()));
  }

  private static boolean isMeant(VirtualServer server, Location location) {
    return SocketLocations.isOne(location) || SocketLocations.isDoor(server, location);
  }

  /// Where the server itself sends the request; a location that only has the page for an error was
  /// not entered by it.
  private static Optional<Location> entered(Hop hop) {
    boolean page =
        hop.proxied().isEmpty()
            && hop.decision().steps().stream().anyMatch(step -> step.phase() == Phase.ERROR_PAGE);
    return hop.decision().location().filter(_ -> !page);
  }

  /// Those that share a word with the path first. In one method, because the start-up cache cannot
  /// keep what `Comparator.comparing` makes.
  private static int nearer(Subject subject, Location one, Location other) {
    return Boolean.compare(sharesAWord(subject, other), sharesAWord(subject, one));
  }

  private static boolean sharesAWord(Subject subject, Location location) {
    return SocketPath.shareAWord(subject.target().path(), location.name());
  }

  /// A regular expression that would take a path of the same shape with other words, too, was not
  /// written for this one.
  private static boolean matchesAnyWords(Subject subject, VirtualServer server, Location chosen) {
    if (!chosen.isRegex()) {
      return false;
    }
    String otherWords = subject.target().path().replaceAll("[a-zA-Z0-9]", "q");
    return matching(subject, server, otherWords).contains(chosen);
  }

  private static List<Location> matching(Subject subject, VirtualServer server, String target) {
    return subject.nginx().candidates(server, target).stream()
        .filter(Candidate::matches)
        .map(Candidate::location)
        .toList();
  }

  /// Whether a module other than the proxies takes the request, and may know the protocol.
  private static boolean mayOpen(Hop hop) {
    return hop.decision().outcome() instanceof Outcome.Handled(String module, var _)
        && OWN_SOCKETS.contains(module);
  }

  /// Whether the request is passed on by a location that has at least one setting of the handshake
  /// right, so that it was meant to carry it.
  private static boolean carries(Hop hop) {
    return hop.proxied()
        .map(
            proxied ->
                switch (HandshakeRules.of(proxied)) {
                  case BOTH_MISSING -> false;
                  case CONNECTION_WRONG -> Handshake.of(proxied).upgrade() == Handshake.Trait.RIGHT;
                  case NONE, LOST_BY_INHERITANCE, INCLUDE_OUTDATED, ONE_MISSING, UPGRADE_WRONG ->
                      true;
                })
        .orElse(false);
  }

  /// Whether a regular expression of words alone finds them in the middle of another name: `~*
  /// (usage|key)` in `/app/app-key`.
  boolean isChosenByAccident(String path) {
    return chosen
        .filter(one -> one.isRegex() && one.name().matches("\\(?[\\w|-]+\\)?"))
        .flatMap(one -> LocationGroups.caught(one, path).stream().findFirst().flatMap(all -> all))
        .filter(words -> path.indexOf(words) > 0)
        .filter(words -> path.charAt(path.indexOf(words) - 1) != '/')
        .isPresent();
  }

  boolean isFallback() {
    return chosen.isEmpty() || SocketLocations.isFallback(chosen.get()) || matchesAnyWords;
  }

  /// `location /x (file:line)`, or the server when no location took the request.
  String title() {
    return BlockTitle.withPlace(place());
  }

  Directive place() {
    return chosen.map(Location::directive).orElse(server.directive());
  }
}
