package dev.wsdoctor.diagnosis;

import dev.wsdoctor.directive.NginxVersion;
import java.nio.file.Path;
import java.util.Optional;

/// The release of nginx that is meant when nobody names one, and how that is known.
public record AssumedNginx(NginxVersion version, String source) {
  /// That of this program, or of the one on this machine; without any, the newest stable.
  public static AssumedNginx of(Optional<Path> program) {
    return InstalledNginx.version(program)
        .map(found -> new AssumedNginx(found.version(), found.source()))
        .orElseGet(
            () -> new AssumedNginx(NginxVersion.NEWEST_STABLE, "assumed, the newest stable"));
  }
}
