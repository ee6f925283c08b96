package dev.wsdoctor.probe.browser;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Where the browser is: Chromium, or one that is made of it.
public final class BrowserProgram {
  private static final List<String> NAMES =
      List.of(
          "chromium",
          "chromium-browser",
          "google-chrome",
          "google-chrome-stable",
          "microsoft-edge",
          "brave-browser");

  private BrowserProgram() {}

  /// The program, or the sentence that says how to get one.
  public sealed interface Found {
    record There(Path program) implements Found {}

    record Missing(String message) implements Found {}
  }

  /// The one that the user names, else the first in `path` (as PATH is written).
  public static Found find(Optional<Path> named, String path) {
    if (named.isPresent()) {
      Path program = named.get();
      return Files.isExecutable(program) && Files.isRegularFile(program)
          ? new Found.There(program)
          : new Found.Missing(
              "expected the program of a Chromium at '%s', but there is none; correct --browser-path, or leave it out"
                  .formatted(program));
    }
    return candidates(path)
        .filter(Files::isExecutable)
        .findFirst()
        .<Found>map(Found.There::new)
        .orElseGet(
            () ->
                new Found.Missing(
                    "found no Chromium in PATH; install one (apt-get install -y chromium), or name it with --browser-path"));
  }

  private static Stream<Path> candidates(String path) {
    List<String> folders =
        Arrays.stream(path.split(":", -1)).filter(folder -> folder.startsWith("/")).toList();
    return NAMES.stream()
        .flatMap(name -> folders.stream().map(folder -> Path.of(folder).resolve(name)));
  }
}
