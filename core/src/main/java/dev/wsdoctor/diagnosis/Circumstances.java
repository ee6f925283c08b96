package dev.wsdoctor.diagnosis;

import dev.wsdoctor.conf.Files;
import dev.wsdoctor.directive.NginxVersion;
import dev.wsdoctor.sandbox.NginxBinary;
import dev.wsdoctor.sandbox.ProgramSearch;
import java.nio.file.Path;
import java.util.Optional;

/// What a question is asked of: the configuration, if there is one, and the nginx that reads it.
/// `program` is there when the question may run it; without nginx it is wsdoctor's gateway.
record Circumstances(
    Optional<Loaded> loaded,
    NginxVersion version,
    String versionSource,
    Optional<NginxBinary> program,
    Files files) {

  /// `mayRun`: where nginx is looked for, if it may be started, privately and on loopback.
  static Answer<Circumstances> find(
      Setting setting, ConfigurationReader reader, Files files, Optional<ProgramSearch> mayRun) {
    Optional<NginxBinary> program = mayRun.flatMap(search -> program(setting, search));
    boolean absent =
        setting.nginxBinary().filter(path -> !java.nio.file.Files.isExecutable(path)).isPresent();
    if (absent || (setting.nginxBinary().isPresent() && mayRun.isPresent() && program.isEmpty())) {
      return new Answer.Unusable<>(
          "there is no nginx program at %s: give the path of one with --nginx, or leave the option out"
              .formatted(setting.nginxBinary().get()));
    }
    return switch (setting.configuration()) {
      case ConfigurationSource.File file ->
          reader.read(file).map(loaded -> of(setting, Optional.of(loaded), program, files));
      case ConfigurationSource.Dump dump ->
          reader.read(dump).map(loaded -> of(setting, Optional.of(loaded), program, files));
      case ConfigurationSource.Elsewhere() ->
          new Answer.Given<>(of(setting, Optional.empty(), program, files));
      case ConfigurationSource.Installed() -> installed(setting, reader, program, files);
    };
  }

  private static Optional<NginxBinary> program(Setting setting, ProgramSearch search) {
    return setting.nginxBinary().isPresent()
        ? NginxBinary.at(setting.nginxBinary().get().toString())
        : search.nginx().or(search::ownGateway);
  }

  /// The configuration that the nginx of this machine reads; without one, only the live hops are
  /// left.
  private static Answer<Circumstances> installed(
      Setting setting, ConfigurationReader reader, Optional<NginxBinary> program, Files files) {
    Optional<Path> found =
        InstalledNginx.runningConfiguration()
            .or(
                () ->
                    program
                        .filter(nginx -> !nginx.gateway())
                        .map(NginxBinary::configurationPath)
                        .map(Path::of))
            .or(InstalledNginx::usualConfiguration);
    if (found.filter(java.nio.file.Files::isReadable).isEmpty()) {
      return new Answer.Given<>(of(setting, Optional.empty(), program, files));
    }
    return reader
        .read(new ConfigurationSource.File(found.get()))
        .map(loaded -> of(setting, Optional.of(loaded), program, files));
  }

  private static Circumstances of(
      Setting setting, Optional<Loaded> loaded, Optional<NginxBinary> program, Files files) {
    if (setting.nginxVersion().isPresent()) {
      NginxVersion asked = setting.nginxVersion().get();
      return new Circumstances(
          loaded, asked, "--nginx-version", program.map(p -> p.as(asked)), files);
    }
    if (program.filter(p -> !p.gateway()).isPresent()) {
      return new Circumstances(
          loaded, program.get().version(), program.get().path().toString(), program, files);
    }
    AssumedNginx assumed = AssumedNginx.of(setting.nginxBinary());
    return new Circumstances(
        loaded,
        assumed.version(),
        assumed.source(),
        program.map(p -> p.as(assumed.version())),
        files);
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
