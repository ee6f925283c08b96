package dev.wsdoctor.app.format;

import java.util.List;
import java.util.Optional;

/// The output formats by the name that `--format` takes. The classes of one are loaded when it is
/// asked for.
public final class Formats {
  public static final List<String> NAMES = List.of("text", "json");

  private Formats() {}

  public static Optional<Format> named(String name, Viewer viewer) {
    Optional<Format> format = bare(name, viewer);
    return viewer.seesSecrets() ? format : format.map(MaskedFormat::new);
  }

  private static Optional<Format> bare(String name, Viewer viewer) {
    return switch (name) {
      case "text" -> Optional.of(new TextFormat(viewer));
      case "json" -> Optional.of(new JsonFormat());
      default -> Optional.empty();
    };
  }
}
