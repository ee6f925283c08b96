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

  static Answer<Circumstances> find(Setting setting, ConfigurationReader reader, Files files) {
    return switch (setting.configuration()) {
      case ConfigurationSource.File file ->
          reader.read(file).map(loaded -> of(setting, Optional.of(loaded), files));
      case ConfigurationSource.Dump dump ->
          reader.read(dump).map(loaded -> of(setting, Optional.of(loaded), files));
      case ConfigurationSource.Installed() -> installed(setting, reader, files);
    };
  }

  /// The configuration that the nginx of this machine reads; without one, only the live hops are
  /// left.
  private static Answer<Circumstances> installed(
      Setting setting, ConfigurationReader reader, Files files) {
    Optional<Path> found = InstalledNginx.configurationFile(setting.nginxBinary());
    if (found.isEmpty()) {
      return new Answer.Given<>(of(setting, Optional.empty(), files));
    }
    return reader
        .read(new ConfigurationSource.File(found.get()))
        .map(loaded -> of(setting, Optional.of(loaded), files));
  }

  private static Circumstances of(Setting setting, Optional<Loaded> loaded, Files files) {
    List<String> remarks = loaded.map(Loaded::remarks).orElse(List.of());
    if (setting.nginxVersion().isPresent()) {
      return new Circumstances(
          loaded, setting.nginxVersion().get(), "--nginx-version", remarks, files);
    }
    return InstalledNginx.version(setting.nginxBinary())
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

  /// What a question that is about the configuration alone needs.
  Answer<Loaded> configured() {
    return loaded
        .<Answer<Loaded>>map(Answer.Given::new)
        .orElseGet(
            () ->
                new Answer.Unusable<>(
                    "no nginx configuration was found on this machine; give one with -c FILE"));
  }
}
