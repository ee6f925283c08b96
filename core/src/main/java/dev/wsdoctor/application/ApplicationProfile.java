package dev.wsdoctor.application;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// One application that people put behind nginx: its signs, its needs, and what to do in the
/// application itself against a cause. `id` is its name on the command line, `source` says where
/// the facts come from; `advice` is by cause.
public record ApplicationProfile(
    String id,
    String title,
    String source,
    Optional<String> protocol,
    Signs signs,
    Needs needs,
    List<String> notes,
    Map<String, String> advice) {
  public ApplicationProfile {
    notes = List.copyOf(notes);
    advice = Map.copyOf(advice);
  }

  /// Whether all requests of one client have to reach the same server.
  public boolean needsAffinity() {
    return needs.affinity();
  }

  /// Whether its sockets are opened at this path, mounted anywhere.
  public boolean serves(String path) {
    return signs.sockets().stream().anyMatch(sign -> sign.path().matches(path));
  }

  /// Whether it has a socket at this path that is not as well elsewhere, so that a request for it
  /// has to arrive under it.
  public boolean insistsOn(String path) {
    boolean cut = needs.part().filter(Needs.Part::stripped).isPresent();
    return !needs.anyPath()
        && !cut
        && signs.sockets().stream().anyMatch(sign -> !sign.common() && sign.path().matches(path));
  }

  /// What stands in front of the path of its socket and has to go, where it knows no base path: the
  /// whole text that nginx must not send. Empty where nothing is known to be wrong.
  public Optional<String> surplusPrefix(String path) {
    Optional<String> part =
        needs.part().filter(Needs.Part::stripped).map(Needs.Part::prefix).filter(path::startsWith);
    if (part.isPresent()) {
      return part.map(prefix -> prefix.replaceFirst("/$", ""));
    }
    if (!needs.rooted()) {
      return Optional.empty();
    }
    return signs.sockets().stream()
        .flatMap(sign -> sign.path().base(path).stream())
        .min(Comparator.comparingInt(String::length))
        .filter(base -> !base.isEmpty());
  }

  /// The paths of its sockets, as a person writes them; `/` if they may be anywhere.
  public List<String> socketPaths() {
    List<String> paths =
        signs.sockets().stream().map(sign -> sign.path().text()).distinct().toList();
    return paths.isEmpty() ? List.of("/") : paths;
  }

  /// A path of each of its sockets as a client would open it.
  public List<String> samplePaths() {
    return socketPaths().stream().map(path -> new PathPattern(path).sample()).toList();
  }

  /// Ordinary requests that have to pass beside the sockets.
  public List<String> samplePages() {
    String root = needs.part().map(Needs.Part::prefix).orElse("/");
    return Stream.concat(Stream.of(root), signs.pages().stream()).distinct().toList();
  }

  /// What to do in the application against this cause; `origin` is the public one, such as
  /// `https://example.com`.
  public Optional<String> advice(String cause, String origin) {
    return Optional.ofNullable(advice.get(cause)).map(text -> withPlaces(text, origin));
  }

  /// What else to know before it works behind that origin.
  public List<String> notes(String origin) {
    return notes.stream().map(text -> withPlaces(text, origin)).toList();
  }

  private static String withPlaces(String text, String origin) {
    int authority = origin.indexOf("://") + 3;
    return text.replace("{origin}", origin).replace("{host}", origin.substring(authority));
  }

  @Override
  public String toString() {
    return title;
  }
}
