package dev.wsdoctor.conformance.gateway;

import dev.wsdoctor.conf.Configuration;
import dev.wsdoctor.conf.Prefixes;
import dev.wsdoctor.conformance.RealNginx;
import dev.wsdoctor.conformance.TemporaryFolder;
import dev.wsdoctor.disk.DiskFiles;
import dev.wsdoctor.gateway.Gateway;
import dev.wsdoctor.gateway.GatewaySettings;
import dev.wsdoctor.gateway.GatewayStart;
import dev.wsdoctor.gateway.log.LogSettings;
import java.util.List;

/// The gateway as nginx would be started in a folder: with its nginx.conf, of the version that is
/// installed, with its logs there.
final class StartedGateway {
  private StartedGateway() {}

  static Gateway in(TemporaryFolder folder) {
    String prefix = folder.path() + "/";
    Configuration configuration =
        Configuration.load(new DiskFiles(), prefix + "nginx.conf", new Prefixes(prefix, prefix));
    GatewaySettings settings =
        GatewaySettings.of(RealNginx.version()).logging(LogSettings.of(folder.path()));
    return switch (Gateway.start(configuration, settings)) {
      case GatewayStart.Refused(List<String> messages) -> throw new AssertionError(messages);
      case GatewayStart.Started(Gateway gateway) -> gateway;
    };
  }
}
