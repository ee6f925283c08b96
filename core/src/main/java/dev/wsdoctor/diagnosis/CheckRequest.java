package dev.wsdoctor.diagnosis;

import dev.wsdoctor.directive.NginxVersion;
import dev.wsdoctor.http.Fields;
import dev.wsdoctor.http.Target;
import dev.wsdoctor.symptom.Symptoms;
import java.nio.file.Path;
import java.util.Optional;

/// What a person asks about one URL. What is absent the check finds out, or does without.
///
/// `extraFields` go with the handshake; `backend` is dialled directly beside those that the
/// configuration names. `offline`: no live hop is touched. `sandbox`: the prediction is confirmed
/// with a private copy of nginx even when offline. `symptoms` are what the client saw, and logs.
public record CheckRequest(
    Target target,
    ConfigurationSource configuration,
    Optional<Target> backend,
    Fields extraFields,
    Optional<Path> nginxBinary,
    Optional<NginxVersion> nginxVersion,
    boolean offline,
    boolean sandbox,
    Symptoms symptoms) {
  /// A question of which no symptoms are known.
  public CheckRequest(
      Target target,
      ConfigurationSource configuration,
      Optional<Target> backend,
      Fields extraFields,
      Optional<Path> nginxBinary,
      Optional<NginxVersion> nginxVersion,
      boolean offline,
      boolean sandbox) {
    this(
        target,
        configuration,
        backend,
        extraFields,
        nginxBinary,
        nginxVersion,
        offline,
        sandbox,
        Symptoms.NONE);
  }

  /// The same question about another configuration.
  CheckRequest about(ConfigurationSource other) {
    return new CheckRequest(
        target, other, backend, extraFields, nginxBinary, nginxVersion, offline, sandbox, symptoms);
  }

  public Setting setting() {
    return new Setting(configuration, nginxBinary, nginxVersion);
  }

  /// A check of a file that touches nothing else.
  public static CheckRequest offline(Target target, Path file) {
    return offline(
        target,
        new Setting(new ConfigurationSource.File(file), Optional.empty(), Optional.empty()));
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

  /// The same with these fields in the handshake.
  public CheckRequest sending(Fields fields) {
    return new CheckRequest(
        target,
        configuration,
        backend,
        fields,
        nginxBinary,
        nginxVersion,
        offline,
        sandbox,
        symptoms);
  }

  /// The same with the hops dialled, and with this nginx to ask.
  public CheckRequest online(Optional<Path> nginx) {
    return new CheckRequest(
        target, configuration, backend, extraFields, nginx, nginxVersion, false, sandbox, symptoms);
  }

  /// The same of that release of nginx.
  public CheckRequest ofRelease(Optional<NginxVersion> release) {
    return new CheckRequest(
        target,
        configuration,
        backend,
        extraFields,
        nginxBinary,
        release,
        offline,
        sandbox,
        symptoms);
  }

  /// The same with what the client saw.
  public CheckRequest seeing(Symptoms seen) {
    return new CheckRequest(
        target,
        configuration,
        backend,
        extraFields,
        nginxBinary,
        nginxVersion,
        offline,
        sandbox,
        seen);
  }
}
