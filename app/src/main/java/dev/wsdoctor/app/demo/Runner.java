package dev.wsdoctor.app.demo;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// What runs a configuration.
///
/// @param name as in a sentence
/// @param command as a person types it
public record Runner(Path program, String name, String command) {
  /// Where packages put nginx, for users whose PATH has no sbin.
  private static final List<String> USUAL_FOLDERS =
      List.of("/usr/sbin", "/usr/local/sbin", "/usr/local/nginx/sbin");

  /// The nginx program on that PATH, or where packages put it.
  public static Optional<Runner> nginx(String path) {
    return Stream.concat(Stream.of(path.split(File.pathSeparator, -1)), USUAL_FOLDERS.stream())
        .filter(folder -> !folder.isEmpty())
        .map(folder -> Path.of(folder, "nginx"))
        .filter(Files::isExecutable)
        .findFirst()
        .map(program -> new Runner(program, "nginx", "nginx"));
  }

  /// wsdoctor's own gateway, by the name that the launcher tells; empty text for none.
  public static Optional<Runner> gateway(String program) {
    return Optional.of(program)
        .filter(name -> !name.isEmpty())
        .map(Path::of)
        .filter(Files::isExecutable)
        .map(path -> new Runner(path, "wsdoctor's gateway", "wsdoctor gateway"));
  }
}
