package dev.wsdoctor.gateway;

import dev.wsdoctor.directive.NginxVersion;
import dev.wsdoctor.gateway.log.LogSettings;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;

/// How a gateway runs a configuration.
///
/// @param version the nginx whose behaviour is shown
/// @param placement where it listens
/// @param upstreams stand-ins: `host:port` (or `unix:/path`) as nginx would connect to, to the
///   `host:port` (or `unix:/path`) that takes its place; what is not named is connected to as
///   written
/// @param logs where logs are; without it none is written
/// @param ownSockets whether a loop of our own carries the tunnels of plain sockets where the
///   system has epoll; else Netty does, to the same effect (decision 0044)
public record GatewaySettings(
    NginxVersion version,
    Placement placement,
    Map<String, String> upstreams,
    Optional<LogSettings> logs,
    boolean ownSockets,
    Clock clock) {
  public GatewaySettings {
    upstreams = Map.copyOf(upstreams);
  }

  /// As nginx runs it: at the addresses of the file, to the upstreams of the file.
  public static GatewaySettings of(NginxVersion version) {
    return new GatewaySettings(
        version, new Placement.AsWritten(), Map.of(), Optional.empty(), true, Clock.systemUTC());
  }

  /// On free ports of loopback, to the upstreams of the file.
  public static GatewaySettings onLoopback(NginxVersion version) {
    return of(version).at(new Placement.Loopback(Map.of()));
  }

  public GatewaySettings at(Placement other) {
    return new GatewaySettings(version, other, upstreams, logs, ownSockets, clock);
  }

  /// With stand-ins for upstreams.
  public GatewaySettings instead(Map<String, String> standIns) {
    return new GatewaySettings(version, placement, standIns, logs, ownSockets, clock);
  }

  /// Writes `access_log` and `error_log`, those of the file and nginx's default ones.
  public GatewaySettings logging(LogSettings settings) {
    return new GatewaySettings(
        version, placement, upstreams, Optional.of(settings), ownSockets, clock);
  }

  /// With the JDK's sockets wherever they do.
  public GatewaySettings withSocketsOfJdk() {
    return new GatewaySettings(version, placement, upstreams, logs, false, clock);
  }
}
