package dev.wsdoctor.diagnosis;

import dev.wsdoctor.conf.Files;
import dev.wsdoctor.directive.NginxVersion;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// What a question is asked of: the configuration, if there is one, and the nginx that reads it.
record Circumstances(
    Optional<Loaded> loaded,
    NginxVersion version,
    String versionSource,
    List<String> remarks,
    Files files) {

  static Answer<Circumstances> find(CheckRequest request, ConfigurationReader reader, Files files) {
    return switch (request.configuration()) {
      case ConfigurationSource.File file ->
          reader.read(file).map(loaded -> of(request, Optional.of(loaded), files));
      case ConfigurationSource.Dump dump ->
          reader.read(dump).map(loaded -> of(request, Optional.of(loaded), files));
      case ConfigurationSource.Installed() -> installed(request, reader, files);
    };
  }

  /// The configuration that the nginx of this machine reads; without one, only the live hops are
  /// left.
  private static Answer<Circumstances> installed(
      CheckRequest request, ConfigurationReader reader, Files files) {
    Optional<Path> found = InstalledNginx.configurationFile(request.nginxBinary());
    if (found.isEmpty()) {
      return new Answer.Given<>(of(request, Optional.empty(), files));
    }
    return reader
        .read(new ConfigurationSource.File(found.get()))
        .map(loaded -> of(request, Optional.of(loaded), files));
  }

  private static Circumstances of(CheckRequest request, Optional<Loaded> loaded, Files files) {
    List<String> remarks = loaded.map(Loaded::remarks).orElse(List.of());
    if (request.nginxVersion().isPresent()) {
      return new Circumstances(
          loaded, request.nginxVersion().get(), "--nginx-version", remarks, files);
    }
    return InstalledNginx.version(request.nginxBinary())
        .map(found -> new Circumstances(loaded, found.version(), found.source(), remarks, files))
        .orElseGet(
            () ->
                new Circumstances(
                    loaded,
                    NginxVersion.NEWEST_STABLE,
                    "assumed, the newest stable",
                    remarks,
                    files));
  }
}
