package dev.wsdoctor.sandbox;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// Where to look for what can run a configuration.
///
/// @param running whether the executable of a running master process goes before all others
/// @param places where nginx may be, best first
/// @param gateway where wsdoctor's own gateway is, for a machine without nginx
public record ProgramSearch(boolean running, List<Path> places, Optional<Path> gateway) {
  /// Where the launcher says that the gateway is.
  private static final String GATEWAY = "WSDOCTOR_GATEWAY";

  /// Where packages put nginx, for users whose PATH has no sbin.
  private static final List<String> USUAL =
      List.of(
          "/usr/sbin/nginx",
          "/usr/local/sbin/nginx",
          "/usr/local/nginx/sbin/nginx",
          "/usr/local/openresty/nginx/sbin/nginx",
          "/opt/homebrew/bin/nginx");

  public ProgramSearch {
    places = List.copyOf(places);
  }

  /// On this machine, for a user with these environment variables.
  public static ProgramSearch of(Map<String, String> environment) {
    Stream<Path> onPath =
        Stream.of(environment.getOrDefault("PATH", "").split(":", -1))
            .filter(folder -> !folder.isEmpty())
            .map(folder -> Path.of(folder, "nginx"));
    return new ProgramSearch(
        true,
        Stream.concat(onPath, USUAL.stream().map(Path::of)).toList(),
        Optional.of(environment.getOrDefault(GATEWAY, ""))
            .filter(name -> !name.isEmpty())
            .map(Path::of));
  }

  /// The first nginx that says what it is.
  public Optional<NginxBinary> nginx() {
    return Stream.concat(running ? ofMasters().stream() : Stream.of(), places.stream())
        .flatMap(program -> at(program).stream())
        .findFirst();
  }

  /// wsdoctor's own gateway.
  public Optional<NginxBinary> ownGateway() {
    return gateway.flatMap(ProgramSearch::at);
  }

  private static Optional<NginxBinary> at(Path program) {
    return Files.isExecutable(program) ? NginxBinary.at(program.toString()) : Optional.empty();
  }

  private static List<Path> ofMasters() {
    List<Path> found = new ArrayList<>();
    try (DirectoryStream<Path> processes = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
      for (Path process : processes) {
        executableOfMaster(process).ifPresent(found::add);
      }
    } catch (IOException _) {
      // Not Linux.
    }
    return found;
  }

  private static Optional<Path> executableOfMaster(Path process) {
    try {
      String title = Files.readString(process.resolve("cmdline"), StandardCharsets.ISO_8859_1);
      return title.startsWith("nginx: master process")
          ? Optional.of(Files.readSymbolicLink(process.resolve("exe")))
          : Optional.empty();
    } catch (IOException _) {
      // Gone meanwhile, or another user's.
      return Optional.empty();
    }
  }
}
