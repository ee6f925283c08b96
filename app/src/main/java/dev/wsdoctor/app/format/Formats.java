package dev.wsdoctor.app.format;

import java.util.List;
import java.util.Optional;

/// The output formats by the name that `--format` takes.
public final class Formats {
  public static final List<String> NAMES = List.of("text", "json");

  private Formats() {}

  /// `terminal`: whether a person reads the text on a terminal that shows colours; `folder`: where
  /// that person stands, so that text names files from there.
  public static Optional<Format> named(String name, boolean terminal, String folder) {
    return switch (name) {
      case "text" -> Optional.of(new TextFormat(terminal, folder));
      case "json" -> Optional.of(new JsonFormat());
      default -> Optional.empty();
    };
  }
}
