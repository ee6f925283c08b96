package dev.wsdoctor.application;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Adds up the signs of one application among the clues; each kind counts once, by its best sign.
///
/// The weights are ordered so that no two weak signs suffice (a common path and a common port), and
/// any two of which one is the application's own do. Every start weighs all applications, so these
/// are loops.
final class Evidence {
  /// Hundredths of a certainty.
  private static final int OWN_PATH = 70;

  private static final int COMMON_PATH = 25;
  private static final int OWN_LOCATION = 40;
  private static final int BACKEND_NAME = 60;
  private static final int SITE_NAME = 40;
  private static final int OWN_PORT = 35;
  private static final int COMMON_PORT = 10;

  /// What speaks for one application, and how much.
  record Sum(int weight, List<String> signs) {}

  private record Sign(int weight, String text) {}

  private final Signs own;
  private final Clues clues;

  private Evidence(Signs own, Clues clues) {
    this.own = own;
    this.clues = clues;
  }

  static Sum weigh(Signs own, Clues clues) {
    Evidence evidence = new Evidence(own, clues);
    int sum = 0;
    List<String> signs = new ArrayList<>();
    for (Optional<Sign> found :
        List.of(evidence.path(), evidence.name(), evidence.port(), evidence.field())) {
      if (found.isPresent()) {
        sum += found.get().weight();
        signs.add(found.get().text());
      }
    }
    return new Sum(sum, signs);
  }

  private Optional<Sign> path() {
    return argument()
        .or(() -> path(false, OWN_PATH))
        .or(this::location)
        .or(() -> path(true, COMMON_PATH));
  }

  private Optional<Sign> argument() {
    for (String name : own.queries()) {
      if (("&" + clues.query()).contains("&" + name + "=")) {
        return Optional.of(new Sign(OWN_PATH, "the argument " + name));
      }
    }
    return Optional.empty();
  }

  private Optional<Sign> path(boolean common, int weight) {
    for (Signs.Socket socket : own.sockets()) {
      if (socket.common() == common && socket.path().matches(clues.path())) {
        return Optional.of(new Sign(weight, "the path " + socket.path().text()));
      }
    }
    return Optional.empty();
  }

  private Optional<Sign> location() {
    for (String location : clues.locations()) {
      for (Signs.Socket socket : own.sockets()) {
        if (!socket.common() && socket.path().matches(location)) {
          return Optional.of(new Sign(OWN_LOCATION, "location " + location));
        }
      }
    }
    return Optional.empty();
  }

  private Optional<Sign> name() {
    return named(clues.backendNames(), BACKEND_NAME).or(() -> named(clues.siteNames(), SITE_NAME));
  }

  private Optional<Sign> named(List<Name> found, int weight) {
    for (Name name : own.names()) {
      for (Name other : found) {
        if (other.has(name)) {
          return Optional.of(new Sign(weight, "the name " + name.text()));
        }
      }
    }
    return Optional.empty();
  }

  private Optional<Sign> port() {
    for (Signs.Port port : own.ports()) {
      if (clues.ports().contains(port.number())) {
        int weight = port.common() ? COMMON_PORT : OWN_PORT;
        return Optional.of(new Sign(weight, "port " + port.number()));
      }
    }
    return Optional.empty();
  }

  private Optional<Sign> field() {
    for (String field : own.fields()) {
      for (String sent : clues.fields()) {
        if (field.equalsIgnoreCase(sent)) {
          return Optional.of(new Sign(OWN_PORT, "the field " + field));
        }
      }
    }
    return Optional.empty();
  }
}
