package dev.wsdoctor.application;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Adds up the signs of one application among the clues; each kind counts once, by its best sign.
///
/// The weights are ordered so that no two weak signs suffice (a common path and a common port), and
/// any two of which one is the application's own do.
final class Evidence {
  /// Hundredths of a certainty.
  private static final int OWN_PATH = 70;

  private static final int COMMON_PATH = 25;
  private static final int OWN_LOCATION = 40;
  private static final int BACKEND_NAME = 60;
  private static final int SITE_NAME = 40;
  private static final int OWN_PORT = 35;
  private static final int COMMON_PORT = 10;

  private record Sign(int weight, String text) {}

  private final ApplicationProfile profile;
  private final Clues clues;

  private Evidence(ApplicationProfile profile, Clues clues) {
    this.profile = profile;
    this.clues = clues;
  }

  static Recognition weigh(ApplicationProfile profile, Clues clues) {
    List<Sign> signs = new ArrayList<>();
    Evidence evidence = new Evidence(profile, clues);
    evidence.path().ifPresent(signs::add);
    evidence.name().ifPresent(signs::add);
    evidence.port().ifPresent(signs::add);
    evidence.field().ifPresent(signs::add);
    int sum = signs.stream().mapToInt(Sign::weight).sum();
    return new Recognition(profile, sum, signs.stream().map(Sign::text).toList());
  }

  private Optional<Sign> path() {
    Optional<Sign> argument =
        profile.signs().queries().stream()
            .filter(name -> ("&" + clues.query()).contains("&" + name + "="))
            .map(name -> new Sign(OWN_PATH, "the argument " + name))
            .findFirst();
    Optional<Sign> own = path(false).map(path -> new Sign(OWN_PATH, "the path " + path));
    return argument
        .or(() -> own)
        .or(this::location)
        .or(() -> path(true).map(path -> new Sign(COMMON_PATH, "the path " + path)));
  }

  private Optional<String> path(boolean common) {
    return profile.signs().sockets().stream()
        .filter(socket -> socket.common() == common && socket.path().matches(clues.path()))
        .map(socket -> socket.path().text())
        .findFirst();
  }

  private Optional<Sign> location() {
    List<Signs.Socket> own =
        profile.signs().sockets().stream().filter(socket -> !socket.common()).toList();
    return clues.locations().stream()
        .filter(location -> own.stream().anyMatch(socket -> socket.path().matches(location)))
        .map(location -> new Sign(OWN_LOCATION, "location " + location))
        .findFirst();
  }

  private Optional<Sign> name() {
    return named(clues.backendNames(), BACKEND_NAME).or(() -> named(clues.siteNames(), SITE_NAME));
  }

  private Optional<Sign> named(List<String> texts, int weight) {
    return profile.signs().names().stream()
        .filter(name -> texts.stream().anyMatch(text -> words(text).contains(words(name))))
        .map(name -> new Sign(weight, "the name " + name))
        .findFirst();
  }

  /// `home_assistant.local` gives `-home-assistant-local-`.
  private static String words(String text) {
    return ("-" + text.toLowerCase(Locale.ROOT) + "-").replaceAll("[^a-z0-9]+", "-");
  }

  private Optional<Sign> port() {
    return profile.signs().ports().stream()
        .filter(port -> clues.ports().contains(port.number()))
        .map(port -> new Sign(port.common() ? COMMON_PORT : OWN_PORT, "port " + port.number()))
        .findFirst();
  }

  private Optional<Sign> field() {
    return profile.signs().fields().stream()
        .filter(field -> clues.fields().stream().anyMatch(field::equalsIgnoreCase))
        .map(field -> new Sign(OWN_PORT, "the field " + field))
        .findFirst();
  }
}
