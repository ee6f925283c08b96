package dev.wsdoctor.diagnosis;

import dev.wsdoctor.directive.NginxVersion;
import dev.wsdoctor.http.Fields;
import dev.wsdoctor.http.Target;
import java.nio.file.Path;
import java.util.Optional;

/// What a person asks about one URL. What is absent the check finds out, or does without.
///
/// `extraFields` go with the handshake; `backend` is dialled directly beside those that the
/// configuration names. `offline`: no live hop is touched. `sandbox`: the prediction is confirmed
/// with a private copy of nginx even when offline.
public record CheckRequest(
    Target target,
    ConfigurationSource configuration,
    Optional<Target> backend,
    Fields extraFields,
    Optional<Path> nginxBinary,
    Optional<NginxVersion> nginxVersion,
    boolean offline,
    boolean sandbox) {
  /// The same question about another configuration.
  CheckRequest about(ConfigurationSource other) {
    return new CheckRequest(
        target, other, backend, extraFields, nginxBinary, nginxVersion, offline, sandbox);
  }

  public Setting setting() {
    return new Setting(configuration, nginxBinary, nginxVersion);
  }

  /// A check of a file that touches nothing else.
  public static CheckRequest offline(Target target, Path file) {
    return new CheckRequest(
        target,
        new ConfigurationSource.File(file),
        Optional.empty(),
        Fields.NONE,
        Optional.empty(),
        Optional.empty(),
        true,
        false);
  }

  /// A check of that configuration that touches nothing else.
  static CheckRequest offline(Target target, Setting setting) {
    return new CheckRequest(
        target,
        setting.configuration(),
        Optional.empty(),
        Fields.NONE,
        setting.nginxBinary(),
        setting.nginxVersion(),
        true,
        false);
  }

  /// The same of another configuration, without touching anything else.
  public CheckRequest offlineIn(Setting setting) {
    return new CheckRequest(
        target,
        setting.configuration(),
        backend,
        extraFields,
        setting.nginxBinary(),
        setting.nginxVersion(),
        true,
        sandbox);
  }

  /// The same with the hops dialled, and with this nginx to ask.
  public CheckRequest online(Optional<Path> nginx) {
    return new CheckRequest(
        target, configuration, backend, extraFields, nginx, nginxVersion, false, sandbox);
  }
}
